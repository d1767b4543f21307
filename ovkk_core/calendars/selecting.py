"""Which events who gets to see: in a feed, on the agenda, for a municipality."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import peewee

from ovkk_core.calendars import meant
from ovkk_core.calendars.models import Event, EventStatus, Visibility
from ovkk_core.calendars.moments import whole_days
from ovkk_core.clock import now
from ovkk_core.contacts import Municipality, Village
from ovkk_core.database import fold
from ovkk_core.errors import NotFoundError
from ovkk_core.registry import PluginState, registry

if TYPE_CHECKING:
    from ovkk_core.calendars.choosing import Choice

PAST_MONTHS = 12
PAST = timedelta(days=366)
SHOWN = (EventStatus.PUBLISHED, EventStatus.CANCELLED)
CATEGORIES = Event.categories.cast("TEXT")
LINE = (
    *(Event.id, Event.slug, Event.title, Event.owner, Event.status, Event.repeats, Event.exceptions),
    *(Event.starts_at, Event.ends_at, Event.first_day, Event.last_day),
    *(Event.village, Event.location, Event.latitude, Event.longitude),
)  # what a line of the agenda needs
PLACE = (
    *(Village.id, Village.name, Village.slug, Village.latitude, Village.longitude, Village.municipality),
    *(Municipality.id, Municipality.name, Municipality.slug),
)

Part = Event.alias()


@dataclass(frozen=True)
class Kinds:
    """What there is to choose from: activities as (plugin, title), and themes."""

    activities: list[tuple[str, str]]
    themes: list[str]


def owners() -> set[str]:
    """Give the rooms and plugins whose events are shown.

    A plugin that is on but broken still counts: its events are ours, and partners would lose them (REL-5).
    """
    enabled = {name for (name,) in PluginState.select(PluginState.name).where(PluginState.enabled).tuples()}
    return {plugin.name for plugin in registry.plugins.values() if plugin.builtin or plugin.name in enabled}


def shown(names: Iterable[str] | None = None) -> peewee.Expression:
    """Give the condition for events that the public may see; of the rooms ``names``, or of :func:`owners`."""
    own = Event.owner.in_(sorted(names)) if names is not None else _of_owners()
    return Event.status.in_(SHOWN) & (Event.visibility == Visibility.PUBLIC) & own


def in_municipality(municipality: Municipality) -> peewee.Expression:
    """Give the condition for events there, and for those with a part there."""
    return in_villages(Village.select(Village.id).where(Village.municipality == municipality))


def in_villages(villages: Any) -> peewee.Expression:
    """Give the condition for events in ``villages`` (ids, or a query for them), and for those with a part there."""
    parts = Part.select(Part.parent).where(
        Part.village.in_(villages), Part.parent.is_null(False), Part.status.in_(SHOWN)
    )
    return Event.village.in_(villages) | Event.id.in_(parts)


def recent(day: date) -> peewee.Expression:
    """Give the condition for events that are not over for longer than feeds look back, on ``day``."""
    return Event.over_at >= whole_days(day - PAST, day)[0]


def on_agenda(choice: Choice, condition: peewee.Expression) -> Any:
    """Give the query for whole events that meet ``condition`` and the filters of ``choice``, without long texts."""
    condition = shown() & Event.parent.is_null() & condition
    if choice.municipality:
        condition &= in_municipality(choice.municipality)
    if choice.audience:
        condition &= meant.meant_for([choice.audience])
    if choice.owner:
        condition &= Event.owner == choice.owner
    if choice.theme:
        condition &= CATEGORIES.in_([text for text in _owned()[1] if choice.theme in json.loads(text)])
    return with_places(*LINE).where(condition)


def shown_event(slug: str) -> Event:
    """Give the event at this address. Raises :class:`NotFoundError` when the public may not see it."""
    event = with_places().where(Event.slug == slug, shown()).first()
    if event is None:
        raise NotFoundError("Deze activiteit bestaat niet, of is ingetrokken. Kijk op de agenda wat er wel is.")
    return event


def parts_of(event: Event) -> list[Event]:
    """Give the programme: the parts that the public may see, in order of time."""
    return list(with_places().where(Event.parent == event, shown()).order_by(Event.starts_at, Event.id))


def municipalities() -> list[Municipality]:
    """Give the municipalities in which something takes place or took place, by name."""
    villages = Event.select(Event.village).where(shown(), Event.village.is_null(False))
    there = Village.select(Village.municipality).where(Village.id.in_(villages))
    columns = (Municipality.id, Municipality.name, Municipality.slug)
    return list(Municipality.select(*columns).where(Municipality.id.in_(there)).order_by(Municipality.sort_key))


def municipality(slug: str) -> Municipality:
    """Give the municipality at this address, or raise :class:`NotFoundError`."""
    found = Municipality.get_or_none(Municipality.slug == slug)
    if found is None:
        raise NotFoundError("Deze gemeente kennen wij niet. Kies een gemeente uit de lijst.")
    return found


def kinds() -> Kinds:
    """Give the activities and themes of which the public may see events."""
    names, texts = _owned()
    plugins = [registry.get(name) for name in names]
    activities = sorted(((p.name, p.title) for p in plugins if not p.builtin), key=lambda pair: pair[1])
    return Kinds(activities, sorted({theme for text in texts for theme in json.loads(text)}, key=fold))


def future_of(plugin: str) -> int:
    """Count the published events of ``plugin`` that are still to come."""
    condition = (Event.owner == plugin) & (Event.status == EventStatus.PUBLISHED) & (Event.over_at > now())
    return int(Event.select().where(condition).count())


def _of_owners() -> peewee.Expression:
    """Give the condition for events of :func:`owners`, without asking the database twice."""
    builtin = sorted(plugin.name for plugin in registry.plugins.values() if plugin.builtin)
    known = sorted(plugin.name for plugin in registry.plugins.values() if not plugin.builtin)
    enabled = PluginState.select(PluginState.name).where(PluginState.enabled & PluginState.name.in_(known))
    return Event.owner.in_(builtin) | Event.owner.in_(enabled)


def _owned() -> tuple[set[str], set[str]]:
    """Give whose events the public may see, and their lists of themes as stored."""
    rows = list(Event.select(Event.owner, CATEGORIES).where(shown()).distinct().tuples())
    return {owner for owner, _ in rows}, {text for _, text in rows}


def with_places(*columns: peewee.Field) -> Any:
    """Give the query for events, or some ``columns`` of them, with their village and its municipality."""
    return (
        Event.select(*(columns or (Event,)), *PLACE)
        .join(Village, peewee.JOIN.LEFT_OUTER)
        .join(Municipality, peewee.JOIN.LEFT_OUTER)
    )
