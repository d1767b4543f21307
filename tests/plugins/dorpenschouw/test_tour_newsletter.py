"""What the village tour tells in a newsletter, better than the calendar does."""

from datetime import timedelta

import pytest

from ovkk_core.audiences import Audience
from ovkk_core.calendars import save_event
from ovkk_core.registry import registry
from plugins.dorpenschouw.newsletter import items
from plugins.dorpenschouw.publishing import cancel_tour
from tests.plugins.dorpenschouw.cast import BEFORE, FRIDAY, at, make_public_tour, make_tour

pytestmark = pytest.mark.usefixtures("tours_on")
WEEK = timedelta(weeks=1)


def test_newsletter_tells_of_a_tour_to_come_under_the_uid_of_its_event() -> None:
    audience, tour = Audience.create(name="Statenleden"), make_public_tour()
    [item] = items(audience, BEFORE, BEFORE + WEEK)
    assert (item.key, item.section, item.day) == (tour.event.uid, "Dorpenschouw", FRIDAY)
    assert item.text.startswith("Vrijdag 12 juni 2026, 09.00–16.00 uur. Vilsteren – Hoonhorst – Lemele")
    asked = registry.ask("newsletter_items", audience=audience, since=BEFORE, until=BEFORE + WEEK)
    assert [(name, told.key) for name, told in asked] == [(n, item.key) for n in ("calendars", "dorpenschouw")]


def test_newsletter_looks_back_on_a_tour_once_it_was_held() -> None:
    audience, tour = Audience.create(name="Statenleden"), make_public_tour()
    [item] = items(audience, at("16.00") - WEEK, at("16.00") + WEEK)
    assert (item.key, item.title) == (f"{tour.event.uid}:terugblik", "Terugblik: Dorpenschouw Vechtdal")
    assert "- Vilsteren: Het verhaal van Vilsteren" in item.text
    assert items(audience, at("16.00") + WEEK, at("16.00") + 2 * WEEK) == []


def test_newsletter_says_nothing_of_drafts_of_what_was_called_off_or_is_for_others() -> None:
    audience, other = Audience.create(name="Statenleden"), Audience.create(name="Partners")
    make_tour(title="Nog een concept")
    cancel_tour(make_public_tour(title="Afgelaste tocht"), "Te glad.")
    save_event(make_public_tour().event, audiences=[other.slug])
    assert items(audience, BEFORE, BEFORE + WEEK) == []
    assert len(items(other, BEFORE, BEFORE + WEEK)) == 1
