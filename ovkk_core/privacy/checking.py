"""Finds tables that may hold something of people and of which nobody says so: the build fails on them (PRIV-5)."""

from collections.abc import Iterator

import peewee

from ovkk_core.database import BaseModel, Room, models_of
from ovkk_core.hookspecs import Processing
from ovkk_core.registry import registry

PEOPLE = frozenset({"accounts_user", "contacts_organisation", "contacts_person", "contacts_position"})
WORDS = frozenset(
    {
        "address",
        "birthday",
        "comment",
        "contact",
        "email",
        "family",
        "given",
        "iban",
        "initials",
        "ip",
        "mobile",
        "name",
        "nickname",
        "organiser",
        "participants",
        "phone",
        "postcode",
        "recipient",
        "salutation",
        "sender",
        "street",
        "telephone",
    }
)
HOOKS = ("personal_data", "on_person_erased")


def gaps(name: str) -> list[str]:
    """Say in Dutch what the room or plugin ``name`` leaves out about data on people; nothing when all is said."""
    room = next(room for room in registry.rooms() if room.name == name)
    declared = [one for owner, one in registry.collect("register_processing") if owner == name]
    return [*_undeclared(room, declared), *_unknown(room, declared), *_without_hooks(name, declared)]


def suspicion(model: type[BaseModel]) -> str:
    """Say why a table may hold something of people, "" when nothing points at it."""
    for field in model._meta.sorted_fields:
        if isinstance(field, peewee.ForeignKeyField) and field.rel_model._meta.table_name in PEOPLE:
            return f"'{field.name}' verwijst naar {field.rel_model._meta.table_name}"
        if not isinstance(field, peewee.ForeignKeyField) and WORDS.intersection(field.name.split("_")):
            return f"'{field.name}' klinkt als een gegeven van iemand"
    return ""


def _undeclared(room: Room, declared: list[Processing]) -> Iterator[str]:
    known = {table for one in declared for table in (*one.tables, *one.exempt)}
    for model in models_of(room):
        table, why = model._meta.table_name, suspicion(model)
        if why and table not in known:
            yield (
                f"De tabel '{table}' kan gegevens van mensen bevatten ({why}). Noem haar bij 'tables' of, met de "
                "reden, bij 'exempt' van een Processing in register_processing."
            )


def _unknown(room: Room, declared: list[Processing]) -> Iterator[str]:
    there = {model._meta.table_name for model in models_of(room)}
    for table in sorted({table for one in declared for table in (*one.tables, *one.exempt)} - there):
        yield f"register_processing noemt de tabel '{table}', die dit onderdeel niet heeft."
    for table, reason in (pair for one in declared for pair in one.exempt.items()):
        if len(reason) < 10:
            yield f"Bij 'exempt' van '{table}' staat geen reden."


def _without_hooks(name: str, declared: list[Processing]) -> Iterator[str]:
    if not any(one.tables for one in declared):
        return
    missing = [hook for hook in HOOKS if not registry.implements(name, hook)]
    if missing:
        yield f"Het onderdeel bewaart gegevens van mensen, maar heeft geen {' en geen '.join(missing)}."
