"""This room's hook implementations."""

from collections.abc import Iterable

from flask import Blueprint

from ovkk_core.accounts import demo, privacy
from ovkk_core.accounts.jobs import JOBS
from ovkk_core.accounts.mail import MAILS
from ovkk_core.accounts.views import blueprint
from ovkk_core.hookspecs import JobSpec, MailKind, Permission, PersonalData, Processing, hookimpl


@hookimpl
def register_blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def register_jobs() -> list[JobSpec]:
    return JOBS


@hookimpl
def register_mails() -> list[MailKind]:
    return MAILS


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("accounts.read", "Gebruikers en rollen bekijken"),
        Permission("accounts.write", "Gebruikers uitnodigen en wijzigen"),
    ]


@hookimpl
def load_demo() -> None:
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of who logs in."""
    return privacy.PROCESSING


@hookimpl
def personal_data(addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(addresses)


@hookimpl
def on_person_erased(addresses: frozenset[str]) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(addresses)
