"""By what somebody is found in any text: addresses, numbers and names that are nobody else's."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import peewee

from ovkk_core.contacts import (
    Municipality,
    Organisation,
    Person,
    Position,
    Province,
    Village,
    addresses_of,
    shown_phone,
)
from ovkk_core.database import fold

GONE = "(gewist)"
SHORTEST = 4


@dataclass(frozen=True)
class Traces:
    """What to look for. ``family`` is the family name, for people to look at, when nobody and nothing else has it.

    ``tokens`` are fewer and shorter: where none of them stands, no text does.
    """

    texts: tuple[str, ...]
    family: str
    tokens: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds the texts as whole words, however their letters are written, the longest first."""
        found = "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in sorted(self.texts, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if found else None

    @property
    def needles(self) -> tuple[str, ...]:
        """The spellings of the tokens by which a database finds the rows: it folds the letters of ASCII only."""
        wanted = self.tokens or self.texts
        spelled = {_ascii_lower(text) for text in wanted} | {text.lower() for text in wanted}
        return tuple(sorted(spelled | {json.dumps(text)[1:-1].lower() for text in wanted}))

    def taken_out(self, value: Any) -> Any:
        """Give ``value``, a text or JSON, without the texts."""
        if self.pattern is None:
            return value
        if isinstance(value, str):
            return self.pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.taken_out(one) for one in value]
        if isinstance(value, dict):
            return {self.taken_out(key): self.taken_out(one) for key, one in value.items()}
        return value

    def stands_in(self, text: str) -> bool:
        """Say whether one of the texts stands in ``text``."""
        return bool(self.pattern and self.pattern.search(text))


def traces_of(person: Person) -> Traces:
    """Give what points at ``person`` and at nobody else."""
    numbers = {str(person.phone), shown_phone(person.phone)} if person.phone and not _others_number(person) else set()
    names = set() if _namesake(person) else _names(person)
    texts = {*addresses_of(person), *numbers, *names, *map(fold, names)}  # as what is searched in is written too
    tokens = {*addresses_of(person), *numbers, *([str(person.family_name)] if names else [])}
    texts, tokens = ({one for one in some if len(one) >= SHORTEST} for some in (texts, tokens))
    return Traces(
        tuple(sorted(texts)), _family(person), tuple(sorted(tokens)) if len(person.family_name) >= SHORTEST else ()
    )


def _names(person: Person) -> set[str]:
    firsts = {str(one) for one in (person.given_name, person.nickname, person.initials) if one}
    if not person.family_name or not firsts:
        return set()
    last = " ".join(filter(None, (person.name_prefix, person.family_name)))
    return {f"{first} {last}" for first in firsts} | {person.full_name, person.list_name}


def _namesake(person: Person) -> bool:
    same = Person.select().where(Person.family_name == person.family_name, Person.id != person.id)
    return any(_names(other) & _names(person) for other in same)


def _others_number(person: Person) -> bool:
    def used(model: Any, *but: Any) -> bool:
        return bool(model.select().where(model.phone == person.phone, *but).exists())

    held = (Position.person != person.id) | Position.person.is_null()
    return used(Person, Person.id != person.id) or used(Organisation) or used(Position, held)


def _family(person: Person) -> str:
    name = str(person.family_name)
    if len(name) < SHORTEST or Person.select().where(Person.family_name == name, Person.id != person.id).exists():
        return ""
    named: tuple[Any, ...] = (Organisation, Village, Municipality, Province)
    return "" if any(model.select().where(_in(model.name, name)).exists() for model in named) else name


def _in(field: Any, text: str) -> Any:
    return peewee.fn.LOWER(field).contains(text.lower())


def _ascii_lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
