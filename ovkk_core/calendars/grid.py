"""A month as a table: weeks from Monday to Sunday, and on each day what takes place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ovkk_core.calendars.choosing import month_after
from ovkk_core.calendars.entries import Entry
from ovkk_core.calendars.moments import DAY


@dataclass(frozen=True)
class Mark:
    """An entry on one of its days, ``number`` of ``count``."""

    entry: Entry
    number: int
    count: int


@dataclass(frozen=True)
class Day:
    """A day and what takes place on it, in order of time."""

    date: date
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Week:
    """A week by its ISO number, Monday first; None for a day of another month."""

    number: int
    days: tuple[Day | None, ...]


def last_of(month: date) -> date:
    """Give the last day of the month that starts on ``month``."""
    return month_after(month) - DAY


def weeks(month: date, entries: Iterable[Entry]) -> list[Week]:
    """Put ``entries`` on the days of the month that starts on ``month``; what takes longer, on each of its days."""
    marks = _marks(entries, month, last_of(month))
    monday = month - timedelta(days=month.weekday())
    return [
        Week(start.isocalendar().week, tuple(_day(start + timedelta(days=n), month, marks) for n in range(7)))
        for start in (monday + timedelta(weeks=n) for n in range(6))
        if start <= last_of(month)
    ]


def _marks(entries: Iterable[Entry], first: date, last: date) -> dict[date, list[Mark]]:
    found: dict[date, list[Mark]] = defaultdict(list)
    for entry in entries:
        start, end = entry.days
        count = (end - start).days + 1
        for ordinal in range(max(start, first).toordinal(), min(end, last).toordinal() + 1):
            found[date.fromordinal(ordinal)].append(Mark(entry, ordinal - start.toordinal() + 1, count))
    return found


def _day(day: date, month: date, marks: dict[date, list[Mark]]) -> Day | None:
    return Day(day, tuple(marks.get(day, ()))) if day.month == month.month else None
