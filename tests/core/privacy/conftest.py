"""Somebody of whom much is kept, and clients of who may see that and who may not."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionFunction,
    Province,
)
from tests.people import log_in, make_user

MakeClient = Callable[[str], FlaskClient]


@pytest.fixture
def council(database: None) -> Organisation:
    """Give a village council."""
    province, _ = Province.get_or_create(name="Overijssel")
    municipality = Municipality.create(name="Ommen", province=province)
    made: Organisation = Organisation.create(
        name="Plaatselijk Belang Beerze", kind=OrganisationKind.VILLAGE_COUNCIL, municipality=municipality
    )
    return made


@pytest.fixture
def frouke(council: Organisation) -> Person:
    """Give the secretary of the council, whose names and address are nobody else's."""
    made: Person = Person.create(
        given_name="Frouke",
        initials="F.",
        name_prefix="van",
        family_name="Zwaluwenhorst",
        email="frouke.zwaluwenhorst@example.org",
        phone="+31529478194",
        source="aanmelding op de site",
    )
    Position.create(person=made, organisation=council, function=PositionFunction.SECRETARY, own_title="griffier")
    return made


@pytest.fixture
def client_of(app: Flask, database: None) -> MakeClient:
    """Give a maker of clients of a user with a role; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False

    def make(role: str) -> FlaskClient:
        client = app.test_client()
        log_in(client, make_user(role))
        return client

    return make
