"""The demonstration of others' calendars."""

from datetime import timedelta

from ovkk_core.calendars import local, outside
from ovkk_core.clock import now
from ovkk_core.contacts import Municipality
from ovkk_core.registry import registry
from ovkk_core.subscriptions.reporting import waiting
from tests.core.subscriptions.conftest import MONDAY


def test_demonstration_has_council_evenings_to_plan_around(municipality: Municipality, monday: None) -> None:
    registry.tell("load_demo")
    told = outside(now(), MONDAY + timedelta(days=366))
    councils = [one for one in told if one.title == "Raadsvergadering"]
    assert {(f"{local(one.starts_at):%a %H:%M}", one.public) for one in councils} == {("Tue 19:30", False)}
    assert {7, 8} & {one.starts_at.month for one in councils} == set()
    assert waiting() > 0
