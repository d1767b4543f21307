"""This plugin's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    CalendarSpec,
    HomeBlock,
    Impact,
    MailKind,
    NavigationItem,
    NewsletterItem,
    Panel,
    Permission,
    PersonalData,
    Processing,
    RetentionRule,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from plugins.dorpenschouw import (
    admin,
    calendars,
    demo,
    dossiers,
    inviting,
    mail,
    newsletter,
    privacy,
    showing,
    succeeding,
    views,
)

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User
    from ovkk_core.audiences import Audience


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the public pages."""
    return [views.blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screens to prepare a tour."""
    return admin.pages()


@hookimpl
def register_calendars() -> Iterable[CalendarSpec]:
    """Describe the feed of tours and stops."""
    return [calendars.FEED]


@hookimpl
def register_mails() -> Iterable[MailKind]:
    """Declare the invitation and the cancellation."""
    return [mail.INVITATION, mail.CANCELLATION]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look, change and invite."""
    return admin.PERMISSIONS


@hookimpl
def navigation_items() -> Iterable[NavigationItem]:
    """Give the link in the menu."""
    return showing.navigation()


@hookimpl
def home_blocks() -> Iterable[HomeBlock]:
    """Show the next tour on the home page."""
    return showing.home()


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Say which tour of the coming weeks waits for its next step."""
    return showing.todos(user)


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    """Tell on the page of a village when a tour came by."""
    return dossiers.panels(subject)


@hookimpl
def newsletter_items(audience: Audience, since: datetime, until: datetime) -> Iterable[NewsletterItem]:
    """Tell of the tours to come, and look back on those that were held."""
    return newsletter.items(audience, since, until)


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell which stops were in a village or hosted, and who was invited."""
    return dossiers.items(subject, until, most)


@hookimpl
def on_consent_changed(person_id: int, purpose: str) -> None:
    """Take invitations that wait in the queue away from who does not want them any more."""
    inviting.drop_unwanted(person_id, purpose)


@hookimpl
def on_position_handed_over(old_position_id: int, new_position_id: int | None) -> None:
    """Invite the successor."""
    succeeding.hand_over(old_position_id, new_position_id)


@hookimpl
def disable_impact(plugin: str) -> Iterable[Impact]:
    """Count the tours that would disappear from the site."""
    return showing.impact(plugin)


@hookimpl
def load_demo() -> None:
    """Add the tours of the demonstration year."""
    demo.load()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of guests and hosts."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Say what goes after how long."""
    return privacy.RULES


@hookimpl
def on_person_erased(person_id: int) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id)
