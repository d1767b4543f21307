"""This room's hook implementations."""

from collections.abc import Iterable

from flask import Blueprint
from flask_admin.base import BaseView

from ovkk_core.files import admin, declarations, jobs, views
from ovkk_core.hookspecs import Health, JobSpec, Permission, Processing, hookimpl


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the addresses of files."""
    return [views.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the gallery."""
    return admin.pages()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look and who may add."""
    return declarations.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the sweep."""
    return jobs.JOBS


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare the pictures of people."""
    return declarations.PROCESSING


@hookimpl
def health_checks() -> Iterable[Health]:
    """Say whether files can be read."""
    return jobs.checks()


@hookimpl
def load_demo() -> None:
    """Add the pictures of the demonstration."""
    from ovkk_core.files import demo  # here: it draws, and 4 MB go with that

    demo.load()
