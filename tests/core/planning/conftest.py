"""A fixed moment, three organisations in two municipalities, and makers of events and of what others plan."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.calendars import Event, from_local, publish_event, save_event
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Province, Village
from ovkk_core.hookspecs import OutsideEvent
from ovkk_core.registry import registry
from tests.people import log_in, make_user

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
MakeEvent = Callable[..., Event]
Plan = Callable[..., None]


def at(text: str) -> datetime:
    """Give the moment of a local time such as ``2026-03-10 19:30``."""
    return from_local(datetime.fromisoformat(text))


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock on Monday 2 February 2026."""
    with frozen(NOW):
        yield


@pytest.fixture
def ommen(database: None) -> Municipality:
    """Give the municipality of Ommen."""
    return make_municipality("Ommen")


@pytest.fixture
def raalte(database: None) -> Municipality:
    """Give the municipality of Raalte."""
    return make_municipality("Raalte")


def make_municipality(name: str) -> Municipality:
    """Store a municipality in Overijssel, with one village of the same name and "-dorp"."""
    province, _ = Province.get_or_create(name="Overijssel")
    made = Municipality.create(name=name, province=province)
    Village.create(name=f"{name}-dorp", municipality=made)
    return made


@pytest.fixture
def event(database: None) -> MakeEvent:
    """Give a maker of events of two hours; published unless told otherwise."""

    def make(title: str, starts: str, *, publish: bool = True, place: Municipality | None = None, **more: Any) -> Event:
        village = Village.get(Village.municipality == place) if place else None
        start = at(starts)
        values = {"owner": "calendars", "starts_at": start, "ends_at": start + timedelta(hours=2)} | more
        saved = save_event(Event(title=title, village=village, **values))
        return publish_event(saved) if publish else saved

    return make


@pytest.fixture
def others(database: None, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Give a way to say what others plan, as a room that reads their calendars would."""
    planned: list[OutsideEvent] = []
    ask = registry.ask

    def answer(hook: str, **arguments: Any) -> Any:
        return [("subscriptions", e) for e in planned] if hook == "outside_events" else ask(hook, **arguments)

    monkeypatch.setattr(registry, "ask", answer)

    def plan(title: str, starts: str, place: Municipality | None = None, **more: Any) -> None:
        start = at(starts)
        values = {"ends_at": start + timedelta(hours=3), "all_day": False, "place": "", "address": "", "public": False}
        source = f"Gemeenteraad {place.name}" if place else "Platform Platteland"
        number = place.id if place else None
        planned.append(
            OutsideEvent(title=title, starts_at=start, source=source, municipality_id=number, **(values | more))
        )

    return plan


@pytest.fixture
def editor(app: Flask, database: None) -> FlaskClient:
    """Give a client of Anna, who edits; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    return client
