"""How an event repeats: only the rules that every calendar program reads alike (F8), expanded by local days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from itertools import islice
from typing import Any, Self

from dateutil import rrule

from ovkk_core.calendars.moments import LAST_YEAR
from ovkk_core.clock import AMSTERDAM
from ovkk_core.errors import BadInputError

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = (1, 2, 3, 4, -1)
LAST = -1
LAST_MONTHDAY = 28  # later days are missing in some months, and programs differ in what they do then
MOST = 500  # occurrences of one series: more than a year of days
MOST_WEEKS = 52
END_OF_DAY = time(23, 59, 59)


class Frequency(Enum):
    """How often, in the words of RFC 5545."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


STEPS = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}


@dataclass(frozen=True)
class Recurrence:
    """A rule that ends: by ``count`` or on ``until`` (a local day, included), never both.

    WEEKLY: every ``interval`` weeks on ``weekdays`` (0 is Monday). MONTHLY: on the ``nth`` (1 to 4, -1 is the last) of
    one weekday, or on ``monthday`` (1 to 28, -1 is the last). DAILY and YEARLY follow the first day.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    monthday: int = 0
    count: int = 0
    until: date | None = None

    def days(self, first: date) -> list[date]:
        """Give the local days on which it takes place, from ``first``; at most ``MOST`` and one."""
        return list(islice(self._walk(first), MOST + 1))

    def check(self, first: date) -> None:
        """Raise :class:`BadInputError` when it cannot start on ``first``, or is not one of our rules."""
        self._check_shape()
        self._check_end(first)
        if self.frequency is Frequency.YEARLY and (first.month, first.day) == (2, 29):
            raise BadInputError(
                "Op 29 februari kan een activiteit niet elk jaar terugkomen: die dag is er maar eens in de vier jaar. "
                "Kies 28 februari of 1 maart."
            )
        days = self.days(first)
        if first not in days[:1]:
            raise BadInputError(
                f"De eerste datum, {first:%d-%m-%Y}, past niet bij de herhaling. "
                "Kies een eerste datum die in de reeks valt, of een andere herhaling."
            )
        if len(days) > MOST or days[-1].year > LAST_YEAR:
            raise BadInputError(
                f"De reeks heeft meer dan {MOST} datums, of gaat door na {LAST_YEAR}. Kies een eerdere laatste datum."
            )

    def rule(self, *, all_day: bool) -> str:
        """Give the RRULE value; UNTIL is a date for whole days, else the end of that local day in UTC (CAL-11)."""
        end = f"{self.until:%Y%m%d}" if self.until else ""
        if self.until and not all_day:
            end = f"{datetime.combine(self.until, END_OF_DAY, AMSTERDAM).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return self._text(end)

    @property
    def text(self) -> str:
        """The form in which it is stored: the RRULE value with UNTIL as a local day."""
        return self._text(f"{self.until:%Y%m%d}" if self.until else "")

    @classmethod
    def read(cls, text: str) -> Self:
        """Give the rule of a stored text. Raises :class:`BadInputError` for any other."""
        try:
            found = _read(dict(part.split("=", 1) for part in text.split(";")))
        except (KeyError, ValueError) as error:
            raise BadInputError("Deze herhaling kennen wij niet. Kies een herhaling uit de lijst.") from error
        return cls(**found)

    def _text(self, end: str) -> str:
        names = [f"{self.nth or ''}{WEEKDAYS[day]}" for day in self.weekdays]
        parts = {
            "FREQ": self.frequency.value,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYDAY": ",".join(names),
            "BYMONTHDAY": str(self.monthday or ""),
            "COUNT": str(self.count or ""),
            "UNTIL": end,
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def _walk(self, first: date) -> Iterator[date]:
        """Expand on days alone, so that neither clocks nor zones matter (REL-9)."""
        given: dict[str, Any] = {"interval": self.interval}
        if self.weekdays:
            days = [rrule.weekdays[day] for day in self.weekdays]
            given["byweekday"] = [day(self.nth) for day in days] if self.nth else days
        if self.monthday:
            given["bymonthday"] = self.monthday
        given |= {"count": self.count} if self.count else {"until": datetime.combine(self.until or first, time())}
        return (
            moment.date() for moment in rrule.rrule(STEPS[self.frequency], datetime.combine(first, time()), **given)
        )

    def _check_shape(self) -> None:
        weekly, monthly = self.frequency is Frequency.WEEKLY, self.frequency is Frequency.MONTHLY
        by_weekday = len(self.weekdays) == 1 and self.nth in NTHS and not self.monthday
        by_day = (self.monthday == LAST or 1 <= self.monthday <= LAST_MONTHDAY) and not self.weekdays and not self.nth
        if self.interval != 1 and not (weekly and 1 <= self.interval <= MOST_WEEKS):
            raise BadInputError(f"Alleen bij weken kan er tijd tussen zitten: 1 tot {MOST_WEEKS} weken.")
        if weekly and (not self.weekdays or self.nth or self.monthday):
            raise BadInputError("Kies op welke dagen van de week de activiteit is.")
        if monthly and not (by_weekday or by_day):
            raise BadInputError(
                "Kies bij elke maand een dag van 1 tot en met 28 of de laatste dag, "
                "of de eerste, tweede, derde, vierde of laatste keer van een weekdag."
            )
        if not weekly and not monthly and (self.weekdays or self.nth or self.monthday):
            raise BadInputError("Deze herhaling kennen wij niet. Kies een herhaling uit de lijst.")

    def _check_end(self, first: date) -> None:
        if bool(self.count) == bool(self.until):
            raise BadInputError("Vul in hoe vaak de activiteit is, of tot en met welke datum. Eén van de twee.")
        if self.count and not 1 <= self.count <= MOST:
            raise BadInputError(f"Een reeks heeft 1 tot {MOST} datums. Vul een ander aantal in.")
        if self.until and self.until < first:
            raise BadInputError(
                f"De laatste datum ({self.until:%d-%m-%Y}) ligt vóór de eerste ({first:%d-%m-%Y}). "
                "Kies een latere laatste datum."
            )


def _read(parts: dict[str, str]) -> dict[str, Any]:
    names = parts.pop("BYDAY", "").split(",") if "BYDAY" in parts else []
    nths = {int(name[:-2] or 0) for name in names}
    if len(nths) > 1:
        raise ValueError("several weeks of the month")
    found = {
        "frequency": Frequency(parts.pop("FREQ")),
        "interval": int(parts.pop("INTERVAL", 1)),
        "weekdays": tuple(sorted(WEEKDAYS.index(name[-2:]) for name in names)),
        "nth": nths.pop() if nths else 0,
        "monthday": int(parts.pop("BYMONTHDAY", 0)),
        "count": int(parts.pop("COUNT", 0)),
        "until": date.fromisoformat(parts.pop("UNTIL")) if "UNTIL" in parts else None,
    }
    if parts:
        raise ValueError("parts that we do not write")
    return found
