"""This room's hook implementations."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    Health,
    Impact,
    JobSpec,
    MailKind,
    Permission,
    PersonalData,
    Processing,
    RetentionRule,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from ovkk_core.mail import admin, declarations, following, jobs, mail, privacy, timeline

if TYPE_CHECKING:
    from ovkk_core.accounts import User
    from ovkk_core.web import AdminPage, AdminView


@hookimpl
def register_admin_views() -> "Iterable[AdminView | AdminPage]":
    return admin.views()


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    return jobs.JOBS


@hookimpl
def register_mails() -> Iterable[MailKind]:
    return [mail.TEST]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    return declarations.SETTINGS


@hookimpl
def todo_items(user: "User") -> Iterable[TodoItem]:
    return following.todos(user)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell which mails went to somebody."""
    return timeline.items(subject, until, most)


@hookimpl
def disable_impact(plugin: str) -> Iterable[Impact]:
    return following.waiting_of(plugin)


@hookimpl
def health_checks() -> Iterable[Health]:
    return following.health()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare the outbox."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give the mails that were sent to a person."""
    return privacy.held(person_id, addresses)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Let old mails go."""
    return privacy.RULES


@hookimpl
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Delete the mails to a person."""
    privacy.erase(person_id, addresses)
