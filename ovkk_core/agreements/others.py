"""What others plan, in an agreement's calendar when that was agreed: judged as our own events are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ovkk_core.agreements.judging import REASONS, Reason
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.places import municipalities_of
from ovkk_core.calendars import Event, local, occurrences_of, outside, selecting
from ovkk_core.calendars.moments import whole_days
from ovkk_core.clock import today
from ovkk_core.contacts import Village
from ovkk_core.database import fold
from ovkk_core.hookspecs import OutsideEvent

AHEAD = timedelta(days=732)

Name = tuple[str, date]  # title and local day: the same twice is one event


@dataclass(frozen=True)
class JudgedOther:
    """Something that others plan, with why it is left out, or None."""

    event: OutsideEvent
    reason: Reason | None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.event.title

    @property
    def place(self) -> str:
        """Where it is."""
        return self.event.place

    @property
    def cancelled(self) -> bool:
        """Whether it was called off: what others call off goes from what we know."""
        return False

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.event.starts_at

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.event.ends_at

    @property
    def first_day(self) -> date | None:
        """The first of its whole days; None when it takes no whole days."""
        return local(self.event.starts_at).date() if self.event.all_day else None

    @property
    def last_day(self) -> date | None:
        """The last of its whole days, itself included."""
        return (local(self.event.ends_at) - timedelta(seconds=1)).date() if self.event.all_day else None

    @property
    def why(self) -> Any:
        """Why it is left out, in words."""
        return REASONS[self.reason] if self.reason else ""


def others_of(agreement: FeedAgreement) -> list[OutsideEvent]:
    """Ask the rooms what others plan, for as far back as feeds look; nothing when that was not agreed."""
    return outside(*_window()) if agreement.others else []


def judged_others(agreement: FeedAgreement, given: Iterable[OutsideEvent]) -> list[JudgedOther]:
    """Give all of ``given`` with the verdict, in the same order."""
    events = list(given)
    if not events:
        return []
    places, own = municipalities_of(agreement), _own({fold(event.title) for event in events if event.public})
    return [JudgedOther(event, _reason(event, places, own)) for event in events]


def _reason(event: OutsideEvent, places: frozenset[int] | None, own: dict[Name, set[int | None]]) -> Reason | None:
    if not (event.public and event.uid):
        return Reason.NOT_APPROVED
    if places is not None and event.municipality_id not in places:
        return Reason.PLACE if event.municipality_id else Reason.NO_MUNICIPALITY
    there = own.get((fold(event.title), local(event.starts_at).date()), set())
    same = event.municipality_id in there or None in there or (there and event.municipality_id is None)
    return Reason.OURS if same else None


def _own(titles: set[str]) -> dict[Name, set[int | None]]:
    """Give in which municipalities our own events with one of ``titles`` are, by title and day."""
    found: dict[Name, set[int | None]] = {}
    for event in _alike(titles):
        for one in occurrences_of([event], *_window()):
            place = event.village.municipality_id if event.village_id else None
            found.setdefault((fold(one.title), local(one.starts_at).date()), set()).add(place)
    return found


def _alike(titles: set[str]) -> Iterator[Event]:
    shown = selecting.shown() & selecting.recent(today())
    rows = Event.select(Event.id, Event.title).where(shown).tuples()
    ids = [number for number, title in rows if fold(title) in titles]
    return iter(Event.select(Event, Village).left_outer_join(Village).where(Event.id.in_(ids)))


def _window() -> tuple[datetime, datetime]:
    """Give whole days, so that a calendar is the same all day."""
    return whole_days(today() - selecting.PAST, today() + AHEAD)
