"""Who is known already: finds the record that a row is about, among the contacts and earlier rows of the file.

Keys are hashes, so that a hundred thousand contacts fit in little memory. A ref is the id of a contact, or minus the
number of a record that this file adds. Only what is beyond doubt is found here; likeness is for ``likely.py``.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from ovkk_core.clock import today
from ovkk_core.contacts import Organisation, Person, Position, PositionFunction, person_sort_key
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError
from ovkk_core.keyed import KeyedNumbers

SEVERAL = 0  # a key that more than one contact has
BY_ONE = frozenset({PositionFunction.CHAIR.value, PositionFunction.SECRETARY.value, PositionFunction.TREASURER.value})


class Register:
    """The refs of one kind of record by their keys."""

    def __init__(self) -> None:
        self.added = 0
        self.lines = array("q")  # of each added record: the line that adds it
        self._refs = KeyedNumbers()

    def know(self, keys: Iterable[int], ref: int) -> None:
        """Let ``keys`` lead to ``ref``; a key of two records leads to ``SEVERAL``."""
        for key in keys:
            there = self._refs.first(key)
            if there != ref:
                self._refs.put(key, ref if there is None else SEVERAL)

    def find(self, keys: Iterable[int]) -> int | None:
        """Give the one ref that the keys lead to, None for none; raises :class:`BadInputError` for more than one."""
        found = {ref for key in keys if (ref := self._refs.first(key)) is not None}
        sure = found - {SEVERAL}
        if len(sure) > 1 or (found and not sure):
            raise BadInputError("past op meer dan één contact; voeg die eerst samen, of vul in deze rij meer in")
        return sure.pop() if sure else None

    def get(self, key: int) -> int | None:
        """Give the ref of one key."""
        return self._refs.first(key)

    def put(self, key: int, ref: int) -> None:
        """Let one key lead to ``ref``, whatever it led to."""
        self._refs.put(key, ref)

    def add(self, keys: Iterable[int], line: int) -> int:
        """Give the ref of a record that the row at ``line`` adds."""
        self.added += 1
        self.lines.append(line)
        self.know(keys, -self.added)
        return -self.added


class Known:
    """The contacts as they are, and what the rows so far add to them."""

    def __init__(self, *, organisations: bool = True) -> None:
        self.persons, self.organisations, self.positions = Register(), Register(), Register()
        self.holders: dict[int, tuple[int, int]] = {}  # (organisation, function) → (position, holder or 0)
        self._know_persons()
        if organisations:
            self._know_organisations()
            self._know_positions()

    @property
    def added(self) -> dict[str, int]:
        """How many records of each kind the rows add at most."""
        return {
            "person": self.persons.added,
            "organisation": self.organisations.added,
            "position": self.positions.added,
        }

    def _know_persons(self) -> None:
        names = ("id", "family_name", "given_name", "nickname", "initials", "name_prefix", "email", "phone", "postcode")
        fields = [getattr(Person, name) for name in names]
        for row in Person.select(*fields).order_by(Person.id).tuples().iterator():
            self.persons.know(person_keys(dict(zip(names, row, strict=True))), row[0])

    def _know_organisations(self) -> None:
        fields = (Organisation.id, Organisation.name, Organisation.municipality, Organisation.kvk_number)
        for key, name, home, kvk in Organisation.select(*fields).order_by(Organisation.id).tuples().iterator():
            self.organisations.know(organisation_keys(name, home, kvk), key)

    def _know_positions(self) -> None:
        fields = (Position.id, Position.organisation, Position.person, Position.function, Position.ends_on)
        names = ("family_name", "given_name", "nickname", "initials", "name_prefix")
        query = Position.select(*fields, *(getattr(Person, name) for name in names))
        day = today()
        for key, body, person, function, ends, *parts in (
            query.left_outer_join(Person, on=Position.person).order_by(Position.id).tuples().iterator()
        ):
            self.know_position(body, person, function.value, key, current=ends is None or ends >= day)
            if person:
                self.persons.know([at_key(dict(zip(names, parts, strict=True)), body)], person)

    def know_position(self, body: int, person: int | None, function: str, ref: int, *, current: bool = True) -> None:
        """Remember who does what; the latest of several with the same words is the one."""
        if person:
            self.positions.put(hash(("held", body, person, function)), ref)
            self.positions.put(hash(("held", body, person)), ref)
        if current and (function in BY_ONE or not person):
            self.holders[hash((body, function))] = (ref, person or 0)

    def position_of(self, body: int, person: int, function: str) -> int | None:
        """Give the position of a person; whatever it is when ``function`` is ""."""
        key = ("held", body, person, function) if function else ("held", body, person)
        return self.positions.get(hash(key))

    def holder(self, body: int, function: str) -> tuple[int, int] | None:
        """Give (position, holder or 0 for a vacancy) of a function that one person has, or that is vacant."""
        return self.holders.get(hash((body, function)))


def sort_name(person: dict[str, Any]) -> str:
    """Give the name to sort by, as contacts stores it."""
    first = person.get("nickname") or person.get("given_name") or person.get("initials") or ""
    return person_sort_key(person.get("family_name") or "", first, person.get("name_prefix") or "")


def person_keys(person: dict[str, Any]) -> list[int]:
    """Give the keys of a person: whole name with address, number or postcode; a name alone only when that is all.

    Keeps the name to sort by as ``_sort`` beside what is said.
    """
    name = person["_sort"] = sort_name(person)
    email, phone, postcode = person.get("email"), person.get("phone"), person.get("postcode")
    keys = []
    if email:
        keys.append(hash((email.lower(), fold(person.get("family_name") or ""), _letter(person))))
    if phone:
        keys.append(hash((phone, name)))
    if postcode:
        keys.append(hash((postcode, name)))
    return keys or [hash(("name", name))]


def at_key(person: dict[str, Any], body: int) -> int:
    """Give the key of somebody in an organisation."""
    return hash(("at", person.get("_sort") or sort_name(person), body))


def organisation_keys(name: str, municipality: int | None, kvk_number: str = "") -> Iterator[int]:
    """Give the keys under which to know an organisation: number, name with municipality, name."""
    if kvk_number:
        yield hash(("kvk", kvk_number))
    yield hash(("organisation", fold(name), municipality))
    yield hash(("named", fold(name)))


def organisation_questions(body: dict[str, Any]) -> Iterator[list[int]]:
    """Give the keys by which to look an organisation up, the next list only when one before finds nothing."""
    name, municipality = fold(body["name"]), body.get("municipality")
    if body.get("kvk_number"):
        yield [hash(("kvk", body["kvk_number"]))]
    yield [hash(("organisation", name, municipality))]
    yield [hash(("organisation", name, None) if municipality else ("named", name))]


def _letter(person: dict[str, Any]) -> str:
    return fold(person.get("initials") or person.get("given_name") or person.get("nickname") or "")[:1]
