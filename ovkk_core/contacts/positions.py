"""Who holds which position on a day."""

from datetime import date
from typing import Any

import peewee

from ovkk_core.clock import today
from ovkk_core.contacts.kinds import PositionFunction
from ovkk_core.contacts.models import Organisation, Person, Position

ORDER = [(function.value, number) for number, function in enumerate(PositionFunction)]
PERSON_IN_BRIEF = (
    *(Person.id, Person.email),
    *(Person.given_name, Person.nickname, Person.initials, Person.name_prefix, Person.family_name),
)


def current_positions(on: date | None = None) -> Any:
    """Give the positions of ``on`` (default: today in Amsterdam); for the rest as :func:`positions_on`."""
    return positions_on(on or today())


def positions_on(day: date) -> Any:
    """Give the positions of a day, past or to come, vacancies too, as a query.

    Organisation, person and deputy come with each in the same query; order: organisation, then function as in a board.
    """
    deputy = Person.alias()
    return _joined(Position.select(Position, Organisation, Person, deputy), deputy, day)


def positions_in_brief(day: date) -> Any:
    """Give the positions of a day as :func:`positions_on`, with no more of each than who it is and where mail goes.

    For many at once, as reading every column of a hundred thousand takes several times as long. The other fields are
    empty, so read a position anew for more.
    """
    deputy = Person.alias()
    its = (Position.id, Position.person, Position.organisation, Position.deputy, Position.function)
    words = (Position.own_title, Position.email, Organisation.id, Organisation.name, Organisation.email)
    return _joined(Position.select(*its, *words, *PERSON_IN_BRIEF, deputy.id, deputy.email), deputy, day)


def _joined(query: Any, deputy: Any, day: date) -> Any:
    return (
        query.join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .switch(Position)
        .join(deputy, peewee.JOIN.LEFT_OUTER, on=(Position.deputy == deputy.id), attr="deputy")
        .where(Position.starts_on.is_null() | (Position.starts_on <= day))
        .where(Position.ends_on.is_null() | (Position.ends_on >= day))
        .order_by(Organisation.sort_key, Organisation.id, peewee.Case(Position.function, ORDER), Person.sort_key)
    )
