"""Finds tours: for the public, for the overview of the volunteers, and for the start pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import peewee

from ovkk_core.calendars import Event, EventStatus
from ovkk_core.clock import now
from ovkk_core.errors import NotFoundError
from plugins.dorpenschouw.models import Invitation, Stop, VillageTour
from plugins.dorpenschouw.steps import Step, next_step, steps

SHOWN = (EventStatus.PUBLISHED, EventStatus.CANCELLED)
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Overview:
    """A tour with how far its preparation is: stops that go on, and people invited."""

    tour: VillageTour
    stops: int
    invited: int

    @property
    def next(self) -> Step | None:
        """The step that comes next; None when nothing is left to do."""
        return next_step(self.tour, self.stops, self.invited)

    @property
    def steps(self) -> list[Step]:
        """Every step, in order."""
        return steps(self.tour, self.stops, self.invited)


def public_tours() -> tuple[list[VillageTour], list[VillageTour]]:
    """Give the tours that anybody may see: those to come, soonest first, and those past, newest first."""
    rows = list(_tours().where(Event.status.in_(SHOWN)).order_by(Event.starts_at))
    coming = [tour for tour in rows if tour.event.ends_at >= now()]
    return coming, [tour for tour in reversed(rows) if tour.event.ends_at < now()]


def public_tour(slug: str) -> VillageTour:
    """Give a tour that anybody may see; raises ``NotFoundError`` for drafts too."""
    tour = _tours().where(Event.slug == slug, Event.status.in_(SHOWN)).first()
    if tour is None:
        raise NotFoundError("Deze dorpenschouw bestaat niet, of is nog niet bekendgemaakt.")
    return tour


def next_tour() -> VillageTour | None:
    """Give the first public tour to come that goes on."""
    coming = _tours().where(Event.status == EventStatus.PUBLISHED, Event.ends_at >= now())
    return coming.order_by(Event.starts_at).first()


def tour_by_id(tour_id: int) -> VillageTour:
    """Give a tour in any state; raises ``NotFoundError``."""
    tour = _tours().where(VillageTour.id == tour_id).first()
    if tour is None:
        raise NotFoundError("Deze dorpenschouw bestaat niet (meer). Kies er een in het overzicht.")
    return tour


def stop_of(tour: VillageTour, stop_id: int) -> Stop:
    """Give a stop of ``tour``; raises ``NotFoundError``, also for a stop of another tour."""
    stop = Stop.select(Stop, Event).join(Event).where(Stop.id == stop_id, Stop.tour == tour).first()
    if stop is None:
        raise NotFoundError("Deze halte bestaat niet (meer). Kies een halte in de lijst.")
    stop.tour = tour
    return stop


def overview_of(tour: VillageTour) -> Overview:
    """Give how far the preparation of one tour is."""
    return next(_overviews(VillageTour.id == tour.id))


def overviews() -> list[Overview]:
    """Give every tour, latest date first; two counts per tour in the same query."""
    return list(_overviews(peewee.Value(1) == 1))


def soon() -> list[Overview]:
    """Give the tours of the coming sixty days that still go on, soonest first."""
    between = Event.starts_at.between(now(), now() + SOON)
    found = list(_overviews(between & Event.status.in_([EventStatus.DRAFT, EventStatus.PUBLISHED])))
    return found[::-1]


def coming_public() -> int:
    """Give how many published tours are still to come."""
    return int(_tours().where(Event.status == EventStatus.PUBLISHED, Event.ends_at >= now()).count())


def _tours() -> peewee.ModelSelect:
    return VillageTour.select(VillageTour, Event).join(Event)


def _overviews(where: peewee.Expression) -> Iterator[Overview]:
    part = Event.alias()
    going = (
        Stop.select(peewee.fn.COUNT(Stop.id))
        .join(part)
        .where(Stop.tour == VillageTour.id, part.status != EventStatus.CANCELLED)
    )
    invited = Invitation.select(peewee.fn.COUNT(Invitation.id)).where(Invitation.tour == VillageTour.id)
    query = VillageTour.select(VillageTour, Event, going.alias("going"), invited.alias("invited")).join(Event)
    for tour in query.where(where).order_by(Event.starts_at.desc()):
        yield Overview(tour, tour.going, tour.invited)
