"""The only writer of iCalendar (RFC 5545, RFC 7986): events as VEVENT text, and the calendar around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import icalendar

from ovkk_core.calendars.moments import DAY
from ovkk_core.clock import AMSTERDAM

if TYPE_CHECKING:
    from ovkk_core.calendars.models import Event

FORMAT = 1  # raise it when the text of a VEVENT or of a calendar changes: stored ones are then written anew
LINE = 75  # octets (RFC 5545 3.1)
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
    """What a feed says of itself (RFC 7986 5); ``changed`` is when its newest event changed."""

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
    """Write one VEVENT, CRLF and folded. DTSTAMP is LAST-MODIFIED: no change, no difference (CAL-6)."""
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.last_modified)
    component.add("last-modified", event.last_modified)
    component.add("sequence", event.sequence)
    _add_times(component, event)
    _add_texts(component, event)
    component.add("url", page_of(event, base_url))
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.latitude is not None:
        component.add("geo", _Point((event.latitude, event.longitude)))
    if event.parent_id:
        component.add("related-to", event.parent.uid, parameters={"RELTYPE": "PARENT"})
    return _text(component)


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


def _add_times(component: icalendar.Event, event: Event) -> None:
    if event.first_day is not None:
        component.add("dtstart", event.first_day)
        component.add("dtend", event.last_day + DAY)  # exclusive (RFC 5545 3.8.2.2)
        return
    component.add("dtstart", event.starts_at.astimezone(AMSTERDAM))
    component.add("dtend", event.ends_at.astimezone(AMSTERDAM))


def _add_texts(component: icalendar.Event, event: Event) -> None:
    """Add the texts; a cancelled event says so in its title, as Outlook shows no STATUS of a subscription."""
    component.add("summary", f"Afgelast: {event.title}" if event.cancelled else event.title)
    texts = {"description": event.description, "location": event.place, "contact": event.organiser}
    for name, text in texts.items():
        if text:
            component.add(name, text)
    if event.categories:
        component.add("categories", list(event.categories))


def _add_heading(component: icalendar.Calendar, heading: Heading) -> None:
    for names, text in (("name", "x-wr-calname"), heading.name), (("description", "x-wr-caldesc"), heading.description):
        for name in names:
            component.add(name, icalendar.vText(text))
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
