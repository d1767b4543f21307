"""Ways to put one event in one's own calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlencode

from ovkk_core.calendars import keeping, writer
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import DAY

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class Link:
    """A link to a calendar program on the web, with the event filled in."""

    program: str
    address: str


def ics_of(events: Sequence[Event], method: None = None, *, entitled: bool = False) -> bytes:
    """Give ``events`` as one iCalendar file, for a download or an attachment; always without METHOD (RFC 5546 3.2.1).

    Needs an application context. UIDs are those of the feeds, so a program that has both shows one event. Only for
    those ``entitled`` to take part are links to meetings in it (CAL-14).
    """
    base_url = keeping.base_url()
    wanted = writer.made_for(base_url)
    texts = (
        (event, event.fragment if event.fragment_for == wanted else writer.vevent(event, base_url)) for event in events
    )
    return writer.calendar(writer.with_conference(text, event) if entitled else text for event, text in texts)


def links(event: Event, base_url: str) -> list[Link]:
    """Give links that open the event in Google Calendar and Outlook on the web."""
    details = "\n\n".join(filter(None, (event.description[:500], writer.page_of(event, base_url))))
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": _google_dates(event),
        "details": details,
        "location": event.place,
        "ctz": "Europe/Amsterdam",
    }
    if event.recurrence:
        google["recur"] = f"RRULE:{event.recurrence.rule(all_day=event.all_day)}"
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": _outlook_date(event, start=True),
        "enddt": _outlook_date(event, start=False),
        "allday": "true" if event.all_day else "false",
        "body": details,
        "location": event.place,
    }
    return [
        Link("Google Agenda", f"{GOOGLE}?{urlencode(google)}"),
        Link("Outlook.com", f"{OUTLOOK}?{urlencode(outlook)}"),
        Link("Outlook (Microsoft 365)", f"{OFFICE}?{urlencode(outlook)}"),
    ]


def _google_dates(event: Event) -> str:
    if event.first_day is not None:
        return f"{event.first_day:%Y%m%d}/{event.last_day + DAY:%Y%m%d}"
    return "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (event.starts_at, event.ends_at))


def _outlook_date(event: Event, *, start: bool) -> str:
    if event.first_day is not None:
        return str((event.first_day if start else event.last_day + DAY).isoformat())
    moment = event.starts_at if start else event.ends_at
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
