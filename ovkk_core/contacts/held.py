"""All that is held about one person: asked of every room and plugin, without what is about others (GDPR 15)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from ovkk_core.contacts.models import Organisation, Person, Position
from ovkk_core.errors import NotFoundError
from ovkk_core.history import Revision
from ovkk_core.hookspecs import PersonalData
from ovkk_core.registry import registry

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+\d{9,15}\b")
WORD = re.compile(r"[^\W\d_][\w'’-]+")
BATCH = 400
OTHER_ADDRESS, OTHER_PHONE, OTHER_NAME = "(adres van een ander)", "(nummer van een ander)", "(naam van een ander)"


def person_by_id(person_id: int) -> Person:
    """Give the person; raise ``NotFoundError`` when there is none."""
    found: Person | None = Person.get_or_none(Person.id == person_id) if person_id < 2**31 else None
    if found is None:
        raise NotFoundError("Deze persoon bestaat niet (meer). Ga terug naar het overzicht.")
    return found


def addresses_of(person: Person) -> frozenset[str]:
    """Give the e-mail addresses, in lower case, that are or were of this person and are of nobody else now."""
    ever = sorted(_ever(person))
    return frozenset(ever) - _of_others(person, ever)


def held_about(person_id: int) -> list[tuple[str, PersonalData]]:
    """Give (room, what it holds) for every room and plugin that holds anything, with what is of others taken out.

    Raises ``NotFoundError`` when there is no such person. Ask outside a transaction.
    """
    person = person_by_id(person_id)
    asked = registry.ask_everybody("personal_data", person_id=person.id, addresses=addresses_of(person))
    found = [(room, data) for room, data in asked if data.rows]
    hide = _Hiding(person, (value for _, data in found for row in data.rows for value in row.values()))
    return [
        (room, PersonalData(data.title, tuple({k: hide(v) for k, v in row.items()} for row in data.rows)))
        for room, data in found
    ]


def _ever(person: Person) -> set[str]:
    about = (Revision.table_name == Person._meta.table_name) & (Revision.object_id == str(person.id))
    before = [
        one
        for (changes,) in Revision.select(Revision.changes).where(about).tuples()
        for one in changes.get("email", ())
    ]
    return {str(address).lower() for address in (person.email, *before) if address}


def _of_others(person: Person, addresses: list[str]) -> set[str]:
    """Give those of ``addresses`` that somebody or something else has now."""

    def used(model: Any, *but: object) -> set[str]:
        address = peewee.fn.LOWER(model.email)
        return {one for (one,) in model.select(address).where(address.in_(addresses), *but).tuples()}

    return used(Person, Person.id != person.id) | used(Organisation) | used(Position)


class _Hiding:
    """Takes the addresses, numbers and names of others out of texts; names are looked up for all texts together."""

    def __init__(self, person: Person, texts: Iterable[str]) -> None:
        mine = list(person.positions)
        self.addresses = {one.lower() for one in (person.email, *(position.email for position in mine))}
        self.addresses |= _ever(person)
        self.phones = {person.phone, *(position.phone for position in mine)}
        names = sorted(set(_names_in(texts, person)), key=len, reverse=True)
        self.names = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names)) if names else None

    def __call__(self, text: str) -> str:
        """Give ``text`` without what is of others."""
        text = ADDRESS.sub(lambda one: one[0] if one[0].lower() in self.addresses else OTHER_ADDRESS, text)
        text = PHONE.sub(lambda one: one[0] if one[0] in self.phones else OTHER_PHONE, text)
        return self.names.sub(OTHER_NAME, text) if self.names else text


def _names_in(texts: Iterable[str], person: Person) -> Iterator[str]:
    """Give the full names of others of whom the family name is a word, or begins with one, somewhere in ``texts``."""
    words = sorted({word for text in texts for word in WORD.findall(text)})
    own = {person.full_name, person.list_name}
    for batch in peewee.chunked(words, BATCH):
        some = list(batch)
        for other in Person.select().where(Person.family_name.in_(some), Person.id != person.id):
            firsts = {other.nickname, other.given_name, other.initials} - {""}
            spelled = {" ".join(filter(None, (first, other.name_prefix, other.family_name))) for first in firsts}
            yield from (spelled | {other.list_name if firsts else ""}) - own - {""}
