"""An event in words and on the map: when it is, of which activity, and where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from babel.dates import format_date

from ovkk_core.calendars.entries import NIGHT, Entry
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import local
from ovkk_core.calendars.occurring import whole_span
from ovkk_core.clock import today
from ovkk_core.contacts import ATTRIBUTION
from ovkk_core.registry import registry
from ovkk_core.web import clock, day, language, span

if TYPE_CHECKING:
    from ovkk_core.calendars.occurring import Occurrence


ROUTE = "https://www.openstreetmap.org"


class Timed(Protocol):
    """Whatever takes place: at moments, or, when it has a first and a last day, on whole days."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def first_day(self) -> date | None: ...
    @property
    def last_day(self) -> date | None: ...


def when(event: Timed) -> str:
    """Say in words when the event takes place."""
    if event.first_day is not None and event.last_day is not None:
        return span(event.first_day, event.last_day)
    return span(event.starts_at, event.ends_at)


def series(event: Event) -> str:
    """Say in words from which day to which day a series runs."""
    first, last = whole_span(event)
    return span(local(first).date(), (local(last) - NIGHT).date())


def moment(text: str) -> str:
    """Say in words a date or a time for machines; "" for none."""
    if not text:
        return ""
    found = datetime.fromisoformat(text)
    return day(found) if len(text) == len("2026-03-10") else f"{day(found)}, {clock(found)}"


def route(place: str, event: Event) -> str:
    """Give the page of OpenStreetMap with the way to an event's place; it learns nothing until it is chosen."""
    if event.latitude is not None and place == event.place:
        return f"{ROUTE}/directions?{urlencode({'to': f'{event.latitude:.6f},{event.longitude:.6f}'})}"
    return f"{ROUTE}/search?{urlencode({'query': place})}"


def first_moment(event: Event | Occurrence | Entry) -> date:
    """Give the local start: a date for whole days, else a moment."""
    return event.first_day or local(event.starts_at)


def machine_date(event: Event | Occurrence | Entry) -> str:
    """Give the start for machines: a date, or a local time with its offset."""
    return first_moment(event).isoformat()


def month(day: date) -> str:
    """Give ``maart 2026``."""
    return format_date(day, "LLLL y", language())


def short_month(day: date) -> str:
    """Give ``mrt``."""
    return format_date(day, "LLL", language()).rstrip(".")


def activity(owner: str) -> str:
    """Give the name of the activity that an event belongs to; "" for an event of core itself."""
    plugin = registry.get(owner)
    return "" if plugin.builtin else plugin.title


def weekday(day: date) -> str:
    """Give ``di``."""
    return format_date(day, "EEE", language()).rstrip(".")


def weekdays() -> list[str]:
    """Give ``maandag`` to ``zondag``."""
    return [format_date(date(2024, 1, day), "EEEE", language()) for day in range(1, 8)]  # that year began on a Monday


def month_name(day: date) -> str:
    """Give ``maart``."""
    return format_date(day, "LLLL", language())


def is_today(entry: Entry) -> bool:
    """Say whether it takes place today."""
    return entry.days[0] <= today() <= entry.days[1]


FILTERS = {
    f.__name__: f
    for f in (when, series, route, first_moment, machine_date, month, short_month, weekday, activity, is_today)
}


def points(events: Iterable[Event]) -> dict[str, Any]:
    """Give the places of ``events`` as GeoJSON (RFC 7946), longitude first."""
    return {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [event.longitude, event.latitude]},
                "properties": {"name": event.title, "text": event.place, "url": f"/agenda/{event.slug}"},
            }
            for event in events
            if event.latitude is not None
        ],
    }
