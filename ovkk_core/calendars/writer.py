"""The only writer of iCalendar (RFC 5545, RFC 7986): events as VEVENT text, and the calendar around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import icalendar

from ovkk_core.calendars import occurring
from ovkk_core.calendars.moments import DAY, can_be_written, local
from ovkk_core.clock import AMSTERDAM

if TYPE_CHECKING:
    from ovkk_core.calendars.models import Event
    from ovkk_core.calendars.occurring import Occurrence
    from ovkk_core.hookspecs import OutsideEvent

FORMAT = 1  # raise it when the text of a VEVENT or of a calendar changes: stored ones are then written anew
END = "END:VEVENT\r\n"
LINE = 75  # octets (RFC 5545 3.1)
LONG_AGO, MINUTE = datetime(2020, 1, 1, tzinfo=UTC), timedelta(minutes=1)
PRODID = "-//OVKK//Kalender//NL"
REFRESH = timedelta(hours=1)
VTIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")  # two rules, as Outlook needs; a library writes long lists that Outlook misreads (CAL-8)


@dataclass(frozen=True)
class Heading:
    """What a feed says of itself (RFC 7986 5); ``changed`` is when its newest event changed.

    ``source`` is "" for a feed whose address is a secret.
    """

    name: str
    description: str
    source: str
    colour: str
    changed: datetime | None = None


def made_for(base_url: str) -> str:
    """Give what stored text depends on besides the events: the format and the address of the site."""
    return f"{FORMAT} {base_url}"


def page_of(event: Event, base_url: str) -> str:
    """Give the full address of the event's public page."""
    return f"{base_url}{event.page or f'/agenda/{event.slug}'}"


def vevent(event: Event, base_url: str) -> str:
    """Write the VEVENT of an event, CRLF and folded, and after it those of single occurrences that differ (CAL-12).

    DTSTAMP is LAST-MODIFIED: no change, no difference (CAL-6). All have the same UID and SEQUENCE.
    """
    differing = [one for one in occurring.all_of(event) if one.changed] if event.recurrence else []
    return "".join([_text(_series(event, base_url)), *(_text(_override(one, base_url)) for one in differing)])


def with_conference(fragment: str, event: Event) -> str:
    """Give ``fragment`` with the link to the meeting in each VEVENT (RFC 7986 5.11): for those entitled to it only."""
    if not event.conference_url:
        return fragment
    component = icalendar.Event()
    given = {"VALUE": "URI", "FEATURE": "VIDEO"} | ({"LABEL": event.conference_label} if event.conference_label else {})
    component.add("conference", icalendar.vUri(event.conference_url, params=given))
    line = _text(component).removeprefix("BEGIN:VEVENT\r\n").removesuffix(END)
    return fragment.replace(END, line + END)


