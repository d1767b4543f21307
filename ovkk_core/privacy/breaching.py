"""Whose records could be read by an account in a period: what the report of a data breach asks (GDPR 33, 34)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.history import AuditEntry
from ovkk_core.mail import OutboxMail
from ovkk_core.web.admin import numbers_of

EVERYBODY = frozenset(
    {"export", "exchange.export", "exchange.whole_export", "audience.letters", "audience.labels", "mailings.letters"}
)
MODELS: dict[str, Any] = {model._meta.table_name: model for model in (Person, Position, Organisation, OutboxMail)}
BATCH = 500


@dataclass(frozen=True)
class Seen:
    """A person whose record was read: since when, until when, how often, and in which ways."""

    person: Person
    first: datetime
    last: datetime
    times: int
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Breach:
    """What was read: persons, files that were taken out, and looks at screens without numbers of persons."""

    seen: tuple[Seen, ...]
    files: tuple[AuditEntry, ...]
    screens: tuple[AuditEntry, ...]


def breach(actor: str, since: datetime, until: datetime) -> Breach:
    """Say what ``actor`` (as in the audit trail: ``user:7``, ``persoon:12``) read from ``since`` until ``until`` (UTC).

    Persons by name; an erased one is left out. After a download everybody in it counts as read: see ``files``.
    """
    entries = list(
        AuditEntry.select()
        .where(AuditEntry.actor == actor, AuditEntry.at >= since, AuditEntry.at < until)
        .order_by(AuditEntry.id)
    )
    found: dict[int, list[AuditEntry]] = defaultdict(list)
    for entry in entries:
        for number in _persons(entry):
            found[number].append(entry)
    if actor.startswith("persoon:") and entries:  # a personal link shows the person's own record
        found[int(actor.partition(":")[2])] += entries
    return Breach(
        tuple(_seen(person, found[person.id]) for person in _people(found)),
        tuple(entry for entry in entries if entry.action in EVERYBODY),
        tuple(entry for entry in entries if entry.action == "read" and entry.object_type not in MODELS),
    )


def _persons(entry: AuditEntry) -> Iterator[int]:
    models: dict[str, Any] = {"read": MODELS, "privacy.export": MODELS, "mail.read": {"mail": OutboxMail}}
    for first, last in numbers_of(str(entry.object_id)):
        yield from _of_rows(models.get(str(entry.action), {}).get(str(entry.object_type)), first, last)


def _of_rows(model: Any, first: int, last: int) -> Iterator[int]:
    if model is Person:
        yield from range(first, last + 1)
    elif model is Position:
        rows = Position.select(Position.person, Position.deputy).where(Position.id.between(first, last)).tuples()
        yield from {number for pair in rows for number in pair if number}
    elif model is Organisation:
        held = Position.select(Position.person).where(
            Position.organisation.between(first, last), Position.person.is_null(False)
        )
        yield from {number for (number,) in held.tuples()}
    elif model is OutboxMail:
        addresses = OutboxMail.select(peewee.fn.LOWER(OutboxMail.address)).where(OutboxMail.id.between(first, last))
        named = Person.select(Person.id).where(peewee.fn.LOWER(Person.email).in_(addresses))
        yield from {number for (number,) in named.tuples()}


def _people(found: dict[int, list[AuditEntry]]) -> Iterator[Person]:
    people = []
    for batch in peewee.chunked(sorted(found), BATCH):
        people += list(Person.select().where(Person.id.in_(list(batch))))
    yield from sorted(people, key=lambda person: (person.sort_key, person.id))


def _seen(person: Person, entries: list[AuditEntry]) -> Seen:
    moments: list[Any] = [entry.at for entry in entries]
    ways = tuple(sorted({str(entry.action) for entry in entries}))
    return Seen(person, min(moments), max(moments), len(entries), ways)
