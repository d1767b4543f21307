"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint
from flask_admin.base import BaseView
from flask_babel import gettext as _

from ovkk_core.calendars import demo, entries, newsletter, privacy, timeline
from ovkk_core.calendars.admin import PERMISSIONS, views
from ovkk_core.calendars.switching import impact, rewrite_feeds
from ovkk_core.calendars.views import blueprint
from ovkk_core.hookspecs import (
    HomeBlock,
    Impact,
    NavigationItem,
    NewsletterItem,
    Permission,
    Processing,
    Subject,
    TimelineItem,
    hookimpl,
)

if TYPE_CHECKING:
    from ovkk_core.audiences import Audience

NEXT_ON_HOME = 5


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the agenda, the feeds and the page about subscribing."""
    return [blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the list of all events."""
    return views()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Let people see every event, drafts too, and make those of the association itself."""
    return PERMISSIONS


@hookimpl
def navigation_items() -> Iterable[NavigationItem]:
    """Give the agenda and how to subscribe to it."""
    return [NavigationItem(_("Agenda"), "/agenda", 20), NavigationItem(_("Subscribe"), "/abonneren", 30)]


@hookimpl
def home_blocks() -> Iterable[HomeBlock]:
    """Give the next events."""
    return [HomeBlock("calendars/next.html", {"entries": entries.upcoming(NEXT_ON_HOME)}, 20)]


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Tell what took and takes place somewhere."""
    return timeline.items(subject, until, most)


@hookimpl
def disable_impact(plugin: str) -> Iterable[Impact]:
    """Count what disappears from agenda and feeds."""
    return impact(plugin)


@hookimpl
def newsletter_items(audience: Audience, until: datetime) -> Iterable[NewsletterItem]:
    """Tell of the events to come that are for the audience, or for everybody."""
    return newsletter.items(audience, until)


@hookimpl
def load_demo() -> None:
    """Add the series of the demonstration."""
    demo.load()


@hookimpl
def on_plugin_switched(name: str, enabled: bool) -> None:
    """Let the feeds of every process be written anew."""
    rewrite_feeds()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare that events are of organisations."""
    return privacy.PROCESSING
