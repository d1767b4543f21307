"""Moves everything that refers to one row to another row of the same table; what would be double is dropped."""

from collections.abc import Iterator
from typing import Any

import peewee

from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.database import BaseModel, UtcDateTimeField
from ovkk_core.merging.journal import Journal
from ovkk_core.merging.references import Reference, references_to
from ovkk_core.merging.rows import Model


def absorb(journal: Journal, model: Model, kept: Any, merged: Any) -> None:
    """Move what refers to the row ``merged`` of ``model`` to the row ``kept``; both are keys.

    A row that would break a rule of "only one" is dropped, after what refers to it moved to the one that is there.
    """
    for reference in references_to(model):
        for row in list(reference.rows(merged)):
            double = _taken(reference, row, kept)
            if double is not None:
                _drop(journal, reference.model, double, row._pk)
            else:
                journal.change(reference.model, row._pk, {reference.field.name: kept})
                journal.moved[reference.table] += 1


def tidy(journal: Journal, kept: Person | Organisation) -> None:
    """Put right what the move made of the positions: one that is there twice, and a holder who is the deputy."""
    mine = Position.person if isinstance(kept, Person) else Position.organisation
    seen: dict[tuple[Any, ...], int] = {}
    for position in Position.select().where(mine == kept).order_by(Position.id):
        if position.person_id and position.person_id == position.deputy_id:
            journal.change(Position, position.id, {"deputy": None})
            position.deputy = None
        first = seen.setdefault(tuple(_content(position)), position.id)
        if first != position.id:
            _drop(journal, Position, first, position.id)


def _drop(journal: Journal, model: Model, stays: Any, goes: Any) -> None:
    absorb(journal, model, stays, goes)
    journal.delete(model, goes)


def _taken(reference: Reference, row: BaseModel, kept: Any) -> Any:
    """Give the key of the row that is in the way when ``row`` refers to ``kept``; None when there is none."""
    model = reference.model
    for names in _only_one(model):
        if reference.field.name not in names:
            continue
        fields = [model._meta.fields[name] for name in names]
        values = [kept if field is reference.field else row.__data__.get(field.name) for field in fields]
        if None in values:
            continue  # in an index, nothing is never the same as nothing
        wanted = [field == value for field, value in zip(fields, values, strict=True)]
        found = model.select().where(*wanted, model._meta.primary_key != row._pk).first()
        if found is not None:
            return found._pk
    return None


def _only_one(model: Model) -> Iterator[tuple[str, ...]]:
    """Give the sets of fields of which no two rows may have the same values."""
    for field in model._meta.sorted_fields:
        if field.unique or field.primary_key:
            yield (field.name,)
    for index in model._meta.indexes:
        if isinstance(index, tuple) and index[1]:
            yield tuple(index[0])
        elif isinstance(index, peewee.Index) and index._unique:
            yield tuple(part.name for part in index._expressions if isinstance(part, peewee.Field))


def _content(row: BaseModel) -> Iterator[Any]:
    """Give what a row says, without its key and without moments at which something was done."""
    for field in row._meta.sorted_fields:
        if not field.primary_key and not isinstance(field, UtcDateTimeField):
            yield row.__data__.get(field.name)
