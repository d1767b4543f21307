"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.consents import admin, declarations, demo, following, jobs, mail, privacy, timeline, views
from ovkk_core.consents.purposes import PURPOSES
from ovkk_core.hookspecs import (
    JobSpec,
    MailKind,
    Panel,
    Permission,
    PersonalData,
    Processing,
    Purpose,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the pages to sign up and to unsubscribe."""
    return [views.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens about consents, their words and addresses without mail."""
    return admin.pages()


@hookimpl
def register_mails() -> Iterable[MailKind]:
    """Declare the mails to confirm and about unsubscribing."""
    return mail.MAILS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the confirmation and the deletion of what was not confirmed."""
    return jobs.JOBS


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Say who was asked and stays silent."""
    return following.todos(user)


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    """Lead from a person to what they decided."""
    return timeline.panels(subject)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell when somebody agreed and withdrew."""
    return timeline.items(subject, until, most)


@hookimpl
def load_demo() -> None:
    """Add the consents of the demonstration."""
    demo.load()


@hookimpl
def register_purposes() -> Iterable[Purpose]:
    """Declare what the association itself writes to people for."""
    return PURPOSES


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may see and change consents."""
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association choose its themes."""
    return declarations.SETTINGS


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of decisions and wishes."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id, addresses)


@hookimpl
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id, addresses)
