"""Proposes free evenings near a date."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ovkk_core.calendars import from_local
from ovkk_core.clock import today
from ovkk_core.errors import BadInputError
from ovkk_core.planning.audience import EVERYBODY, Audience
from ovkk_core.planning.clashing import Clash, Radar, Weight
from ovkk_core.registry import setting

COUNT = 3
WITHIN = 60  # days before and after the wish
WEEKDAYS = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6}


@dataclass(frozen=True)
class FreeEvening:
    """An evening on which nothing weighs against it; ``notices`` are the light clashes that remain."""

    day: date
    starts_at: datetime
    ends_at: datetime
    notices: tuple[Clash, ...] = ()


@dataclass(frozen=True)
class Evening:
    """On which weekdays (0 is Monday) and between which local times people meet."""

    weekdays: frozenset[int]
    starts: time
    ends: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Give the moments (UTC) of the evening of ``day``."""
        return from_local(datetime.combine(day, self.starts)), from_local(datetime.combine(day, self.ends))


def free_evenings(
    wished: date, audience: Audience = EVERYBODY, *, count: int = COUNT, without: Collection[int] = ()
) -> list[FreeEvening]:
    """Give the ``count`` evenings nearest to ``wished``, later than today, without a clash for ``audience``.

    Weekdays and times are settings (Monday to Thursday, 19.30 to 21.30). In order of date; fewer when there are no
    more within 60 days. Raises ``BadInputError`` when the settings make no sense. Constant number of queries.
    """
    evening = usual_evening()
    first, last = wished - timedelta(days=WITHIN), wished + timedelta(days=WITHIN)
    radar = Radar(evening.on(first)[0], evening.on(last)[1], audience, without)
    found: list[FreeEvening] = []
    for day in _nearest(wished):
        if len(found) < count and day.weekday() in evening.weekdays and day > today():
            starts_at, ends_at = evening.on(day)
            clashes = radar.clashes(starts_at, ends_at)
            if all(clash.weight is Weight.NOTICE for clash in clashes):
                found.append(FreeEvening(day, starts_at, ends_at, tuple(clashes)))
    return sorted(found, key=lambda free: free.day)


def usual_evening() -> Evening:
    """Give the evening of the settings. Raises ``BadInputError`` that names the setting that makes no sense."""
    words = setting("planning.evening_days").replace(",", " ").casefold().split()
    if not words or set(words) - WEEKDAYS.keys():
        raise BadInputError("De instelling 'Avonden om te vergaderen' klopt niet. Schrijf bijvoorbeeld: ma di wo do.")
    try:
        starts, ends = (_clock(setting(f"planning.evening_{which}")) for which in ("starts", "ends"))
    except ValueError as error:
        raise BadInputError(
            "De begintijd of de eindtijd van een avond klopt niet in de instellingen. Schrijf bijvoorbeeld: 19.30."
        ) from error
    if ends <= starts:
        raise BadInputError("In de instellingen eindigt een avond voordat hij begint. Pas de tijden aan.")
    return Evening(frozenset(WEEKDAYS[word] for word in words), starts, ends)


def _nearest(wished: date) -> Iterator[date]:
    """Give the days around ``wished``, the nearest first, of two equally near the later."""
    yield wished
    for distance in range(1, WITHIN + 1):
        yield wished + timedelta(days=distance)
        yield wished - timedelta(days=distance)


def _clock(text: str) -> time:
    return time.fromisoformat(text.strip().replace(".", ":"))
