"""The tours of the demonstration year."""

from datetime import date, timedelta

import pytest

from ovkk_core.calendars import EventStatus
from ovkk_core.contacts import Organisation
from plugins.dorpenschouw.demo import TOURS, demo_days, load
from plugins.dorpenschouw.models import Stop, VillageTour
from tests.plugins.dorpenschouw.cast import make_council, make_village


@pytest.mark.usefixtures("tours_on")
def test_demo_gives_three_public_tours_of_four_villages_with_invented_hosts_once() -> None:
    for stop in [stop for tour in TOURS for stop in tour.stops]:
        make_council(make_village(stop.village, stop.municipality), demo=True)
    for _ in range(2):
        load()
    tours = list(VillageTour.select())
    assert [(tour.event.status, tour.stops.count()) for tour in tours] == [(EventStatus.PUBLISHED, 4)] * 3
    assert all("voorbeeld" in tour.event.title for tour in tours)
    assert {stop.host.name for stop in Stop.select()} == {row.name for row in Organisation.select()}


def test_demo_days_are_fridays_two_past_and_one_to_come_whatever_the_day() -> None:
    for day in (date(2026, 1, 1) + timedelta(days=9 * number) for number in range(122)):
        first, last, coming = demo_days(day)
        assert {first.weekday(), last.weekday(), coming.weekday()} == {4}
        assert first < last < day < coming < day + timedelta(days=120)
