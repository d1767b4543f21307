"""Goes through every text of every table for what points at one person: to show it, or to take it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import peewee

from ovkk_core import mail, mailings
from ovkk_core.calendars import Event, rewrite_feeds
from ovkk_core.contacts import Person
from ovkk_core.database import BaseModel, db, is_sqlite, models_of, transaction
from ovkk_core.history import AuditEntry
from ovkk_core.inbox import forget_in_messages
from ovkk_core.privacy.tracing import GONE, Traces
from ovkk_core.registry import registry

NOT_SEARCHED = (AuditEntry,)  # append-only, ids and never contents
MOST_REMAINS = 200
SEPARATOR = "\x1f"  # between fields, so that no text runs over two


@dataclass(frozen=True)
class Place:
    """A row in which something of a person stands, and the values of its fields in which it does."""

    model: type[BaseModel]
    key: Any
    values: dict[str, Any]


def places(traces: Traces, person_id: int) -> Iterator[Place]:
    """Find every row of every room and plugin, on or off, in which the traces stand; not the person's own record."""
    for model in _models():
        fields = _texts(model)
        if not fields or not traces.needles:
            continue
        for row in model.select().where(_any(fields, traces.needles)):
            held = {field.name: row.__data__[field.name] for field in fields}
            values = {name: value for name, value in held.items() if traces.taken_out(value) != value}
            if values and not (model is Person and row._pk == person_id):
                yield Place(model, row._pk, values)


def sweep(traces: Traces, person_id: int) -> tuple[int, int]:
    """Take the traces out of every text, in mails to and from others too.

    Gives how many mails to others and how many mailings, in which they stood, were kept from leaving.
    """
    held = mail.hold_back(traces.taken_out)  # on its own: it holds the audit trail, and the search takes long
    with transaction():
        found = list(places(traces, person_id))
        for place in found:
            _clean(place, traces)
        paused = mailings.hold_back({place.key for place in found if place.model is mail.MailBody})
        if any(place.model is Event for place in found):
            Event.update(fragment="", fragment_for="").execute()
            rewrite_feeds()
    mail.forget_in_mails(traces.stands_in)
    forget_in_messages(traces.stands_in)
    return held, paused


def remains(traces: Traces, person_id: int) -> list[list[Any]]:
    """Give [table, key] of the rows in which the family name still stands, for people to look at."""
    if not traces.family:
        return []
    name = Traces((traces.family,), "")
    found = [[place.model._meta.table_name, str(place.key)] for place in places(name, person_id)]
    return [*found, *_in_strange_tables(name)][:MOST_REMAINS]


def _clean(place: Place, traces: Traces) -> None:
    clean = {name: traces.taken_out(value) for name, value in place.values.items()}
    here = place.model._meta.primary_key == place.key
    try:
        with db.atomic():
            place.model.update(clean).where(here).execute()
    except peewee.IntegrityError:  # something of which there can be only one
        numbered = {n: f"{v} {place.key}" if isinstance(v, str) and GONE in v else v for n, v in clean.items()}
        place.model.update(numbered).where(here).execute()


def _models() -> list[type[BaseModel]]:
    return [model for room in registry.rooms() for model in models_of(room) if model not in NOT_SEARCHED]


def _texts(model: type[BaseModel]) -> list[Any]:
    """Give the fields with text; not those that are hashes, or parts of the key."""
    return [
        field
        for field in model._meta.sorted_fields
        if isinstance(field, peewee.CharField | peewee.TextField | peewee.JSONField) and not field.primary_key
    ]


def _any(fields: list[Any], needles: tuple[str, ...]) -> Any:
    """Give the condition that one of the needles stands in the fields, which are read as one text: that is quicker."""
    found = peewee.fn.INSTR if is_sqlite() else peewee.fn.STRPOS
    text = peewee.fn.LOWER(peewee.fn.CONCAT_WS(SEPARATOR, *(peewee.Cast(field, "TEXT") for field in fields)))
    return reduce(or_, (found(text, peewee.Value(needle, converter=False)) > 0 for needle in needles))


def _in_strange_tables(traces: Traces) -> Iterator[list[Any]]:
    """Look in tables of which no model is here, as of a plugin that was taken away; nothing is changed there."""
    known = {model._meta.table_name for room in registry.rooms() for model in models_of(room)}
    for name in sorted(set(db.get_tables()) - known):
        columns = [
            column.name
            for column in db.get_columns(name)
            if "char" in column.data_type.lower() or "text" in column.data_type.lower()
        ]
        if columns:
            table = peewee.Table(name, columns).bind(db.obj)
            wanted = _any([getattr(table, column) for column in columns], traces.needles)
            if table.select(peewee.SQL("1")).where(wanted).limit(1).tuples().execute():
                yield [name, "?"]
