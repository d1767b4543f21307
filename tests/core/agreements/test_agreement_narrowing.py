"""What the database leaves out for speed is never what judging would have kept."""

from typing import Any

import pytest

from ovkk_core.agreements import narrowing
from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.judging import unwanted
from ovkk_core.agreements.places import villages_of
from ovkk_core.agreements.selection import judged, world_of, written
from ovkk_core.calendars import Event, cancel_event
from ovkk_core.contacts import Municipality, Village
from tests.core.agreements.conftest import MakeAgreement, MakeEvent

FILTERS: list[dict[str, Any]] = [
    {},
    {"activities": ["toy"]},
    {"themes": ["wonen", "zorg"]},
    {"places": Places.MUNICIPALITIES, "municipalities": ["ommen"]},
    {"places": Places.ORGANISATION, "themes": ["zorg"]},
    {"places": Places.MUNICIPALITIES, "municipalities": []},
]


@pytest.fixture
def events(event: MakeEvent, vilsteren: Village, toy: str) -> list[Event]:
    """Give events here, elsewhere, nowhere, with a part here, of a plugin, with and without themes."""
    place = Municipality.create(name="Dalfsen", slug="dalfsen", province=vilsteren.municipality.province)
    hoonhorst = Village.create(name="Hoonhorst", slug="hoonhorst", municipality=place)
    whole = event("Ronde", categories=["wonen"])
    return [
        whole,
        event("Halte", parent=whole, village=vilsteren),
        event("Hier", village=vilsteren, categories=["zorg", "jeugd"]),
        event("Daar", village=hoonhorst, owner=toy, categories=["wonen"]),
        cancel_event(event("Toch niet", village=vilsteren, categories=["zorg"])),
        event("Nergens", owner=toy),
    ]


@pytest.mark.parametrize("filters", FILTERS, ids=["all", "activity", "theme", "place", "both", "nowhere"])
@pytest.mark.parametrize("most", [500, 1])
def test_narrowed_keeps_what_passes_the_filters_and_the_feed_has_what_the_preview_shows(
    events: list[Event], agreement: MakeAgreement, filters: dict[str, Any], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MOST", most)
    made = agreement(**filters)
    found = {row.id for row in Event.select(Event.id).where(narrowing.narrowed(made, villages_of(made)))}
    stored = list(Event.select().order_by(Event.starts_at, Event.uid))
    world = world_of(made, stored)
    passing = {one.id for one in stored if not unwanted(one, made, world)}
    assert passing <= found
    assert (found == passing) is (most == 500 or "themes" not in filters)
    shown = [one.event.uid for one in judged(made) if not one.verdict.reason]
    texts, _ = written(made, Event.id.is_null(False))
    assert [text.split("\r\nUID:")[1].split("\r\n")[0] for text in texts] == shown
