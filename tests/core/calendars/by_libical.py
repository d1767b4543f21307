"""Tells what libical, the engine of Evolution and KOrganizer, reads in calendars.

Run by the system's Python, for which Debian packages the binding: a JSON list of texts on standard input; for each
of them on standard output whether it keeps all restrictions, plain values per VEVENT, and every occurrence.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - after its version was chosen

KIND, STATE = ICalGLib.PropertyKind, ICalGLib.PropertyStatus
STATES = {STATE.CONFIRMED: "CONFIRMED", STATE.CANCELLED: "CANCELLED", STATE.TENTATIVE: "TENTATIVE"}
EVER = [ICalGLib.Time.new_from_string(text) for text in ("19600101T000000Z", "21100101T000000Z")]


def shown(moment: Any, zone: Any) -> Any:
    """Give a day in ISO form, a moment in seconds by the calendar's own time zone, and nothing as ""."""
    if moment is None or moment.is_null_time():
        return ""
    if moment.is_date():
        return f"{moment.get_year():04}-{moment.get_month():02}-{moment.get_day():02}"
    return moment.as_timet_with_zone(ICalGLib.Timezone.get_utc_timezone() if moment.is_utc() else zone)


def parts_of(calendar: Any) -> list[Any]:
    found, part = [], calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while part is not None:
        found.append(part)
        part = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    return found


def plain(part: Any, zone: Any) -> dict[str, Any]:
    def all_of(kind: Any, read: str) -> list[Any]:
        found, line = [], part.get_first_property(kind)
        while line is not None:
            found.append(getattr(line, read)())
            line = part.get_next_property(kind)
        return found

    words = {"uid": KIND.UID_PROPERTY, "summary": KIND.SUMMARY_PROPERTY, "description": KIND.DESCRIPTION_PROPERTY}
    words |= {"location": KIND.LOCATION_PROPERTY, "url": KIND.URL_PROPERTY}
    return {name: (all_of(kind, f"get_{name}") or [""])[0] for name, kind in words.items()} | {
        "status": STATES[all_of(KIND.STATUS_PROPERTY, "get_status")[0]],
        "sequence": part.get_sequence(),
        "start": shown(part.get_dtstart(), zone),
        "end": shown(part.get_dtend(), zone),
        "recurrence": shown(part.get_recurrenceid(), zone),
        "categories": all_of(KIND.CATEGORIES_PROPERTY, "get_categories"),
    }


def occurrences(part: Any, zone: Any) -> list[list[Any]]:
    """Give (start, end) of each date of a series; as days when it takes whole days."""
    found: list[list[Any]] = []
    whole = part.get_dtstart().is_date()

    def met(_part: Any, span: Any, *_more: Any) -> None:
        ends = (span.get_start(), span.get_end())
        days = (ICalGLib.Time.new_from_timet_with_zone(end, True, None) for end in ends)
        found.append([shown(day, zone) for day in days] if whole else list(ends))

    part.foreach_recurrence(*EVER, met)
    return found


def read(text: str) -> dict[str, Any]:
    calendar = ICalGLib.Component.new_from_string(text)
    zone = calendar.get_timezone("Europe/Amsterdam")
    right = bool(ICalGLib.restriction_check(calendar)) and calendar.is_valid()
    parts = parts_of(calendar)
    return {
        "errors": calendar.count_errors() if right else max(1, calendar.count_errors()),
        "events": [plain(part, zone) for part in parts],
        "occurrences": [occurrences(part, zone) for part in parts],
    }


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
