"""An event as linked data (schema.org), so that search engines and calendars read what people read."""

from datetime import date, datetime
from typing import Any

from ovkk_core.calendars import occurring, writer
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import DAY, local
from ovkk_core.calendars.occurring import Occurrence
from ovkk_core.clock import now
from ovkk_core.history import revisions_of
from ovkk_core.registry import setting

SCHEMA = "https://schema.org"
MOST_DATES = 20


def page_of(one: Occurrence, base_url: str) -> str:
    """Give the full address of an occurrence: the owner's own page, else ours."""
    address = writer.page_of(one.event, base_url)
    return f"{address}?op={one.day.isoformat()}" if one.event.repeats and not one.event.page else address


def of_occurrence(one: Occurrence, base_url: str) -> dict[str, Any]:
    """Give an event, or one occurrence of a series; the identifier is the UID of feed and mail (CAL-5)."""
    return {"@context": SCHEMA} | _about(one.event, base_url) | _of(one, base_url)


def of_series(event: Event, times: list[Occurrence], base_url: str) -> dict[str, Any]:
    """Give a series with the occurrences that are still to come."""
    first, last = occurring.whole_span(event)
    coming = [one for one in times if one.ends_at > now()][:MOST_DATES]
    return (
        {"@context": SCHEMA}
        | _about(event, base_url)
        | {
            "@type": "EventSeries",
            "name": event.title,
            "startDate": _date(event.first_day and local(first).date(), first),
            "endDate": _date(event.first_day and (local(last) - DAY).date(), last),
            "url": writer.page_of(event, base_url),
            "subEvent": [_of(one, base_url) for one in coming],
        }
    )


def _about(event: Event, base_url: str) -> dict[str, Any]:
    own = {"name": setting("association.name"), "url": f"{base_url}/"}
    return {
        "identifier": event.uid,
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "inLanguage": "nl",
        "organizer": {"@type": "Organization"} | ({"name": event.organiser} if event.organiser else own),
    } | ({"description": event.description} if event.description else {})


def _of(one: Occurrence, base_url: str) -> dict[str, Any]:
    before = None if one.cancelled else _start_before(one)
    status = "Cancelled" if one.cancelled else "Rescheduled" if before else "Scheduled"
    location = _place(one)
    return (
        {
            "@type": "Event",
            "name": one.title,
            "startDate": _date(one.first_day, one.starts_at),
            "endDate": _date(one.last_day, one.ends_at),
            "eventStatus": f"{SCHEMA}/Event{status}",
            "url": page_of(one, base_url),
        }
        | ({"previousStartDate": before} if before else {})
        | ({"location": location} if location else {})
    )


def _start_before(one: Occurrence) -> str:
    """Give the start that was made known before it moved; "" when it did not."""
    if not one.event.repeats:
        return _published_before(one.event)
    starts_at = occurring.by_rule(one.event, one.day)[0]
    return "" if starts_at == one.starts_at else _date(one.day if one.event.all_day else None, starts_at)


def _published_before(event: Event) -> str:
    for revision in revisions_of(event):
        moved = revision.changes.get("first_day" if event.all_day else "starts_at")
        if "status" in revision.changes:
            return ""
        if moved and moved[0]:
            day = date.fromisoformat(moved[0]) if event.all_day else None
            return _date(day, event.starts_at if day else datetime.fromisoformat(moved[0]))
    return ""


def _date(day: date | None, moment: datetime) -> str:
    """Give a date, or a local time with its offset."""
    return str((day or local(moment)).isoformat())


def _place(one: Occurrence) -> dict[str, Any]:
    event = one.event
    moved = one.location != event.location
    name = one.location if moved else event.place
    if not name:
        return {}
    address = {"@type": "PostalAddress", "streetAddress": one.location, "addressCountry": "NL"}
    if event.village_id and not moved:
        address["addressLocality"] = event.village.name
    place: dict[str, Any] = {"@type": "Place", "name": name, "address": {k: v for k, v in address.items() if v}}
    if event.latitude is not None and not moved:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
    return place
