"""What changed in a partner's calendar in a month: new, moved, cancelled, withdrawn; from the history of events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import peewee
from babel.dates import format_date
from flask_babel import force_locale
from markupsafe import Markup

from ovkk_core.agreements.choices import LIVE
from ovkk_core.agreements.following import standings
from ovkk_core.agreements.judging import hidden, unwanted
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.selection import world_of
from ovkk_core.calendars import Event, when
from ovkk_core.calendars.moments import whole_days
from ovkk_core.clock import today
from ovkk_core.contacts import Municipality, Village, mail_address, salutation_for
from ovkk_core.history import Revision
from ovkk_core.mail import queue_mail
from ovkk_core.web import span

SERIES = frozenset({"repeats", "exceptions"})
FIELDS = SERIES | {"status", "starts_at", "ends_at", "first_day", "last_day", "location", "village"}
ITEM = Markup("<li>{}</li>")
TIMES = ("starts_at", "ends_at", "first_day", "last_day")


@dataclass(frozen=True)
class Before:
    """An event as it was: only what changed, by field, as the history keeps it."""

    event: Event
    values: dict[str, Any]


def tell_last_month() -> None:
    """Write to the contact of every agreement in which something changed last month, once."""
    end = today().replace(day=1)
    start = (end - timedelta(days=1)).replace(day=1)
    changed = changed_between(*(whole_days(day, day)[0] for day in (start, end)))
    with force_locale("nl"):
        for one in standings():
            if one.state in LIVE:
                _tell(one.agreement, lines(one.agreement, changed), start)


def changed_between(start: datetime, end: datetime) -> list[Before]:
    """Give the events whose times, place or status changed from ``start`` until ``end``, in order of time."""
    first: dict[int, dict[str, Any]] = {}
    table = Event._meta.table_name
    about = (Revision.table_name == table) & (Revision.at >= start) & (Revision.at < end)
    for revision in Revision.select().where(about).order_by(Revision.id):
        values = first.setdefault(int(revision.object_id), {})
        for name in FIELDS & set(revision.changes):
            values.setdefault(name, revision.changes[name][0])
    rows = (
        Event.select(Event, Village, Municipality)
        .join(Village, peewee.JOIN.LEFT_OUTER)
        .join(Municipality, peewee.JOIN.LEFT_OUTER)
        .where(Event.id.in_(list(first)))
        .order_by(Event.starts_at, Event.uid)
    )
    return [Before(event, first[event.id]) for event in rows]


def lines(agreement: FeedAgreement, changed: Iterable[Before]) -> list[str]:
    """Say in Dutch what became of those events that ``agreement`` is about, one line each."""
    changed = list(changed)
    world = world_of(agreement, [one.event for one in changed])
    said = [
        _line(one)
        for one in changed
        if not hidden(one.event) and not unwanted(one.event, agreement, world) and one.event.owner in world.on
    ]
    return [line for line in said if line]


def _tell(agreement: FeedAgreement, said: list[str], month: date) -> None:
    recipient = mail_address(agreement.contact)
    if not said or not recipient:
        return
    values: dict[str, str | Markup] = {
        "salutation": salutation_for(agreement.contact),
        "calendar": str(agreement),
        "month": format_date(month, "LLLL y", "nl"),
        "changes": Markup("<ul>{}</ul>").format(Markup().join(ITEM.format(line) for line in said)),
    }
    queue_mail("agreements.changes", recipient, values, key=f"agreements.changes:{agreement.id}:{month:%Y-%m}")


def _line(one: Before) -> str:
    event, status = one.event, one.event.status.value
    was = one.values.get("status", status)
    seen_before = was in {"published", "cancelled"}
    if status in {"cancelled", "withdrawn"}:
        word = "Afgelast" if status == "cancelled" else "Ingetrokken"
        return f"{word}: {event.title} ({_when(one)})" if was != status and seen_before else ""
    if not seen_before:
        return f"Nieuw: {event.title} ({when(event)}{_at(event)})"
    if was == "cancelled":
        return f"Gaat toch door: {event.title} ({when(event)}{_at(event)})"
    return _moved(one)


def _moved(one: Before) -> str:
    """Say old → new time and place; "" when neither changed after all."""
    before, after, place = _when(one), when(one.event), _place(one)
    parts = [f"{before} → {after}"] if before != after else []
    if place != one.event.place:
        parts.append(f"{place or 'plaats onbekend'} → {one.event.place or 'plaats onbekend'}")
    if SERIES & set(one.values):
        parts.append("de herhaling of een van de dagen")
    return f"Gewijzigd: {one.event.title} ({'; '.join(parts)})" if parts else ""


def _when(one: Before) -> str:
    """Say when it was to take place before."""
    values = {name: one.values.get(name, getattr(one.event, name)) for name in TIMES}
    if values["first_day"]:
        return span(*(_day(values[name]) for name in ("first_day", "last_day")))
    return span(*(_moment(values[name]) for name in ("starts_at", "ends_at")))


def _place(one: Before) -> str:
    village = one.values.get("village", one.event.village_id)
    place = Event(location=one.values.get("location", one.event.location), village=village)
    return place.place


def _at(event: Event) -> str:
    return f", {event.place}" if event.place else ""


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
