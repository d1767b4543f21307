"""Who holds which position on a day, and where mail for a position goes."""

from datetime import date
from typing import Any

import peewee

from ovkk_core.clock import today
from ovkk_core.contacts.kinds import OrganisationKind, PositionFunction
from ovkk_core.contacts.models import Organisation, Person, Position
from ovkk_core.mail import Recipient

BOARDS = frozenset({OrganisationKind.VILLAGE_COUNCIL, OrganisationKind.COMMUNITY_CENTRE})
ORDER = [(function.value, number) for number, function in enumerate(PositionFunction)]


def current_positions(on: date | None = None) -> Any:
    """Give the positions of ``on`` (default: today in Amsterdam), vacancies too, as a query.

    Organisation and person come with each in the same query; order: organisation, then function as in a board.
    """
    on = on or today()
    return (
        Position.select(Position, Organisation, Person)
        .join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .where(Position.starts_on.is_null() | (Position.starts_on <= on))
        .where(Position.ends_on.is_null() | (Position.ends_on >= on))
        .order_by(Organisation.sort_key, Organisation.id, peewee.Case(Position.function, ORDER), Person.sort_key)
    )


def mail_address(position: Position) -> Recipient | None:
    """Give where mail for the position goes: the function's address, the person's, the organisation's, or None."""
    person = position.person
    address = position.email or (person.email if person else "") or position.organisation.email
    if not address:
        return None
    return Recipient(address, person.full_name if person else position.organisation.name)


def salutation_for(position: Position) -> str:
    """Give the first line of a letter to the position, with its comma; a vacancy's letter is for the board."""
    if position.person:
        return str(position.person.salutation)
    return "Geacht bestuur," if position.organisation.kind in BOARDS else "Geachte heer of mevrouw,"
