"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import JobSpec, Permission, PersonalData, Processing, Subject, TimelineItem, hookimpl
from ovkk_core.merging import declarations, demo, finding, forwarding, jobs, pages, privacy, timeline

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
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell what went into somebody or something."""
    return timeline.items(subject, until, most)


@hookimpl
def load_demo() -> None:
    """Add two obvious duplicates."""
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of merged contacts."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id)


@hookimpl
def on_person_erased(person_id: int) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id)
