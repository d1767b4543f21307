"""This room's hook implementations."""

from flask import Blueprint

from ovkk_core.accounts import demo
from ovkk_core.accounts.jobs import JOBS
from ovkk_core.accounts.mail import MAILS
from ovkk_core.accounts.views import blueprint
from ovkk_core.hookspecs import JobSpec, MailKind, Permission, hookimpl


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
