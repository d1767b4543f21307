"""Who does what now around a subject, and what is vacant."""

from dataclasses import dataclass
from typing import Any

from ovkk_core.clock import today
from ovkk_core.contacts import (
    Organisation,
    Position,
    Vacancy,
    current_positions,
    organisations_of,
    positions_on,
    vacancies,
)
from ovkk_core.hookspecs import Subject

MOST = 60  # organisations on one page


@dataclass(frozen=True)
class Body:
    """An organisation with who does what there now, and the functions that nobody has."""

    organisation: Organisation
    positions: list[Position]
    vacant: list[Vacancy]


def bodies_of(subject: Subject) -> list[Body]:
    """Give the organisations of a place, or the one itself; in a constant number of queries."""
    if subject.kind == "person":
        return []
    query = Organisation.select().where(Organisation.id.in_(organisations_of(subject)))
    found = list(query.order_by(Organisation.sort_key, Organisation.id).limit(MOST))
    if not found:
        return []
    numbers = [one.id for one in found]
    there: dict[int, list[Position]] = {}
    for position in current_positions().where(Position.organisation.in_(numbers), Position.person.is_null(False)):
        there.setdefault(position.organisation_id, []).append(position)
    vacant: dict[int, list[Vacancy]] = {}
    for vacancy in vacancies(organisation_ids=numbers):
        vacant.setdefault(vacancy.organisation.id, []).append(vacancy)
    return [Body(one, there.get(one.id, []), vacant.get(one.id, [])) for one in found]


def positions_of(subject: Subject) -> list[Any]:
    """Give what a person does now, as holder or as deputy."""
    if subject.kind != "person":
        return []
    own = (Position.person == subject.id) | (Position.deputy == subject.id)
    return list(positions_on(today()).where(own))
