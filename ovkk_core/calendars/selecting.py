"""Which events who gets to see: in a feed, on the agenda, for a municipality."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import peewee

from ovkk_core.calendars.models import Event, EventStatus, Visibility
from ovkk_core.calendars.moments import whole_days
from ovkk_core.clock import now
from ovkk_core.contacts import Municipality, Village
from ovkk_core.errors import NotFoundError
from ovkk_core.registry import PluginState, registry

PAST_MONTHS = 12
PAST = timedelta(days=366)
PAGE = 50
SHOWN = (EventStatus.PUBLISHED, EventStatus.CANCELLED)

Part = Event.alias()


def owners() -> set[str]:
    """Give the rooms and plugins whose events are shown.

    A plugin that is on but broken still counts: its events are ours, and partners would lose them (REL-5).
    """
    enabled = {name for (name,) in PluginState.select(PluginState.name).where(PluginState.enabled).tuples()}
    return {plugin.name for plugin in registry.plugins.values() if plugin.builtin or plugin.name in enabled}


def shown(names: Iterable[str] | None = None) -> peewee.Expression:
    """Give the condition for events that the public may see; of the rooms ``names`` when given."""
    return (
        Event.status.in_(SHOWN)
        & (Event.visibility == Visibility.PUBLIC)
        & Event.owner.in_(sorted(owners() if names is None else names))
    )


def in_municipality(municipality: Municipality) -> peewee.Expression:
    """Give the condition for events there, and for those with a part there."""
    villages = Village.select(Village.id).where(Village.municipality == municipality)
    parts = Part.select(Part.parent).where(
        Part.village.in_(villages), Part.parent.is_null(False), Part.status.in_(SHOWN)
    )
    return Event.village.in_(villages) | Event.id.in_(parts)


def recent(day: date) -> peewee.Expression:
    """Give the condition for events that are not over for longer than feeds look back, on ``day``."""
    return Event.ends_at >= whole_days(day - PAST, day)[0]


def agenda(
    *, municipality: Municipality | None = None, owner: str = "", past: bool = False, page: int = 1
) -> tuple[list[Event], bool]:
    """Give one page of whole events, soonest first (latest first when ``past``), and whether more follow."""
    moment = now()
    condition = shown() & Event.parent.is_null() & (Event.ends_at <= moment if past else Event.ends_at > moment)
    if municipality:
        condition &= in_municipality(municipality)
    if owner:
        condition &= Event.owner == owner
    order = (Event.starts_at.desc(), Event.id) if past else (Event.starts_at, Event.id)
    found = list(_with_places().where(condition).order_by(*order).paginate(page, PAGE).limit(PAGE + 1))
    return found[:PAGE], len(found) > PAGE


def upcoming(count: int) -> list[Event]:
    """Give the next ``count`` events."""
    condition = shown() & Event.parent.is_null() & (Event.ends_at > now())
    return list(_with_places().where(condition).order_by(Event.starts_at, Event.id).limit(count))


def shown_event(slug: str) -> Event:
    """Give the event at this address. Raises :class:`NotFoundError` when the public may not see it."""
    event = _with_places().where(Event.slug == slug, shown()).first()
    if event is None:
        raise NotFoundError("Deze activiteit bestaat niet, of is ingetrokken. Kijk op de agenda wat er wel is.")
    return event


def parts_of(event: Event) -> list[Event]:
    """Give the programme: the parts that the public may see, in order of time."""
    return list(_with_places().where(Event.parent == event, shown()).order_by(Event.starts_at, Event.id))


def municipalities() -> list[Municipality]:
    """Give the municipalities in which something takes place or took place, by name."""
    villages = Event.select(Event.village).where(shown(), Event.village.is_null(False))
    there = Village.select(Village.municipality).where(Village.id.in_(villages))
    return list(Municipality.select().where(Municipality.id.in_(there)).order_by(Municipality.sort_key))


def municipality(slug: str) -> Municipality:
    """Give the municipality at this address, or raise :class:`NotFoundError`."""
    found = Municipality.get_or_none(Municipality.slug == slug)
    if found is None:
        raise NotFoundError("Deze gemeente kennen wij niet. Kies een gemeente uit de lijst.")
    return found


def activities() -> list[tuple[str, str]]:
    """Give (plugin, title) of whose events the public may see, by title."""
    names = {name for (name,) in Event.select(Event.owner).where(shown()).distinct().tuples()}
    plugins = [registry.get(name) for name in names]
    return sorted(((p.name, p.title) for p in plugins if not p.builtin), key=lambda pair: pair[1])


def future_of(plugin: str) -> int:
    """Count the published events of ``plugin`` that are still to come."""
    condition = (Event.owner == plugin) & (Event.status == EventStatus.PUBLISHED) & (Event.ends_at > now())
    return int(Event.select().where(condition).count())


def _with_places() -> Any:
    return (
        Event.select(Event, Village, Municipality)
        .join(Village, peewee.JOIN.LEFT_OUTER)
        .join(Municipality, peewee.JOIN.LEFT_OUTER)
    )
