"""Rows of any table as JSON and back, exactly; and writing them past the rules of their models, with history."""

from base64 import b64decode, b64encode
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import peewee

from ovkk_core.database import BaseModel, is_sqlite, models_of
from ovkk_core.history import TrackedModel
from ovkk_core.registry import registry

Model = type[BaseModel]
Row = dict[str, Any]  # field name → JSON value


def tables() -> dict[str, Model]:
    """Give every table that core and the installed plugins, on or off, declare: name → model."""
    return {model._meta.table_name: model for room in registry.rooms() for model in models_of(room)}


def read(model: Model, key: Any, *, held: bool = False) -> Row | None:
    """Give the row with ``key`` as JSON; ``held`` keeps others from changing it until the commit."""
    query = model.select().where(model._meta.primary_key == key)
    row = (query.for_update() if held and not is_sqlite() else query).dicts().first()
    return None if row is None else {name: _to_json(value) for name, value in row.items()}


def record(model: Model, key: Any) -> BaseModel | None:
    """Give the row with ``key`` as a record."""
    found: BaseModel | None = model.get_or_none(model._meta.primary_key == key)
    return found


def change(model: Model, key: Any, values: Row) -> None:
    """Put ``values`` in the row with ``key``, with a revision where the table has them.

    Rules of the model are left aside: nothing new is entered, and what was allowed before must come back.
    """
    row = model.get(model._meta.primary_key == key)
    for name, value in values.items():
        setattr(row, name, _from_json(model._meta.fields[name], value))
    if isinstance(row, TrackedModel):
        TrackedModel.save(row)
    else:
        peewee.Model.save(row)


def insert(model: Model, values: Row) -> BaseModel:
    """Store a row again, also with its key where ``values`` has one."""
    row = model(**{name: _from_json(model._meta.fields[name], value) for name, value in values.items()})
    forced = model._meta.primary_key.name in values
    if isinstance(row, TrackedModel):
        TrackedModel.save(row, force_insert=forced)
    else:
        peewee.Model.save(row, force_insert=forced)
    return row


def delete(model: Model, key: Any) -> None:
    """Delete the row with ``key``, with a revision where the table has them."""
    row = model.get(model._meta.primary_key == key)
    if isinstance(row, TrackedModel):
        TrackedModel.delete_instance(row)
    else:
        peewee.Model.delete_instance(row)


def _to_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    return value


def _from_json(field: peewee.Field, value: Any) -> Any:
    while isinstance(field, peewee.ForeignKeyField):
        field = field.rel_field
    if value is None or isinstance(field, peewee.JSONField):
        return value
    for kind, read_back in READERS:
        if isinstance(field, kind):
            return read_back(value)
    return field.python_value(value)


READERS: tuple[tuple[type[peewee.Field], Any], ...] = (
    (peewee.DateTimeField, datetime.fromisoformat),
    (peewee.DateField, date.fromisoformat),
    (peewee.TimeField, time.fromisoformat),
    (peewee.UUIDField, UUID),
    (peewee.DecimalField, Decimal),
    (peewee.BlobField, b64decode),
)
