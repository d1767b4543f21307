"""Whom an audience has: how many, who, ten to look at, and who cannot be reached and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.audiences import choosing
from ovkk_core.audiences.conditions import Conditions
from ovkk_core.audiences.models import Audience
from ovkk_core.clock import today
from ovkk_core.consents import Verdict, purpose_named, suppressed_among, verdicts
from ovkk_core.contacts import Person, Position, PositionFunction, positions_on, resolve
from ovkk_core.database import db

BATCH = 500


@dataclass(frozen=True)
class Member:
    """Somebody an audience has: a position, held or vacant, or a person without one.

    ``name`` is the holder's, of a vacancy the organisation's; ``role`` says function and organisation, "" for a person
    without a position. ``address`` is where mail goes now, "" when it cannot.
    """

    position_id: int | None
    person_id: int | None
    organisation_id: int | None
    name: str
    address: str
    role: str = ""


@dataclass(frozen=True)
class Judged:
    """A member with why nothing goes to them for a purpose, "" when it does; ``by_letter`` when paper still can."""

    member: Member
    reason: str
    by_letter: bool = False


def count(audience: Audience, on: date | None = None, conditions: Conditions | None = None) -> int:
    """Count the members on a day (default: today in Amsterdam)."""
    return sum(_count(query) for query in _queries(audience, on, conditions))


def members(audience: Audience, on: date | None = None) -> Iterator[Member]:
    """Give the members on a day: positions by organisation and as in a board, then persons by name."""
    titles = _Titles()
    for row in rows_of(audience, on):
        yield _judge(row, on, {}, frozenset(), titles).member


def sample(audience: Audience, size: int = 10, conditions: Conditions | None = None) -> list[Member]:
    """Give some members to look at, by name; which ones is not said."""
    found: list[Member] = []
    titles = _Titles()
    for query in _queries(audience, None, conditions):
        rows = query.order_by().limit(size - len(found))
        found += [_judge(row, None, {}, frozenset(), titles).member for row in rows]
    return sorted(found, key=lambda member: (member.role, member.name))


def judged(audience: Audience, purpose: str = "", on: date | None = None, most: int | None = None) -> Iterator[Judged]:
    """Give the members, or some of them up to ``most``, each with why mail for ``purpose`` does not go to them.

    A constant number of queries per 500. Raises ``NotFoundError`` for a purpose that nobody declared; "" is no purpose
    in particular: then only addresses count.
    """
    yield from judged_rows(rows_of(audience, on, most, brief=True), purpose, on)


def judged_rows(rows: Iterable[Any], purpose: str = "", on: date | None = None) -> Iterator[Judged]:
    """Judge positions, with what belongs to them, and persons, of whom it is enough to read them in brief.

    As :func:`judged`; of whom mail does not reach more is read.
    """
    unasked = _("Gave no consent.") if purpose and purpose_named(purpose).basis == "consent" else ""
    titles = _Titles()
    for batch in peewee.chunked(rows, BATCH):
        people = {person.id: person for row in batch if (person := _person(row))}
        said = verdicts(people.values(), purpose) if purpose else {}
        refused = _refused(batch, purpose)
        whole = _read_whole([row for row in batch if not _address(row, refused)], on)
        for row in batch:
            yield _judge(whole.get(_key(row), row), on, said, refused, titles, unasked)


def exclusions(audience: Audience, purpose: str = "", most: int | None = None) -> list[tuple[Member, str]]:
    """Give those of ``most`` members (default: all) to whom nothing goes by mail, with the reason in words."""
    return [(one.member, one.reason) for one in judged(audience, purpose, most=most) if one.reason]


def _queries(
    audience: Audience, on: date | None, conditions: Conditions | None, *, brief: bool = False
) -> Iterator[Any]:
    known = Conditions() if conditions is None else conditions
    for choose in (choosing.positions, choosing.persons):
        query = choose(audience.tree, known, on, brief=brief)
        if query is not None:
            yield query


def _count(query: Any) -> int:
    """Count without the order and the columns, which cost more than the counting."""
    counting = query.order_by()
    counting._returning = (peewee.fn.COUNT(peewee.SQL("1")),)
    return int(db.execute(counting).fetchone()[0])


def rows_of(
    audience: Audience, on: date | None = None, most: int | None = None, *, brief: bool = False
) -> Iterator[Any]:
    """Give the positions with what belongs to them, and the persons; in order, save when only some are asked.

    With ``brief`` no more of each than :func:`judged_rows` needs.
    """
    left = most
    for query in _queries(audience, on, None, brief=brief):
        for row in (query if left is None else query.order_by().limit(left)).iterator():
            left = None if left is None else left - 1
            yield row


def _person(row: Any) -> Person | None:
    person: Person | None = row if isinstance(row, Person) else row.person
    return person


def _refused(batch: Iterable[Any], purpose: str) -> frozenset[str]:
    """Give the addresses among those of the rows that get no mail."""
    addresses = set()
    for row in batch:
        addresses |= {one.email for one in _ladder(row) if one and one.email}
    return frozenset(suppressed_among(addresses, purpose))


def _address(row: Any, refused: frozenset[str]) -> str:
    """Give where mail to the row goes, "" when it cannot."""
    return next((one.email for one in _ladder(row) if one and one.email and one.email not in refused), "")


def _key(row: Any) -> tuple[bool, int]:
    return isinstance(row, Person), row.id


def _read_whole(rows: list[Any], on: date | None) -> dict[tuple[bool, int], Any]:
    """Give every field of the rows, which may have been read in brief."""
    persons = [row.id for row in rows if isinstance(row, Person)]
    positions = [row.id for row in rows if not isinstance(row, Person)]
    found = [*positions_on(on or today()).where(Position.id.in_(positions)).order_by()] if positions else []
    found += [*Person.select().where(Person.id.in_(persons))] if persons else []
    return {_key(row): row for row in found}


class _Titles(dict[PositionFunction, str]):
    """The names of functions in the language of the reader, each looked up once."""

    def __missing__(self, function: PositionFunction) -> str:
        self[function] = str(function.label)
        return self[function]


def _judge(
    row: Any,
    on: date | None,
    said: dict[int, Verdict],
    refused: frozenset[str],
    titles: _Titles,
    unasked: str = "",
) -> Judged:
    """Judge one row; ``unasked`` is why nothing goes to a vacancy, which cannot consent, "" when it does."""
    if isinstance(row, Person):
        return _judge_person(row, said, refused)
    person, organisation = row.person, row.organisation
    address = _address(row, refused)
    member = Member(
        *(row.id, row.person_id, row.organisation_id, str(person or organisation.name), address),
        role=f"{row.own_title or titles[row.function]}, {organisation.name}",
    )
    verdict = said.get(row.person_id)
    if verdict and not verdict.allowed:
        return Judged(member, verdict.reason)
    if not address:
        destination = resolve(row, on, usable=lambda address: address not in refused)
        return Judged(member, destination.reason, by_letter=destination.postal is not None)
    return Judged(member, "" if person else unasked)


def _ladder(row: Any) -> tuple[Any, ...]:
    """Give who has an address, in the order of ``resolve``; asking that for each of 100,000 would take a minute."""
    return (row,) if isinstance(row, Person) else (row, row.person, row.deputy, row.organisation)


def _judge_person(person: Person, said: dict[int, Verdict], refused: frozenset[str]) -> Judged:
    address = _address(person, refused)
    member = Member(None, person.id, None, str(person), address)
    verdict = said.get(person.id)
    if verdict and not verdict.allowed:
        return Judged(member, verdict.reason)
    if address:
        return Judged(member, "")
    by_letter = bool(person.postal_lines)
    reason = _("No e-mail address works: it goes by letter.") if by_letter else _("No address is known.")
    return Judged(member, reason, by_letter)
