"""Contacts out as a file: persons, organisations or positions; what the import takes in again as it was."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import peewee

from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationVillage,
    Person,
    Village,
    current_positions,
)
from ovkk_core.exchange import words
from ovkk_core.exchange.cards import write_cards
from ovkk_core.exchange.fields import BY_KEY, COLUMNS, ORGANISATION, PERSON, POSITION
from ovkk_core.web import as_csv, as_xlsx

COMBINED = frozenset({"full_name", "street_line"})  # parts of them have columns of their own
Row = Mapping[str, str]


def _keys(*entities: str) -> tuple[str, ...]:
    return tuple(column.key for column in COLUMNS if column.entity in entities and column.name not in COMBINED)


KEYS = {
    "personen": _keys(PERSON),
    "organisaties": _keys(ORGANISATION),
    "functies": ("organisation.id", "organisation.name", "organisation.municipality", *_keys(POSITION), *_keys(PERSON)),
}
CARDS = ("personen", "functies")
FORMATS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard; charset=utf-8",
}


def contacts_file(what: str, form: str) -> bytes:
    """Give ``personen``, ``organisaties`` or current ``functies`` as ``csv``, ``xlsx`` or ``vcf``."""
    rows = ROWS[what]()
    if form == "vcf":
        return write_cards({key: row.get(key, "") for key in BY_KEY} for row in rows)
    keys = KEYS[what]
    make = as_csv if form == "csv" else as_xlsx
    return make([BY_KEY[key].headings[0] for key in keys], ([row.get(key, "") for key in keys] for row in rows))


def rows_of(what: str) -> int:
    """Give how many rows a file of contacts would have."""
    query = {"personen": Person.select(), "organisaties": Organisation.select(), "functies": current_positions()}[what]
    return int(query.order_by().count())


def _persons() -> Iterator[Row]:
    for person in Person.select().order_by(Person.sort_key, Person.id).iterator():
        yield _person(person)


def _organisations() -> Iterator[Row]:
    villages: dict[int, list[str]] = {}
    links = OrganisationVillage.select(OrganisationVillage.organisation, Village.name).join(Village)
    for body, name in links.order_by(Village.sort_key, Village.id).tuples():
        villages.setdefault(body, []).append(name)
    query = Organisation.select(Organisation, Municipality).left_outer_join(Municipality)
    for body in query.order_by(Organisation.sort_key, Organisation.id):
        yield _organisation(body) | {"organisation.villages": ", ".join(villages.get(body.id, ()))}


def _positions() -> Iterator[Row]:
    towns = dict(Municipality.select(Municipality.id, Municipality.name).tuples())
    for position in current_positions():
        body, person = position.organisation, position.person
        row = {
            "organisation.id": str(body.id),
            "organisation.name": body.name,
            "organisation.municipality": towns.get(body.municipality_id, ""),
            "position.function": _word(words.FUNCTIONS, position.function),
        }
        plain = _fields(POSITION, position, ("own_title", "starts_on", "ends_on", "email", "phone"))
        yield row | plain | (_person(person) if person else {})


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "personen": _persons,
    "organisaties": _organisations,
    "functies": _positions,
}
ADDRESS = ("street", "house_number", "house_letter", "house_addition", "postcode", "city")


def _person(person: Person) -> dict[str, str]:
    names = ("title", "initials", "given_name", "nickname", "name_prefix", "family_name", "email", "phone", *ADDRESS)
    return _fields(PERSON, person, ("id", *names)) | {
        "person.full_name": person.full_name,
        "person.street_line": person.street_line,
        "person.form_of_address": _word(words.ADDRESSES, person.form_of_address),
        "person.language": person.language.value,
    }


def _organisation(body: Organisation) -> dict[str, str]:
    names = ("id", "name", "email", "phone", "website", "kvk_number", "iban", *ADDRESS)
    return _fields(ORGANISATION, body, names) | {
        "organisation.kind": _word(words.KINDS, body.kind),
        "organisation.legal_form": _word(words.LEGAL_FORMS, body.legal_form),
        "organisation.municipality": str(body.municipality or ""),
    }


def _fields(entity: str, record: peewee.Model, names: tuple[str, ...]) -> dict[str, str]:
    return {f"{entity}.{name}": _text(getattr(record, name)) for name in names}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _word(table: Mapping[Any, str], member: Any) -> str:
    """Give the first word that the import understands for a member of a closed set."""
    return table[member].partition("|")[0] if member in table else ""
