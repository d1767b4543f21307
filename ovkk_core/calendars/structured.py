"""An event for machines and in words: linked data, points on the map, and when it is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.dates import format_date

from ovkk_core.calendars import writer
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import local
from ovkk_core.contacts import ATTRIBUTION
from ovkk_core.registry import registry
from ovkk_core.web import language, span


def when(event: Event) -> str:
    """Say in words when the event takes place."""
    if event.first_day is not None:
        return span(event.first_day, event.last_day)
    return span(event.starts_at, event.ends_at)


def first_moment(event: Event) -> date:
    """Give the local start: a date for whole days, else a moment."""
    return event.first_day or local(event.starts_at)


def machine_date(event: Event) -> str:
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


FILTERS = {f.__name__: f for f in (when, first_moment, machine_date, month, short_month, activity)}


def linked_data(event: Event, base_url: str) -> dict[str, Any]:
    """Give the event as schema.org sees it; the identifier is the UID of feed and mail (CAL-5)."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": event.uid,
        "name": event.title,
        "startDate": machine_date(event),
        "endDate": str((event.last_day or local(event.ends_at)).isoformat()),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.cancelled else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": writer.page_of(event, base_url),
    }
    if event.description:
        data["description"] = event.description
    if event.place:
        data["location"] = _place(event)
    if event.organiser:
        data["organizer"] = {"@type": "Organization", "name": event.organiser}
    return data


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


def _place(event: Event) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": event.place, "address": event.place}
    if event.latitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
    return place
