"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ovkk_core.exchange import admin, commands, declarations, jobs, privacy
from ovkk_core.hookspecs import JobSpec, Permission, PersonalData, Processing, hookimpl

if TYPE_CHECKING:
    import click
    from flask_admin.base import BaseView


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens to import and to export."""
    return admin.pages()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return declarations.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    return jobs.JOBS


@hookimpl
def register_commands() -> Iterable[click.Command]:
    """Give ``ovkk exchange export`` and ``ovkk exchange import``."""
    return commands.COMMANDS


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of files."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id, addresses)


@hookimpl
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id, addresses)
