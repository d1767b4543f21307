"""Vacancies: functions that an organisation ought to have and that nobody holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import peewee

from ovkk_core.clock import today
from ovkk_core.contacts.expecting import expected_functions
from ovkk_core.contacts.kinds import OrganisationKind, PositionFunction
from ovkk_core.contacts.models import Municipality, Organisation, OrganisationVillage, Position, Village

OFFICES = frozenset({PositionFunction.COUNCIL_OFFICE})  # an address is enough: it is not one person
Place = tuple[int, PositionFunction]


@dataclass(frozen=True)
class Vacancy:
    """A function without a holder; ``position_id`` is the empty position to fill, None when there is no record.

    ``since`` is the last day of who held it last, None when nobody did.
    """

    organisation: Organisation
    function: PositionFunction
    position_id: int | None
    since: date | None


def vacancies(
    on: date | None = None,
    *,
    kinds: Collection[OrganisationKind] = (),
    municipality_ids: Collection[int] = (),
    functions: Collection[PositionFunction] = (),
    organisation_ids: Collection[int] = (),
) -> list[Vacancy]:
    """Give what is vacant on the day (default: today in Amsterdam), in the order of lists; a set that is empty is all.

    Vacant is what is expected of the kind of organisation, or stands as a position without a person, and what
    nobody holds. In a constant number of queries; each organisation comes with its municipality.
    """
    on = on or today()
    of_these = Position.organisation.in_(list(organisation_ids)) if organisation_ids else Position.id.is_null(False)
    current = _current(on, of_these)
    expected, since, found = expected_functions(), _last_days(on, of_these), []
    for organisation in _organisations(kinds, municipality_ids, organisation_ids):
        for function in PositionFunction:
            place = (organisation.id, function)
            position_id, filled = current.get(place, (None, False))
            wanted = position_id is not None or function in expected[organisation.kind]
            if wanted and not filled and (not functions or function in functions):
                found.append(Vacancy(organisation, function, position_id, since.get(place)))
    return found


def _current(on: date, of_these: peewee.Expression) -> dict[Place, tuple[int, bool]]:
    """Give for every function of every organisation a position of the day, and whether somebody holds it."""
    columns = (Position.id, Position.organisation, Position.function, Position.person, Position.email)
    begun = Position.starts_on.is_null() | (Position.starts_on <= on)
    query = Position.select(*columns).where(of_these, begun, Position.ends_on.is_null() | (Position.ends_on >= on))
    found: dict[Place, tuple[int, bool]] = {}
    for number, organisation, function, person, email in query.order_by(Position.id).tuples():
        filled = person is not None or (function in OFFICES and bool(email))
        if filled or (organisation, function) not in found:
            found[organisation, function] = (number, filled)
    return found


def _last_days(on: date, of_these: peewee.Expression) -> dict[Place, date]:
    last = peewee.fn.MAX(Position.ends_on)
    over = of_these & (Position.ends_on < on) & Position.person.is_null(False)
    query = Position.select(Position.organisation, Position.function, last).where(over)
    rows = query.group_by(Position.organisation, Position.function).tuples()
    return {(organisation, function): day for organisation, function, day in rows}


def _organisations(
    kinds: Collection[OrganisationKind], municipality_ids: Collection[int], organisation_ids: Collection[int]
) -> list[Organisation]:
    query = Organisation.select(Organisation, Municipality).join(Municipality, peewee.JOIN.LEFT_OUTER)
    if organisation_ids:
        query = query.where(Organisation.id.in_(list(organisation_ids)))
    if kinds:
        query = query.where(Organisation.kind.in_(list(kinds)))
    if municipality_ids:
        links = OrganisationVillage.select(OrganisationVillage.organisation).join(Village)
        there = links.where(Village.municipality.in_(list(municipality_ids)))
        of_it = Organisation.municipality.in_(list(municipality_ids))
        query = query.where(of_it | Organisation.id.in_(there))
    return list(query.order_by(Organisation.sort_key, Organisation.id))
