"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ovkk_core.exchange import admin, commands, declarations, jobs
from ovkk_core.hookspecs import JobSpec, Permission, hookimpl

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
