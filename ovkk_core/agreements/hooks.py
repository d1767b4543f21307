"""This room's hook implementations."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint

from ovkk_core.agreements import admin, choices, demo, following, jobs, leaking, mail, privacy, succeeding, timeline
from ovkk_core.agreements.returning import welcome_back
from ovkk_core.agreements.views import blueprint
from ovkk_core.hookspecs import (
    Health,
    Impact,
    JobSpec,
    MailKind,
    Panel,
    Permission,
    PersonalData,
    Processing,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)

if TYPE_CHECKING:
    from ovkk_core.accounts import User
    from ovkk_core.web import AdminPage


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the feeds by secret address, and the lists for websites."""
    return [blueprint]


@hookimpl
def register_admin_views() -> "Iterable[AdminPage]":
    """Give the screens on which agreements are made and followed."""
    return admin.views()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return choices.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    return jobs.JOBS


@hookimpl
def register_mails() -> Iterable[MailKind]:
    return mail.MAILS


@hookimpl
def todo_items(user: "User") -> Iterable[TodoItem]:
    """Ask for agreements that are silent, or lost their address or their contact."""
    return following.todos(user)


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    """Show the agreements with somebody."""
    return timeline.panels(subject)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell which calendars were given to somebody."""
    return timeline.items(subject, until, most)


@hookimpl
def disable_impact(plugin: str) -> Iterable[Impact]:
    """Count the partners who miss the plugin's events."""
    return following.impact(plugin)


@hookimpl
def health_checks() -> Iterable[Health]:
    """Say when we cannot know that a secret address is asked for in the open."""
    return leaking.health()


@hookimpl
def on_position_handed_over(old_position_id: int, new_position_id: int | None) -> None:
    """Make the successor the contact."""
    succeeding.hand_over(old_position_id, new_position_id)


@hookimpl
def on_plugin_switched(name: str, enabled: bool) -> None:
    """Bring back events that some calendars said were cancelled."""
    if enabled:
        welcome_back(name)


@hookimpl
def load_demo() -> None:
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of who has a calendar."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id)


@hookimpl
def on_person_erased(person_id: int) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id)
