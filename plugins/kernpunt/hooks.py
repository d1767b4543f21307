"""This plugin's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    CalendarSpec,
    HomeBlock,
    Impact,
    Indicator,
    JobSpec,
    MailKind,
    NavigationItem,
    Panel,
    Permission,
    Processing,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from plugins.kernpunt import (
    contributing,
    declarations,
    demo,
    dossiers,
    indicators,
    jobs,
    privacy,
    rendering,
    screens,
    showing,
    views,
)

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the archive."""
    return [views.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens to make an edition."""
    return screens.pages()


@hookimpl
def register_calendars() -> Iterable[CalendarSpec]:
    """Describe the feed of dates: when contributions are due, and when an edition appears."""
    return [declarations.FEED]


@hookimpl
def register_mails() -> Iterable[MailKind]:
    """Declare the newsletter itself, and the reminder to who contributes."""
    return [rendering.KIND, contributing.REMINDER]


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the daily reminder."""
    return jobs.JOBS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look, write, contribute, approve and send."""
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association choose the name, who approves, and when to remind."""
    return declarations.SETTINGS


@hookimpl
def register_indicators() -> Iterable[Indicator]:
    """Declare the figures: editions, recipients and placings."""
    return indicators.INDICATORS


@hookimpl
def navigation_items() -> Iterable[NavigationItem]:
    """Give the link in the menu."""
    return showing.navigation()


@hookimpl
def home_blocks() -> Iterable[HomeBlock]:
    """Show the latest edition on the home page."""
    return showing.home()


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Say which edition of the coming weeks waits for its next step."""
    return showing.todos(user)


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    """Show on the pages of a place what the archive has about it."""
    return dossiers.panels(subject)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell what appeared about a place or an organisation, and where others placed it."""
    return dossiers.items(subject, until, most)


@hookimpl
def load_demo() -> None:
    """Add an edition of the past, one for 1,500 readers and one in the making."""
    demo.load()


@hookimpl
def disable_impact(plugin: str) -> Iterable[Impact]:
    """Count the editions that wait, and those that disappear from the site."""
    return showing.impact(plugin)


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare that nothing is kept of people."""
    return privacy.PROCESSING


@hookimpl
def on_person_erased() -> None:
    """Throw away the printed editions; the sweep of all texts does the rest."""
    privacy.erase()
