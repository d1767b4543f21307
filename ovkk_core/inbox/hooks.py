"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    Health,
    JobSpec,
    Permission,
    PersonalData,
    Processing,
    RetentionRule,
    SettingSpec,
    TodoItem,
    hookimpl,
)
from ovkk_core.inbox import admin, checking, declarations, demo, following, jobs, privacy

if TYPE_CHECKING:
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens of received post and of deliverability."""
    return admin.pages()


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the reader, and the daily check."""
    return jobs.JOBS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may read and who may act."""
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association say when an address fails too often."""
    return declarations.SETTINGS


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Ask who holds a function whose mail came back, and to read what waits."""
    return following.todos(user)


@hookimpl
def health_checks() -> Iterable[Health]:
    """Tell the last outcome of the checks of delivery."""
    return checking.health()


@hookimpl
def load_demo() -> None:
    """Add what came in during the demonstration."""
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare the messages and the mails that came back."""
    return privacy.PROCESSING


@hookimpl
def personal_data(addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what a person wrote to us, and which mail did not reach them."""
    return privacy.held(addresses)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Let old messages go."""
    return privacy.RULES


@hookimpl
def on_person_erased(addresses: frozenset[str]) -> None:
    """Delete what came from a person or tells of mail to them."""
    privacy.erase(addresses)
