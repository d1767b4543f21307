"""A year at a glance: every day of twelve months with what takes place and who is free."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import format_date

from ovkk_core.calendars import from_local
from ovkk_core.planning.free_days import FreeKind, FreeTime, free_times, school_year_known
from ovkk_core.planning.occasions import Occasion, between

SATURDAY = 5
LONGEST_MONTH = 31
DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearDay:
    """One day: who is free and what takes place, what lasts longer on each of its days."""

    day: date
    free: tuple[FreeTime, ...]
    occasions: tuple[Occasion, ...]

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.day.weekday() >= SATURDAY

    @property
    def public(self) -> FreeTime | None:
        """The holiday that it is, public or optional."""
        return next((free for free in self.free if free.kind is not FreeKind.SCHOOL), None)

    @property
    def school(self) -> FreeTime | None:
        """The school holiday in which it falls."""
        return next((free for free in self.free if free.kind is FreeKind.SCHOOL), None)


@dataclass(frozen=True)
class YearMonth:
    """One month: its days, and once what begins in it or came along from the year before."""

    first: date
    name: str
    days: tuple[YearDay, ...]
    free: tuple[FreeTime, ...]
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True)
class Year:
    """Twelve months; ``school_known`` is False when not all school holidays have been settled yet."""

    number: int
    months: tuple[YearMonth, ...]
    school_known: bool

    @property
    def rows(self) -> list[tuple[int, list[YearDay | None]]]:
        """The days as a table: the number of the day with that day of every month, None where there is none."""
        return [
            (number, [m.days[number - 1] if number <= len(m.days) else None for m in self.months])
            for number in range(1, LONGEST_MONTH + 1)
        ]


def year_of(number: int, *, drafts: bool) -> Year:
    """Give the year (1971 to 2099); ``drafts`` adds our drafts and internal events. Constant number of queries."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    there = between(_midnight(first), _midnight(last + DAY), drafts=drafts)
    free = free_times(first, last)
    months = tuple(_month(date(number, month, 1), free, there) for month in range(1, 13))
    return Year(number, months, school_year_known(number))


def _month(first: date, free: list[FreeTime], there: list[Occasion]) -> YearMonth:
    after = (first + timedelta(days=31)).replace(day=1)
    days = [first + DAY * place for place in range((after - first).days)]

    def begins(begin: date) -> bool:
        return first <= begin < after or (first.month == 1 and begin < first)

    return YearMonth(
        first=first,
        name=format_date(first, "LLLL"),
        days=tuple(_day(day, free, there) for day in days),
        free=tuple(spell for spell in free if begins(spell.first)),
        occasions=tuple(occasion for occasion in there if begins(occasion.days[0])),
    )


def _day(day: date, free: list[FreeTime], there: list[Occasion]) -> YearDay:
    return YearDay(
        day,
        tuple(spell for spell in free if spell.first <= day <= spell.last),
        tuple(occasion for occasion in there if occasion.days[0] <= day <= occasion.days[1]),
    )


def _midnight(day: date) -> datetime:
    return from_local(datetime.combine(day, time()))
