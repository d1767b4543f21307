"""The cast of the tests of personal pages: Anna, secretary of a village council, on Monday 2 February 2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.clock import frozen
from ovkk_core.contacts import FormOfAddress, Organisation, OrganisationKind, Person, Position, PositionFunction
from ovkk_core.personal import personal_link
from tests.people import log_in, make_user

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock."""
    with frozen(NOW):
        yield


@pytest.fixture
def council(database: None) -> Organisation:
    """Give the village council."""
    made: Organisation = Organisation.create(
        name="Dorpsbelang Vilsteren", kind=OrganisationKind.VILLAGE_COUNCIL, email="info@vilsteren.test"
    )
    return made


@pytest.fixture
def anna(database: None) -> Person:
    """Give Anna."""
    made: Person = Person.create(
        given_name="Anna", family_name="Dijk", name_prefix="van", email="anna@dorp.test",
        form_of_address=FormOfAddress.FORMAL_MRS,
    )  # fmt: skip
    return made


@pytest.fixture
def secretary(anna: Person, council: Organisation) -> Position:
    """Give the position of Anna."""
    return hold(anna, council)


@pytest.fixture
def link(secretary: Position) -> str:
    """Give the path of Anna's own page."""
    return path(personal_link(secretary.person))


@pytest.fixture
def editor(app: Flask, database: None) -> FlaskClient:
    """Give a client of somebody who keeps the contacts; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    return client


def hold(person: Person | None, council: Organisation, function: str = "SECRETARY", **more: object) -> Position:
    """Store a position since 2020."""
    made: Position = Position.create(
        person=person,
        organisation=council,
        function=PositionFunction[function],
        **{"starts_on": date(2020, 1, 1)} | more,
    )
    return made


def path(url: str) -> str:
    """Give the path of a whole address of ours."""
    assert url.startswith("http://localhost/")
    return url.removeprefix("http://localhost")
