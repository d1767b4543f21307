"""Public holidays, days that some have off, and school holidays in region Noord, from the package ``holidays``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

REGION = "Noord"
LAST_BREAK = "Herfstvakantie"  # the last break of a year to be settled: with it the year is known
DAY = timedelta(days=1)


class FreeKind(Enum):
    """Who is free: everybody, some people, or the schools."""

    PUBLIC = "public"
    OPTIONAL = "optional"
    SCHOOL = "school"


@dataclass(frozen=True)
class FreeTime:
    """A holiday or a break; both days are included."""

    name: str
    first: date
    last: date
    kind: FreeKind


def free_times(first: date, last: date) -> list[FreeTime]:
    """Give what touches the days ``first`` to ``last`` (included), whole, in order; a break over New Year is one.

    A day that is a public holiday is not given once more as optional.
    """
    years = range(first.year - 1, last.year + 2)
    found = {time for kind in FreeKind for time in _spans(kind, years)}
    public = {time.first for time in found if time.kind is FreeKind.PUBLIC}
    wanted = [t for t in found if t.first <= last and t.last >= first]
    wanted = [t for t in wanted if t.kind is not FreeKind.OPTIONAL or t.first not in public]
    return sorted(wanted, key=lambda time: (time.first, time.last, time.name))


def school_year_known(year: int) -> bool:
    """Say whether every school holiday of ``year`` has been settled and is in the package."""
    return LAST_BREAK in _days(FreeKind.SCHOOL, year).values()


def _spans(kind: FreeKind, years: range) -> Iterator[FreeTime]:
    """Give days with one name that follow each other as one, over the end of a year too."""
    days = sorted((name, day) for year in years for day, name in _days(kind, year).items())
    start = 0
    for place, (name, day) in enumerate(days):
        following = days[place + 1] if place + 1 < len(days) else None
        if following != (name, day + DAY):
            yield FreeTime(name, days[start][1], day, kind)
            start = place + 1


@lru_cache(maxsize=128)
def _days(kind: FreeKind, year: int) -> dict[date, str]:
    """Give day → name; two on one day come as one name (``Koningsdag; Goede vrijdag``)."""
    import holidays  # here: 3 MB of the calendars of all religions, which few pages ask

    return dict(
        holidays.country_holidays(
            "NL", subdiv=REGION, years=year, categories=(kind.value,), expand=False, language="nl"
        )
    )
