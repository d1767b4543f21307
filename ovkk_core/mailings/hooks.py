"""This room's hook implementations."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    JobSpec,
    MailKind,
    Panel,
    Permission,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from ovkk_core.mailings import admin, declarations, demo, following, listing, sending, succeeding, timeline, writing

if TYPE_CHECKING:
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    return declarations.SETTINGS


@hookimpl
def register_mails() -> Iterable[MailKind]:
    return writing.MAILS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    return (*sending.JOBS, *listing.JOBS)


@hookimpl
def register_admin_views() -> "Iterable[BaseView]":
    return admin.views()


@hookimpl
def todo_items(user: "User") -> Iterable[TodoItem]:
    return following.todos(user)


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    return timeline.panels(subject)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    return timeline.items(subject, until, most)


@hookimpl
def on_consent_changed(person_id: int, purpose: str) -> None:
    following.drop_unwanted(person_id, purpose)


@hookimpl
def on_position_handed_over(old_position_id: int) -> None:
    succeeding.hand_over(old_position_id)


@hookimpl
def load_demo() -> None:
    demo.load()
