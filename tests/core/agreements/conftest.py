"""Partners, agreements and events for the tests of agreements."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.agreements import tokens
from ovkk_core.agreements.fetching import tally
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.pacing import pace
from ovkk_core.calendars import Event, from_local, publish_event, save_event
from ovkk_core.clock import frozen
from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Province,
    Village,
)
from ovkk_core.registry import switch

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
OUTLOOK = {"User-Agent": "Microsoft Office/16.0 (Microsoft Outlook Mail 16.0.17928)"}

MakeEvent = Callable[..., Event]
MakeAgreement = Callable[..., FeedAgreement]


@dataclass
class Partner:
    """A program that fetches an agreement's feed."""

    client: FlaskClient
    token: str

    def get(self, **headers: str) -> Any:
        """Fetch."""
        return self.client.get(f"/kalender/prive/{self.token}.ics", headers=OUTLOOK | headers)

    def text(self) -> str:
        """Give the calendar, unfolded."""
        response = self.get()
        assert response.status_code == 200, response.text
        return response.text.replace("\r\n ", "")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock at 1 February 2026, 10.00 in Amsterdam."""
    with frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def forgetful(app: Flask) -> None:
    """Forget what this process counted in earlier tests; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    pace.__init__()
    tally.__init__()


@pytest.fixture
def event(database: None) -> MakeEvent:
    """Give a maker of events on 10 March 2026, 10.00 to 12.00; published unless told otherwise."""

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
    return Village.create(name="Vilsteren", slug="vilsteren", municipality=place)


@pytest.fixture
def contact(vilsteren: Village) -> Position:
    """Give Bram, secretary of the village council of Vilsteren."""
    council = Organisation.create(name="Dorpsraad Vilsteren", kind=OrganisationKind.VILLAGE_COUNCIL)
    OrganisationVillage.create(organisation=council, village=vilsteren)
    bram = Person.create(given_name="Bram", family_name="Bakker", email="bram@dorpsraad.test")
    return Position.create(person=bram, organisation=council, function=PositionFunction.SECRETARY)


@pytest.fixture
def agreement(contact: Position) -> MakeAgreement:
    """Give a maker of agreements with Bram."""
    return lambda **values: FeedAgreement.create(**{"name": "Dorpsraad", "contact": contact, "embed": ""} | values)


@pytest.fixture
def partner(client: FlaskClient, agreement: MakeAgreement) -> Callable[..., Partner]:
    """Give a maker of partners, each with an agreement and its address."""
    return lambda **values: Partner(client, tokens.give(agreement(**values)))


@pytest.fixture
def toy(database: None) -> str:
    """Give the name of a plugin with a feed, that is on."""
    switch("toy", True)
    return "toy"
