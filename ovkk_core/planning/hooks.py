"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    AskedSubject,
    JobSpec,
    MailKind,
    Permission,
    PersonalData,
    Processing,
    ReceivedMail,
    RetentionRule,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from ovkk_core.planning import (
    admin,
    declarations,
    demo,
    hearing,
    jobs,
    mail,
    overview,
    privacy,
    succeeding,
    timeline,
    views,
)

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the page behind a personal link."""
    return [views.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the year planner, the page to choose a date and the date polls."""
    return admin.pages()


@hookimpl
def register_mails() -> Iterable[MailKind]:
    """Declare the mails of a date poll."""
    return mail.MAILS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look and who may ask people for a date."""
    return declarations.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the reminder and the deletion of old answers."""
    return jobs.JOBS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association say when it usually meets."""
    return declarations.SETTINGS


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Say which polls wait for people, and which for a choice."""
    return overview.todos(user)


@hookimpl
def asked_subjects() -> Iterable[AskedSubject]:
    """Let a mailing be about a date poll that is open."""
    return overview.subjects()


@hookimpl
def on_mail_received(message: ReceivedMail) -> None:
    """Note who wrote back instead of using the link."""
    hearing.wrote(message)


@hookimpl
def on_bounced(address: str, reason: str) -> None:
    """Note whom the question did not reach."""
    hearing.came_back(address, reason)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell in which polls somebody was asked."""
    return timeline.items(subject, until, most)


@hookimpl
def on_position_handed_over(old_position_id: int, new_position_id: int | None) -> None:
    """Ask the successor in open polls."""
    succeeding.hand_over(old_position_id, new_position_id)


@hookimpl
def load_demo() -> None:
    """Add the poll of the demonstration."""
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of who is asked for a date."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id, addresses)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Say what goes after how long."""
    return privacy.RULES


@hookimpl
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id, addresses)