@lru_cache(maxsize=4096)
def vevent_of_others(event: OutsideEvent) -> str:
    """Write the VEVENT of what others plan, with who does; SEQUENCE rises with the moment of the last change."""
    changed = event.changed_at or LONG_AGO
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    component.add("sequence", max(0, (changed - LONG_AGO) // MINUTE))
    component.add("status", "CONFIRMED")
    component.add("summary", event.title)
    component.add("description", f"Gepland door: {event.source}")
    if event.address.startswith("https://"):
        component.add("url", event.address)
    if event.place:
        component.add("location", event.place)
    for name, moment in ("dtstart", event.starts_at), ("dtend", event.ends_at):
        if name == "dtstart" or event.ends_at > event.starts_at:
            component.add(name, local(moment).date() if event.all_day else _written(moment))
    return _text(component)


def _written(moment: datetime) -> datetime:
    """Give a moment in local time, or in UTC in the second of the two equal hours in autumn (CAL-9)."""
    return local(moment) if can_be_written(moment) else moment.astimezone(UTC)


def _series(event: Event, base_url: str) -> icalendar.Event:
    """Make the VEVENT of the event itself, with its rule."""
    component = _common(event, base_url)
    _add_times(component, event)
    if event.recurrence:
        component.add("rrule", icalendar.vRecur.from_ical(event.recurrence.rule(all_day=event.all_day)))
        for day in occurring.skipped_days(event):
            component.add("exdate", _named(event, day))
    _add_texts(component, event)
    if event.latitude is not None:
        component.add("geo", _Point((event.latitude, event.longitude)))
    return component


def _override(one: Occurrence, base_url: str) -> icalendar.Event:
    """Make the VEVENT of one occurrence that differs; it is found by the start that the rule gives it."""
    event = one.event
    component = _common(event, base_url, cancelled=one.cancelled)
    component.add("recurrence-id", _named(event, one.day))
    _add_times(component, one)
    _add_texts(component, event, one)
    if event.latitude is not None and one.location == event.location:
        component.add("geo", _Point((event.latitude, event.longitude)))
    return component


def _named(event: Event, day: date) -> date:
    """Give the start of the occurrence on ``day`` as the rule has it, of the same type as DTSTART (CAL-12)."""
    return day if event.all_day else datetime.combine(day, local(event.starts_at).time(), AMSTERDAM)


def _common(event: Event, base_url: str, *, cancelled: bool = False) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.last_modified)
    component.add("last-modified", event.last_modified)
    component.add("sequence", event.sequence)
    if event.visible:  # a draft has no page yet
        component.add("url", page_of(event, base_url))
    component.add("status", "CANCELLED" if cancelled or event.cancelled else "CONFIRMED")
    if event.parent_id:
        component.add("related-to", event.parent.uid, parameters={"RELTYPE": "PARENT"})
    return component


def calendar(fragments: Iterable[str], heading: Heading | None = None) -> bytes:
    """Write a whole calendar around finished VEVENTs; without METHOD, valid also when empty (CAL-3)."""
    component = icalendar.Calendar()
    component.add("prodid", PRODID)
    component.add("version", "2.0")
    if heading:
        _add_heading(component, heading)
    opening, end = _text(component).rsplit("END:", 1)
    return "".join([opening, VTIMEZONE, *fragments, f"END:{end}"]).encode()


def folded(line: str) -> str:
    """Fold a line of any length, never inside a character and never after a blank: mailers trim those (CAL-1)."""
    octets = line.encode()
    lines, room = [], LINE
    while len(octets) > room:
        cut = _cut(octets, room)
        lines.append(octets[:cut].decode())
        octets, room = octets[cut:], LINE - 1
    return "\r\n ".join([*lines, octets.decode()])


def _cut(octets: bytes, room: int) -> int:
    """Give where to break, at most at ``room``: before the blanks and inside no character."""
    cut = room
    while octets[cut] & 0xC0 == 0x80:
        cut -= 1
    inside = cut
    while cut > 1 and octets[cut - 1 : cut] in {b" ", b"\t"}:
        cut -= 1
    return cut if cut > 1 else inside


def _text(component: Any) -> str:
    return "".join(f"{folded(line)}\r\n" for line in component.content_lines() if line)


def _add_times(component: icalendar.Event, event: Event | Occurrence) -> None:
    if event.first_day is not None and event.last_day is not None:
        component.add("dtstart", event.first_day)
        component.add("dtend", event.last_day + DAY)  # exclusive (RFC 5545 3.8.2.2)
        return
    component.add("dtstart", local(event.starts_at))
    component.add("dtend", local(event.ends_at))


def _add_texts(component: icalendar.Event, event: Event, one: Occurrence | None = None) -> None:
    """Add the texts; a cancelled event says so in its title, as Outlook shows no STATUS of a subscription."""
    shown = one or event
    component.add("summary", f"Afgelast: {shown.title}" if shown.cancelled else shown.title)
    texts = {"description": event.description, "location": shown.place, "contact": event.organiser}
    for name, text in texts.items():
        if text:
            component.add(name, text)
    if event.categories:
        component.add("categories", list(event.categories))


def _add_heading(component: icalendar.Calendar, heading: Heading) -> None:
    for names, text in (("name", "x-wr-calname"), heading.name), (("description", "x-wr-caldesc"), heading.description):
        for name in names:
            component.add(name, icalendar.vText(text))
    if heading.source:
        component.add("source", icalendar.vUri(heading.source, params={"VALUE": "URI"}))
    component.add("color", icalendar.vText(heading.colour))
    component.add("refresh-interval", icalendar.vDuration(REFRESH, params={"VALUE": "DURATION"}))
    component.add("x-published-ttl", icalendar.vDuration(REFRESH))
    if heading.changed:
        component.add("last-modified", heading.changed)


class _Point(icalendar.vGeo):
    """Latitude and longitude in six decimals (CAL-15)."""

    def to_ical(self) -> str:
        return f"{self.latitude:.6f};{self.longitude:.6f}"
