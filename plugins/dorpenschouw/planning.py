"""Makes and changes tours and stops; every change of a date goes through the calendar's own door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ovkk_core.calendars import Event, EventStatus, cancel_event, from_local, local, publish_event, save_event
from ovkk_core.contacts import Organisation, Position, Village
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from plugins.dorpenschouw.models import Known, Leg, Stop, VillageTour
from plugins.dorpenschouw.programme import stops_of
from plugins.dorpenschouw.rules import Visit, check_tour, check_visits

OWNER = "dorpenschouw"


@dataclass(frozen=True)
class TourPlan:
    """What a volunteer decides about a tour; moments are aware."""

    title: str
    starts_at: datetime
    ends_at: datetime
    theme: str = ""
    intro: str = ""
    boarding_point: str = ""
    meeting_place: str = ""
    contact: str = ""
    practical: str = ""
    max_participants: int | None = None


@dataclass(frozen=True)
class StopPlan:
    """What a volunteer decides about a stop; moments are aware."""

    title: str
    village: Village
    arrives_at: datetime
    departs_at: datetime
    leg: Leg = Leg.COACH
    host: Organisation | None = None
    host_position: Position | None = None
    story: str = ""
    question: str = ""
    address: str = ""
    step_free: Known = Known.UNKNOWN
    toilet: Known = Known.UNKNOWN
    rain_alternative: str = ""


def save_tour(plan: TourPlan, tour: VillageTour | None = None, *, shift_stops: bool = False) -> VillageTour:
    """Store a new or changed tour; with ``shift_stops`` the stops move along with its start.

    Raises ``BadInputError`` when the times cannot be, or when stops would fall outside them.
    """
    check_tour(plan.starts_at, plan.ends_at)
    with transaction():
        tour = tour or VillageTour(event=Event(owner=OWNER, kind="tour"))
        stops = _alone_with(tour)
        _refuse_cancelled(tour)
        by = _wall_clock(plan.starts_at) - _wall_clock(tour.event.starts_at) if stops and shift_stops else timedelta()
        moved = [_moved(stop, by) for stop in stops]
        check_visits(plan.starts_at, plan.ends_at, [_visit(stop) for stop in stops])
        _fill_tour(tour, plan)
        _save_with_page(tour)
        for stop in [stop for stop, changed in zip(stops, moved, strict=True) if changed]:
            save_event(stop.event)
    return tour


def save_stop(tour: VillageTour, plan: StopPlan, stop: Stop | None = None, *, shift_later: bool = False) -> Stop:
    """Store a new or changed stop; with ``shift_later`` the stops after it move as far as its departure did.

    A new stop of a published tour is published too. Raises ``BadInputError`` when the times cannot be.
    """
    with transaction():
        others = [other for other in _alone_with(tour) if stop is None or other.id != stop.id]
        stop = stop or Stop(tour=tour, event=Event(owner=OWNER, kind="stop", parent=tour.event))
        later = []
        if shift_later and stop.id:
            later = [other for other in others if other.event.starts_at >= stop.event.ends_at]
            by = _wall_clock(plan.departs_at) - _wall_clock(stop.event.ends_at)
            later = [other for other in later if _moved(other, by)]
        _refuse_cancelled(tour)
        own = Visit(plan.title, plan.arrives_at, plan.departs_at)
        check_visits(tour.event.starts_at, tour.event.ends_at, [own, *map(_visit, others)])
        _fill_stop(stop, plan)
        stop.event = save_event(stop.event)
        stop.save()
        if tour.event.status is EventStatus.PUBLISHED and stop.event.status is EventStatus.DRAFT:
            publish_event(stop.event)
        for other in later:
            save_event(other.event)
    return stop


def move_stop(stop: Stop, up: bool) -> None:
    """Exchange a stop with the one before (``up``) or after it: both stay as long, the break between them too."""
    with transaction():
        stops = _alone_with(stop.tour)
        place = next((i for i, other in enumerate(stops) if other.id == stop.id), 0)
        first = place - 1 if up else place
        if not 0 <= first < len(stops) - 1:
            return
        early, late = stops[first].event, stops[first + 1].event
        starts_at, ends_at = early.starts_at, late.ends_at
        late.starts_at, late.ends_at = starts_at, starts_at + (late.ends_at - late.starts_at)
        early.starts_at, early.ends_at = ends_at - (early.ends_at - early.starts_at), ends_at
        save_event(late)
        save_event(early)


def remove_stop(stop: Stop) -> None:
    """Take a stop out of a tour; one that people may have seen stays visible as cancelled."""
    with transaction():
        if stop.event.status is not EventStatus.DRAFT:
            cancel_event(stop.event)
            return
        stop.delete_instance()
        stop.event.delete_instance()


def _save_with_page(tour: VillageTour) -> None:
    """Save the event and the tour; the address of the tour's page follows from the slug that saving gave."""
    tour.event = save_event(tour.event)
    if not tour.event.page:
        tour.event.page = f"/dorpenschouw/{tour.event.slug}"
        save_event(tour.event)
    tour.save()


def _alone_with(tour: VillageTour) -> list[Stop]:
    """Make other changes of this tour wait; give the stops that go on, as they are now."""
    if tour.id is None:
        return []
    lock(f"dorpenschouw.tour.{tour.id}")
    return [stop for stop in stops_of(tour) if stop.event.status is not EventStatus.CANCELLED]


def _refuse_cancelled(tour: VillageTour) -> None:
    if tour.event.cancelled:
        raise BadInputError("Deze dorpenschouw is afgelast en verandert niet meer. Maak een nieuwe.")


def _wall_clock(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None)


def _moved(stop: Stop, by: timedelta) -> bool:
    """Move the stop by wall clock time, so that it keeps its hour when the date crosses a clock change."""
    if not by:
        return False
    event = stop.event
    event.starts_at = from_local(_wall_clock(event.starts_at) + by)
    event.ends_at = from_local(_wall_clock(event.ends_at) + by)
    return True


def _visit(stop: Stop) -> Visit:
    return Visit(stop.event.title, stop.event.starts_at, stop.event.ends_at)


def _fill_tour(tour: VillageTour, plan: TourPlan) -> None:
    event = tour.event
    event.title, event.description = plan.title, plan.intro
    event.starts_at, event.ends_at = plan.starts_at, plan.ends_at
    event.location = plan.boarding_point or plan.meeting_place
    event.categories = ["Dorpenschouw"]
    tour.theme, tour.practical, tour.max_participants = plan.theme, plan.practical, plan.max_participants
    tour.boarding_point, tour.meeting_place, tour.contact = plan.boarding_point, plan.meeting_place, plan.contact


def _fill_stop(stop: Stop, plan: StopPlan) -> None:
    event = stop.event
    event.title, event.description, event.page = plan.title, plan.story, stop.tour.event.page
    event.starts_at, event.ends_at = plan.arrives_at, plan.departs_at
    event.village, event.location = plan.village, plan.address or plan.village.name
    event.latitude, event.longitude = plan.village.latitude, plan.village.longitude
    stop.village, stop.leg, stop.host, stop.host_position = plan.village, plan.leg, plan.host, plan.host_position
    stop.question, stop.address, stop.rain_alternative = plan.question, plan.address, plan.rain_alternative
    stop.step_free, stop.toilet = plan.step_free, plan.toilet
