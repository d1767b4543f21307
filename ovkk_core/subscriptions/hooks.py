"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import Health, JobSpec, OutsideEvent, Permission, Processing, TodoItem, hookimpl
from ovkk_core.subscriptions import admin, demo, jobs, privacy, reporting

if TYPE_CHECKING:
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    return admin.views()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return reporting.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    return jobs.JOBS


@hookimpl
def outside_events(since: datetime, until: datetime) -> Iterable[OutsideEvent]:
    return reporting.planned(since, until)


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    return reporting.todos(user)


@hookimpl
def health_checks() -> Iterable[Health]:
    return reporting.health()


@hookimpl
def load_demo() -> None:
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare that others' calendars are of organisations."""
    return privacy.PROCESSING
