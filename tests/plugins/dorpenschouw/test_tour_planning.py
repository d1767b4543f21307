"""Times of tours and stops: what is refused, and what moves along."""

from datetime import date

import pytest

from ovkk_core.calendars import Event, EventStatus
from ovkk_core.database import Room, model_differences
from ovkk_core.errors import BadInputError
from plugins.dorpenschouw.models import Leg, Stop, VillageTour
from plugins.dorpenschouw.planning import move_stop, remove_stop, save_stop, save_tour
from plugins.dorpenschouw.programme import programme_of, stops_of
from plugins.dorpenschouw.publishing import publish_tour
from tests.plugins.dorpenschouw.cast import at, make_public_tour, make_stops, make_tour, stop_plan, tour_plan

pytestmark = pytest.mark.usefixtures("tours_on")
SPRING = date(2026, 3, 29)


def times(tour: VillageTour) -> list[tuple[str, str, str]]:
    """Give the programme as (village, hours, status)."""
    return [(i.stop.village.name, i.hours, i.stop.event.status.value) for i in programme_of(tour).items]


def test_models_and_migrations_of_the_tour_agree() -> None:
    assert model_differences(Room("dorpenschouw", "plugins.dorpenschouw")) == ""


def test_tour_that_ends_before_it_starts_is_refused_and_nothing_is_stored() -> None:
    with pytest.raises(BadInputError, match=r"eindigt om 08\.00 uur, maar begint pas om 09\.00 uur"):
        make_tour(ends_at=at("08.00"))
    assert VillageTour.select().count() == Event.select().count() == 0


def test_new_tour_is_a_draft_event_with_a_page_of_its_own() -> None:
    event = make_tour().event
    assert (event.owner, event.status, event.location) == ("dorpenschouw", EventStatus.DRAFT, "Station Ommen")
    assert event.page == "/dorpenschouw/2026-06-12-dorpenschouw-vechtdal"


@pytest.mark.parametrize(
    ("arrives", "departs", "words"),
    [
        ("08.30", "09.30", "valt buiten de dorpenschouw"),
        ("15.30", "16.30", "valt buiten de dorpenschouw"),
        ("11.00", "10.00", "ligt het vertrek niet na de aankomst"),
        ("10.00", "10.30", "vallen over elkaar"),
    ],
)
def test_stop_at_an_impossible_time_is_refused(arrives: str, departs: str, words: str) -> None:
    tour = make_tour()
    make_stops(tour)
    with pytest.raises(BadInputError, match=words):
        save_stop(tour, stop_plan("Lemele", arrives, departs))
    assert len(stops_of(tour)) == 3


def test_cal_9_stop_in_the_hour_that_does_not_exist_is_refused() -> None:
    make_tour(starts_at=at("01.00", SPRING), ends_at=at("06.00", SPRING))
    with pytest.raises(BadInputError, match=r"bestaat 02\.30 uur niet"):
        at("02.30", SPRING)


def test_stops_are_in_order_of_arrival_whatever_the_order_of_entry() -> None:
    tour = make_tour()
    for village, arrives, departs in (("Lemele", "13.00", "14.00"), ("Vilsteren", "09.30", "10.15")):
        save_stop(tour, stop_plan(village, arrives, departs))
    assert [village for village, _, _ in times(tour)] == ["Vilsteren", "Lemele"]


def test_tour_that_starts_later_moves_its_stops_when_asked() -> None:
    tour = make_public_tour()
    later = tour_plan(starts_at=at("09.20"), ends_at=at("16.20"))
    save_tour(later, tour, shift_stops=True)
    assert times(tour) == [
        ("Vilsteren", "09.50–10.35", "published"),
        ("Hoonhorst", "11.05–12.20", "published"),
        ("Lemele", "13.20–14.20", "published"),
    ]
    assert {stop.event.sequence for stop in stops_of(tour)} == {1}


def test_tour_on_another_day_keeps_the_hours_of_its_stops_across_a_clock_change() -> None:
    tour = make_tour()
    make_stops(tour)
    winter = date(2026, 11, 13)
    save_tour(tour_plan(starts_at=at("09.00", winter), ends_at=at("16.00", winter)), tour, shift_stops=True)
    assert [hours for _, hours, _ in times(tour)] == ["09.30–10.15", "10.45–12.00", "13.00–14.00"]


def test_tour_that_leaves_its_stops_behind_is_refused_and_nothing_changes() -> None:
    tour = make_tour()
    make_stops(tour)
    with pytest.raises(BadInputError, match="schuif de haltes mee"):
        save_tour(tour_plan(starts_at=at("10.00")), tour)
    assert VillageTour.get_by_id(tour.id).event.starts_at == at("09.00")


def test_stop_that_takes_longer_moves_the_later_ones_when_asked() -> None:
    tour = make_tour()
    first, *_ = make_stops(tour)
    save_stop(tour, stop_plan("Vilsteren", "09.30", "10.45"), first, shift_later=True)
    assert [hours for _, hours, _ in times(tour)] == ["09.30–10.45", "11.15–12.30", "13.30–14.30"]


@pytest.mark.parametrize("up", [True, False])
def test_stop_moved_up_or_down_changes_places_and_keeps_its_length(up: bool) -> None:
    tour = make_tour()
    first, second, _ = make_stops(tour)
    move_stop(second if up else first, up=up)
    assert times(tour)[:2] == [("Hoonhorst", "09.30–10.45", "draft"), ("Vilsteren", "11.15–12.00", "draft")]


def test_first_stop_moved_up_stays_where_it_is() -> None:
    tour = make_tour()
    first, *_ = make_stops(tour)
    before = times(tour)
    move_stop(first, up=True)
    assert times(tour) == before


def test_stop_removed_from_a_draft_is_gone() -> None:
    tour = make_tour()
    first, *_ = make_stops(tour)
    remove_stop(first)
    assert (Stop.select().count(), Event.select().count()) == (2, 3)


def test_cal_13_stop_removed_from_a_public_tour_stays_visible_as_cancelled() -> None:
    tour = make_public_tour()
    remove_stop(stops_of(tour)[0])
    assert times(tour)[0] == ("Vilsteren", "09.30–10.15", "cancelled")


def test_stop_added_to_a_public_tour_is_public() -> None:
    tour = make_public_tour()
    stop = save_stop(tour, stop_plan("Vilsteren", "15.00", "15.30"))
    assert stop.event.status is EventStatus.PUBLISHED


def test_tour_without_stops_cannot_be_published() -> None:
    with pytest.raises(BadInputError, match="minstens één halte"):
        publish_tour(make_tour())


def test_way_to_a_stop_is_estimated_from_the_distance() -> None:
    tour = make_tour()
    make_stops(tour)
    save_stop(tour, stop_plan("Vilsteren", "14.10", "15.00", leg=Leg.FOOT))
    ways = [
        (i.way.kilometres, i.way.minutes, i.planned_minutes, i.too_short) for i in programme_of(tour).items if i.way
    ]
    assert ways == [(12.8, 16, 30, False), (16.6, 20, 60, False), (7.8, 104, 10, True)]
