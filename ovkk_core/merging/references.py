"""Who refers to a row: by the models of all rooms, and by tables of which the model is not here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from ovkk_core.database import db
from ovkk_core.errors import BadInputError
from ovkk_core.merging.rows import Model, tables


@dataclass(frozen=True)
class Reference:
    """A foreign key: ``field`` of ``model`` refers to the table in question."""

    model: Model
    field: peewee.ForeignKeyField

    @property
    def table(self) -> str:
        """The table that refers."""
        return str(self.model._meta.table_name)

    def rows(self, key: Any) -> Any:
        """Give the rows that refer to ``key``, by their own key, as a query."""
        return self.model.select().where(self.field == key).order_by(self.model._meta.primary_key)


def references_to(model: Model) -> list[Reference]:
    """Give every foreign key of every room and plugin, on or off, that refers to ``model``."""
    return [Reference(one, field) for one in tables().values() for field in _fields_to(one, model)]


def refuse_unknown(model: Model, key: Any) -> None:
    """Raise ``BadInputError`` when a table of something that is not installed refers to the row.

    We do not know the rules of such a table; the database might throw its rows away along with the record.
    """
    for table, column in _columns_to(str(model._meta.table_name)):
        if _refers(table, column, key):
            raise BadInputError(
                f"De tabel '{table}' verwijst naar dit contact, maar het onderdeel waar die bij hoort werkt niet of is "
                "niet geïnstalleerd. Herstel dat onderdeel eerst; er is niets gewijzigd."
            )


def _fields_to(one: Model, model: Model) -> Iterator[peewee.ForeignKeyField]:
    for field in one._meta.sorted_fields:
        if isinstance(field, peewee.ForeignKeyField) and field.rel_model is model:
            yield field


def _columns_to(target: str) -> Iterator[tuple[str, str]]:
    """Give table and column of the foreign keys to ``target`` in tables of which no model is here."""
    for table in set(db.get_tables()) - set(tables()):
        for key in db.get_foreign_keys(table):
            if key.dest_table == target:
                yield table, key.column


def _refers(table: str, column: str, key: Any) -> bool:
    found = peewee.Table(table, [column]).bind(db.obj)
    return bool(found.select(peewee.fn.COUNT(peewee.SQL("1"))).where(getattr(found, column) == key).scalar())
