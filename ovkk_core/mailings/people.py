"""The members of a list as people to write to: how to greet them, and what their placeholders say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from ovkk_core.audiences import SnapshotMember
from ovkk_core.clock import today
from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationVillage,
    Person,
    Position,
    Village,
    greeting_at,
    only_of_holder,
    resolve,
    successor_of,
)

LONGEST = 120
UNKNOWN = "Geachte heer of mevrouw,"
LEFT = "Heeft deze functie niet meer; de mail is voor wie erna kwam."


@dataclass(frozen=True)
class Addressee:
    """A member with name and salutation as for the address they have, and the values of their placeholders.

    ``person`` is who is mailed now; None for a vacancy. ``postal`` gives the lines for an envelope.
    """

    member: SnapshotMember
    person: Person | None
    row: Any
    name: str
    values: dict[str, str]

    @property
    def postal(self) -> Sequence[str]:
        """The lines of the postal address, without any when there is none."""
        if isinstance(self.row, Position):
            return resolve(self.row, usable=lambda _address: False).postal or ()
        return (self.row.full_name, *self.row.postal_lines) if self.row and self.row.postal_lines else ()


def addressees(members: Sequence[SnapshotMember]) -> list[Addressee]:
    """Give ``members`` as people to write to, in a constant number of queries."""
    positions = {row.id: row for row in _positions([one.position_id for one in members if one.position_id])}
    alone = [one.person_id for one in members if one.person_id and not one.position_id]
    persons = {row.id: row for row in Person.select().where(Person.id.in_(alone))}
    places = _places({row.organisation_id for row in positions.values()})
    return [_addressee(one, positions, persons, places) for one in members]


def present(found: Sequence[Addressee], reasons: dict[int, str]) -> list[Addressee]:
    """Put who holds a position now in the place of who left it since the list was fixed; say so in ``reasons``.

    Without a successor whom mail reaches, nobody gets it.
    """
    kept, members = [], []
    for one in found:
        if not _left(one):
            kept.append(one)
            continue
        reasons[one.member.id] = LEFT
        successor = successor_of(one.row)
        if successor and (to := resolve(successor).recipient):
            members.append(SnapshotMember(
                id=one.member.id, position=successor, person=successor.person_id, name=to.name, address=to.address
            ))  # fmt: skip
    return [*kept, *addressees(members)] if members else kept


def _left(one: Addressee) -> bool:
    position = one.row
    over = isinstance(position, Position) and position.ends_on is not None and position.ends_on < today()
    return over and only_of_holder(position, one.member.address)


def _addressee(
    member: SnapshotMember,
    positions: dict[int, Position],
    persons: dict[int, Person],
    places: dict[int, tuple[str, str]],
) -> Addressee:
    if position := positions.get(member.position_id):
        name, salutation = greeting_at(position, member.address)
        village, municipality = places.get(position.organisation_id, ("", ""))
        values = {
            "organisatie": str(position.organisation.name),
            "functie": str(position.own_title or position.function.label),
            "dorp": village,
            "gemeente": municipality,
        }
        return Addressee(member, position.person, position, name, _short({"aanhef": salutation, "naam": name} | values))
    person = persons.get(member.person_id)
    name = person.full_name if person else member.name
    values = dict.fromkeys(("organisatie", "functie", "dorp", "gemeente"), "")
    greeting = person.salutation if person else UNKNOWN
    return Addressee(member, person, person, name, _short({"aanhef": greeting, "naam": name} | values))


def _short(values: dict[str, str]) -> dict[str, str]:
    """Give values that fit in a subject too."""
    return {name: value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…" for name, value in values.items()}


def _positions(ids: Iterable[int]) -> Any:
    deputy = Person.alias()
    return (
        Position.select(Position, Organisation, Person, deputy)
        .join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .switch(Position)
        .join(deputy, peewee.JOIN.LEFT_OUTER, on=(Position.deputy == deputy.id), attr="deputy")
        .where(Position.id.in_(list(ids)))
    )


def _places(organisations: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Give the villages and the municipalities of each organisation, in words."""
    ids = list(organisations)
    links = (
        OrganisationVillage.select(OrganisationVillage.organisation, Village.name, Municipality.name)
        .join(Village)
        .join(Municipality)
        .where(OrganisationVillage.organisation.in_(ids))
        .order_by(Village.sort_key)
    )
    own = Organisation.select(Organisation.id, Municipality.name).join(Municipality).where(Organisation.id.in_(ids))
    villages: dict[int, list[str]] = {}
    municipalities: dict[int, list[str]] = {number: [name] for number, name in own.tuples()}
    for number, village, municipality in links.tuples():
        villages.setdefault(number, []).append(village)
        municipalities.setdefault(number, []).append(municipality)
    return {number: (in_words(villages.get(number, [])), in_words(municipalities.get(number, []))) for number in ids}


def in_words(names: Iterable[str]) -> str:
    """Give names one after another, each once."""
    found = list(dict.fromkeys(names))
    return " en ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))
