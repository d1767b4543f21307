"""A small world: two municipalities, three villages of different size, boards, a municipality, and loose persons."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from ovkk_core.audiences import Audience
from ovkk_core.clock import frozen
from ovkk_core.contacts import (
    Language,
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

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
MakeAudience = Callable[..., Audience]


def leaf(condition: str, *values: str) -> dict[str, Any]:
    """Give a condition as it is stored; of core unless it names a room."""
    return {"condition": condition if "." in condition else f"audiences.{condition}", "values": list(values)}


def group(how: str, *parts: dict[str, Any]) -> dict[str, Any]:
    """Give a group as it is stored."""
    return {"how": how, "parts": list(parts)}


@dataclass
class World:
    """The organisations by a short name."""

    councils: dict[str, Organisation]
    municipality: Organisation


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock on Monday 2 February 2026."""
    with frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let tests post forms without a token."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def world(database: None) -> World:
    """Store the world."""
    return make_world()


def make_world() -> World:
    """Store councils in Vilsteren (900) and Lemele (6,000) in Ommen and Hoonhorst in Dalfsen, and more."""
    province = Province.create(name="Overijssel")
    ommen, dalfsen = (Municipality.create(name=name, province=province) for name in ("Ommen", "Dalfsen"))
    councils = {}
    for name, place, population in (("Vilsteren", ommen, 900), ("Lemele", ommen, 6000), ("Hoonhorst", dalfsen, None)):
        village = Village.create(name=name, municipality=place, population=population)
        council = make_organisation(f"Dorpsraad {name}", OrganisationKind.VILLAGE_COUNCIL, email=f"info@{name}.test")
        OrganisationVillage.create(organisation=council, village=village)
        councils[name.lower()] = council
        hold(council, PositionFunction.SECRETARY, f"Sanne {name}")
    hold(councils["vilsteren"], PositionFunction.CHAIR, None)
    hold(councils["lemele"], PositionFunction.CHAIR, "Cora Lemele", language=Language.EN)
    hold(councils["lemele"], PositionFunction.TREASURER, "Oude Penning", ends_on=date(2025, 12, 31))
    body = make_organisation("Gemeente Ommen", OrganisationKind.MUNICIPALITY, municipality=ommen)
    hold(body, PositionFunction.LIAISON_OFFICER, "Karin Ambtenaar")
    Person.create(given_name="Losse", family_name="Lezer", email="losse@lezer.test")
    return World(councils, body)


def make_organisation(name: str, kind: OrganisationKind, **more: Any) -> Organisation:
    """Store an organisation."""
    return Organisation.create(name=name, kind=kind, **more)


def hold(organisation: Organisation, function: PositionFunction, name: str | None, **more: Any) -> Position:
    """Store a position; with a name, of a new person with an address."""
    person = None
    if name:
        given, family = name.split(" ")
        values = {"email": f"{given}.{family}@persoon.test".lower()} | {
            key: more.pop(key) for key in ("language", "email") if key in more
        }
        person = Person.create(given_name=given, family_name=family, **values)
    return Position.create(organisation=organisation, function=function, person=person, **more)


@pytest.fixture
def audience(database: None) -> MakeAudience:
    """Give a maker of audiences by the parts of their rule, all of which must be met."""

    def make(*parts: dict[str, Any], name: str = "Proef", **more: Any) -> Audience:
        return Audience.create(name=name, rule=group("all", *parts), **more)

    return make
