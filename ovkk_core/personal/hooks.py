"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    JobSpec,
    MailKind,
    Permission,
    PersonalData,
    Processing,
    RetentionRule,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from ovkk_core.personal import (
    admin,
    board_views,
    check_views,
    declarations,
    demo,
    following,
    mail,
    privacy,
    timeline,
    views,
)

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the pages behind personal links."""
    return [views.blueprint, board_views.blueprint, check_views.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens of who keeps the contacts."""
    return admin.pages()


@hookimpl
def register_mails() -> Iterable[MailKind]:
    """Declare the mails with links."""
    return mail.MAILS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may mail links and decide about requests."""
    return declarations.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare what the worker does."""
    return declarations.JOBS


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Say which requests and changes wait for somebody."""
    return following.todos(user)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell what was answered to the yearly check, and who handed over to whom."""
    return timeline.items(subject, until, most)


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of links, requests and answers."""
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


@hookimpl
def load_demo() -> None:
    """Add a round that is open, and a change of a board."""
    demo.load()
