"""This room's hook implementations."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint
from flask_admin.base import BaseView

from ovkk_core.contacts import admin, demo, following, privacy, recipients, timeline
from ovkk_core.contacts.choices import PERMISSIONS, SETTINGS
from ovkk_core.contacts.views import blueprint
from ovkk_core.hookspecs import (
    MailRecipient,
    Permission,
    PersonalData,
    Processing,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)

if TYPE_CHECKING:
    from ovkk_core.accounts import User


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the filters of templates for phone numbers, accounts and postcodes."""
    return [blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    return admin.views()


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    return SETTINGS


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of contacts."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int) -> Iterable[PersonalData]:
    """Give a person's record, positions and what changed."""
    return privacy.held(person_id)


@hookimpl
def on_person_erased(person_id: int) -> None:
    """Take the person out of positions."""
    privacy.erase(person_id)


@hookimpl
def todo_items(user: "User") -> Iterable[TodoItem]:
    """Ask for the liaison officers that are missing."""
    return following.todos(user)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell when positions began and ended."""
    return timeline.items(subject, until, most)


@hookimpl
def mail_recipients(user: "User", words: str) -> Iterable[MailRecipient]:
    """Find persons to look at the texts of a mail as they get it."""
    return recipients.found(user, words)


@hookimpl
def load_demo() -> None:
    demo.load()
