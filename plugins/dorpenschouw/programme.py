"""The programme of a tour: its stops in order, each with the way that leads to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import peewee

from ovkk_core.calendars import Event, EventStatus, local
from ovkk_core.contacts import Municipality, Organisation, Person, Position, Village
from plugins.dorpenschouw.models import Stop, VillageTour
from plugins.dorpenschouw.travel import Travel, travel


@dataclass(frozen=True)
class ProgrammeItem:
    """One stop of the programme; everything about it is loaded. ``way`` is None when a place is not known."""

    number: int
    stop: Stop
    way: Travel | None
    planned_minutes: int | None  # between the departure from the stop before and the arrival; None at the first

    @property
    def cancelled(self) -> bool:
        """Whether this stop does not take place."""
        return self.stop.event.status is EventStatus.CANCELLED

    @property
    def hours(self) -> str:
        """From when till when, local: ``09.30–10.15``."""
        return f"{local(self.stop.event.starts_at):%H.%M}–{local(self.stop.event.ends_at):%H.%M}"

    @property
    def too_short(self) -> bool:
        """Whether the plan leaves less time for the way than the estimate."""
        return self.way is not None and self.planned_minutes is not None and self.planned_minutes < self.way.minutes


@dataclass(frozen=True)
class Programme:
    """A tour with its items in order of arrival."""

    tour: VillageTour
    items: tuple[ProgrammeItem, ...]

    @property
    def going(self) -> list[ProgrammeItem]:
        """The items that are not cancelled."""
        return [item for item in self.items if not item.cancelled]


def programme_of(tour: VillageTour) -> Programme:
    """Read the programme of ``tour`` in one query."""
    return Programme(tour, tuple(_items(stops_of(tour))))


def stops_of(tour: VillageTour) -> list[Stop]:
    """Give the stops of ``tour`` in order of arrival, with event, village, municipality and host."""
    return list(
        Stop.select(Stop, Event, Village, Municipality, Organisation, Position, Person)
        .join(Event)
        .switch(Stop)
        .join(Village)
        .join(Municipality)
        .switch(Stop)
        .join(Organisation, peewee.JOIN.LEFT_OUTER)
        .switch(Stop)
        .join(Position, peewee.JOIN.LEFT_OUTER)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .where(Stop.tour == tour)
        .order_by(Event.starts_at, Stop.id)
    )


def _items(stops: Iterable[Stop]) -> Iterable[ProgrammeItem]:
    origin: Stop | None = None
    for number, stop in enumerate(stops, 1):
        way = travel(origin.village, stop.village, stop.leg) if origin else None
        yield ProgrammeItem(number, stop, way, _minutes(origin.event.ends_at, stop.event.starts_at) if origin else None)
        if stop.event.status is not EventStatus.CANCELLED:
            origin = stop


def _minutes(departs_at: datetime, arrives_at: datetime) -> int:
    return int((arrives_at - departs_at).total_seconds() // 60)
