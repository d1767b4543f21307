"""Events for the tests of calendars."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from ovkk_core.calendars import Event, FeedLayer, from_local, publish_event, save_event
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Province, Village
from ovkk_core.registry import switch

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)

MakeEvent = Callable[..., Event]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock at 1 February 2026, 10.00 in Amsterdam."""
    with frozen(NOW):
        yield


@pytest.fixture
def event(database: None) -> MakeEvent:
    """Give a maker of events of core on 10 March 2026, 10.00 to 12.00; published unless told otherwise."""

    def make(title: str = "Kennismaking", *, publish: bool = True, **values: Any) -> Event:
        start = from_local(datetime.fromisoformat("2026-03-10T10:00"))
        given = {"owner": "calendars", "starts_at": start, "ends_at": start + timedelta(hours=2)} | values
        saved = save_event(Event(title=title, **given))
        return publish_event(saved) if publish else saved

    return make


@pytest.fixture
def vilsteren(database: None) -> Village:
    """Give Vilsteren in Ommen."""
    province = Province.create(name="Overijssel")
    place = Municipality.create(name="Ommen", slug="ommen", province=province)
    return Village.create(name="Vilsteren", slug="vilsteren", municipality=place, latitude=52.5, longitude=6.375)


@pytest.fixture
def toy(database: None) -> str:
    """Give the name of a plugin with a feed, that is on."""
    switch("toy", True)
    return "toy"


@pytest.fixture
def front(app: Flask, database: None) -> FeedLayer:
    """Give what a server runs."""
    return FeedLayer(app)


@pytest.fixture
def poll(front: FeedLayer) -> Client:
    """Give a calendar program."""
    return Client(front)
