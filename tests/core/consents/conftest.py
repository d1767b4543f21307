"""The cast of the tests of consents."""

from collections.abc import Callable

import pytest

from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, PositionFunction

Maker = Callable[..., Person]


@pytest.fixture
def somebody(database: None) -> Maker:
    """Give how to make a person, with a position when asked."""

    def make(address: str = "jan@dorp.test", *, holds: bool = False, **fields: object) -> Person:
        person: Person = Person.create(given_name="Jan", family_name="Dorp", email=address, **fields)
        if holds:
            council = Organisation.create(name=f"Dorpsraad {person.id}", kind=OrganisationKind.VILLAGE_COUNCIL)
            Position.create(person=person, organisation=council, function=PositionFunction.SECRETARY)
        return person

    return make
