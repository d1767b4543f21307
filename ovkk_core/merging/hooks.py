"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import JobSpec, Permission, hookimpl
from ovkk_core.merging import declarations, demo, finding, forwarding, jobs, pages

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.contacts import Organisation, Person


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give what leads old addresses on."""
    return [forwarding.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens of what may be double."""
    return [pages.page()]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may merge."""
    return declarations.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the search and the forgetting."""
    return jobs.JOBS


@hookimpl
def on_contacts_merged(kept: Person | Organisation) -> None:
    """Look anew who may be the same as the contact that was kept."""
    finding.search_one(kept)


@hookimpl
def load_demo() -> None:
    """Add two obvious duplicates."""
    demo.load()
