"""When events take place: every occurrence of every event, with what was changed for one of them (CAL-9, CAL-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Self

from ovkk_core.calendars.moments import local, whole_days
from ovkk_core.clock import AMSTERDAM
from ovkk_core.database import fold

if TYPE_CHECKING:
    from ovkk_core.calendars.models import Event


class Fate(Enum):
    """What became of one occurrence. A cancelled one stays visible; a skipped one was never made known (CAL-13)."""

    CHANGED = "changed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Override:
    """What is different about one occurrence; what is empty is as in the series."""

    fate: Fate = Fate.CHANGED
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    title: str = ""
    location: str = ""

    @property
    def stored(self) -> dict[str, str]:
        """The form in which the event keeps it."""
        given = {name: getattr(self, name) for name in ("starts_at", "ends_at", "first_day", "last_day")}
        texts = {"fate": self.fate.value, "title": self.title, "location": self.location}
        return {k: v for k, v in texts.items() if v} | {k: v.isoformat() for k, v in given.items() if v}

    @classmethod
    def read(cls, stored: dict[str, str]) -> Self:
        """Give the override that ``stored`` tells."""
        found: dict[str, Any] = {name: stored[name] for name in ("title", "location") if name in stored}
        found |= {name: datetime.fromisoformat(stored[name]) for name in ("starts_at", "ends_at") if name in stored}
        found |= {name: date.fromisoformat(stored[name]) for name in ("first_day", "last_day") if name in stored}
        return cls(Fate(stored["fate"]), **found)


@dataclass(frozen=True)
class Occurrence:
    """One time that an event takes place. ``day`` is its local day by the rule: what names it within the series."""

    event: Event
    day: date
    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    title: str
    location: str
    cancelled: bool
    changed: bool

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return self.first_day is not None

    @property
    def place(self) -> str:
        """The address in one line, with the name of the village when that is not in it."""
        return place(self.event, self.location)


def occurrences(event: Event, since: datetime, until: datetime) -> list[Occurrence]:
    """Give what takes place of ``event`` from ``since`` to ``until`` (excluded), in order of time; cancelled ones too.

    An event that does not repeat has one. Site, feeds, mail and planning all ask this. At most ``recurrence.MOST``.
    """
    return occurrences_of([event], since, until)


def occurrences_of(events: Iterable[Event], since: datetime, until: datetime) -> list[Occurrence]:
    """Give the occurrences of ``events`` from ``since`` to ``until`` in order of time, without asking the database.

    Select the events with ``(Event.opens_at < until) & (Event.over_at > since)``.
    """
    found = [one for event in events for one in all_of(event) if one.starts_at < until and one.ends_at > since]
    return sorted(found, key=lambda one: (one.starts_at, one.event.id or 0, one.day))


def all_of(event: Event) -> list[Occurrence]:
    """Give every occurrence, in order of their days in the series."""
    overrides = event.overrides if event.recurrence else {}
    given = [(day, overrides.get(day)) for day in days_of(event)]
    return [_occurrence(event, day, own) for day, own in given if own is None or own.fate is not Fate.SKIPPED]


def days_of(event: Event) -> list[date]:
    """Give the local days that the rule names, skipped ones too."""
    first = first_day_of(event)
    return event.recurrence.days(first) if event.recurrence else [first]


def first_day_of(event: Event) -> date:
    """Give the local day on which the event, or its series, starts."""
    return event.first_day or local(event.starts_at).date()


def skipped_days(event: Event) -> list[date]:
    """Give the days of the series that were called off before anybody knew of them."""
    overrides = event.overrides
    return [day for day in days_of(event) if day in overrides and overrides[day].fate is Fate.SKIPPED]


def called_off(event: Any) -> dict[date, datetime]:
    """Give the days of a series that were called off after people may have known of them, and when each is over.

    ``event`` may be any row with times, ``repeats`` and ``exceptions``.
    """
    stored = {day: Override.read(kept) for day, kept in (event.exceptions or {}).items()} if event.repeats else {}
    off = {date.fromisoformat(day): own for day, own in stored.items() if own.fate is Fate.CANCELLED}
    return {day: _over(event, day, own) for day, own in off.items()}


def whole_span(event: Event) -> tuple[datetime, datetime]:
    """Give when the first occurrence starts and the last is over."""
    found = all_of(event) or [_occurrence(event, first_day_of(event), None)]
    return min(one.starts_at for one in found), max(one.ends_at for one in found)


def place(event: Event, location: str) -> str:
    """Give ``location`` with the name of the event's village when that is not in it."""
    village = event.village.name if event.village_id else ""
    parts = [location] if fold(village) in fold(location) else [location, village]
    return ", ".join(part for part in parts if part)


def by_rule(event: Event, day: date) -> tuple[datetime, datetime]:
    """Give the moments of the occurrence on ``day``: the same clock times as the first, whatever the season.

    A start in the hour that does not exist is read with the offset before it, so an hour later (RFC 5545 3.3.5).
    """
    if event.first_day is not None:
        return whole_days(day, day + (event.last_day - event.first_day))
    start, end = local(event.starts_at), local(event.ends_at)
    shift = day - start.date()
    starts_at, ends_at = _moment(start, shift), _moment(end, shift)
    return starts_at, ends_at if ends_at > starts_at else starts_at + (event.ends_at - event.starts_at)


def _occurrence(event: Event, day: date, own: Override | None) -> Occurrence:
    starts_at, ends_at = by_rule(event, day)
    first = day if event.all_day else None
    last = day + (event.last_day - event.first_day) if event.first_day is not None else None
    if own and event.all_day and own.first_day and own.last_day:
        first, last = own.first_day, own.last_day
        starts_at, ends_at = whole_days(first, last)
    if own and not event.all_day and own.starts_at and own.ends_at:
        starts_at, ends_at = own.starts_at, own.ends_at
    return Occurrence(
        event,
        day,
        starts_at,
        ends_at,
        first,
        last,
        title=(own and own.title) or event.title,
        location=(own and own.location) or event.location,
        cancelled=event.cancelled or bool(own and own.fate is Fate.CANCELLED),
        changed=own is not None,
    )


def _over(event: Any, day: date, own: Override) -> datetime:
    if own.last_day:
        return whole_days(own.last_day, own.last_day)[1]
    return own.ends_at or by_rule(event, day)[1]


def _moment(reading: datetime, shift: timedelta) -> datetime:
    naive = reading.replace(tzinfo=None, fold=0) + shift
    return naive.replace(tzinfo=AMSTERDAM).astimezone(UTC)
