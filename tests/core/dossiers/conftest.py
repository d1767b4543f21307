"""A fixed moment, and the villages of two municipalities with a council each."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ovkk_core.calendars import Event, from_local, publish_event, save_event
from ovkk_core.clock import frozen
from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    Province,
    Village,
    VillageKind,
    set_channels,
    set_villages,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACES = {
    "Vilsteren": ("Ommen", 52.5089, 6.3711),
    "Lemele": ("Ommen", 52.4622, 6.4153),
    "Hoonhorst": ("Dalfsen", 52.4861, 6.2308),
    "'s-Heerenbroek": ("Kampen", None, None),
}
MakeEvent = Callable[..., Event]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock on Monday 2 March 2026."""
    with frozen(NOW):
        yield


@pytest.fixture
def places(database: None) -> dict[str, Village]:
    """Give the villages by their names."""
    return {name: make_village(name) for name in PLACES}


@pytest.fixture
def council(places: dict[str, Village]) -> Organisation:
    """Give the council of Vilsteren, with a site, a channel and details that are nobody's business."""
    made = Organisation.create(
        name="Plaatselijk Belang Vilsteren",
        kind=OrganisationKind.VILLAGE_COUNCIL,
        email="bestuur@pb-vilsteren.example",
        phone="0529 47 81 94",
        street="Vilsterseweg",
        house_number=11,
        website="https://pb-vilsteren.example",
    )
    set_villages(made, [places["Vilsteren"].id])
    set_channels(made, ["https://www.facebook.com/vilsteren"])
    return made


@pytest.fixture
def event(database: None) -> MakeEvent:
    """Give a maker of published events of two hours."""

    def make(title: str, starts: str, *, publish: bool = True, **values: Any) -> Event:
        start = from_local(datetime.fromisoformat(starts))
        given = {"owner": "calendars", "starts_at": start, "ends_at": start + timedelta(hours=2)} | values
        saved = save_event(Event(title=title, **given))
        return publish_event(saved) if publish else saved

    return make


def make_village(name: str, **values: Any) -> Village:
    """Store a village of ``PLACES``, or one in Ommen that nobody can find on the map."""
    place, latitude, longitude = PLACES.get(name, ("Ommen", None, None))
    province, _ = Province.get_or_create(name="Overijssel")
    seat, _ = Municipality.get_or_create(name=place, province=province)
    given = {"latitude": latitude, "longitude": longitude, "kind": VillageKind.WOONPLAATS} | values
    return Village.create(name=name, municipality=seat, **given)
