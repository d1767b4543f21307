"""One query for a list and everything its columns name, however far away."""

from collections.abc import Iterable
from typing import Any

import peewee


class Joined:
    """A model with the tables that dotted paths such as ``village.municipality.name`` lead to."""

    def __init__(self, model: type[peewee.Model], paths: Iterable[str]) -> None:
        self.model = model
        self._tables: dict[tuple[str, ...], Any] = {(): model}
        self._joins: list[tuple[Any, Any, Any, str]] = []
        for path in paths:
            self._follow(tuple(path.split(".")))

    def query(self) -> Any:
        """Give the rows with the joined rows in them, so that reading a path asks nothing more."""
        query = self.model.select(*self._tables.values())
        for source, target, condition, name in self._joins:
            query = query.join_from(source, target, peewee.JOIN.LEFT_OUTER, on=condition, attr=name)
        return query

    def field(self, path: str) -> Any:
        """Give the field at ``path``, to sort, search or filter by; raise ``KeyError`` when it was not joined."""
        *steps, name = path.split(".")
        table = self._tables[tuple(steps)]
        if name not in _fields_of(table):
            raise KeyError(path)
        return getattr(table, name)

    def plain(self, path: str) -> peewee.Field | None:
        """Give the model's field at ``path``, or None for a property or method."""
        *steps, name = path.split(".")
        table = self._tables.get(tuple(steps))
        return _fields_of(table).get(name) if table is not None else None

    def _follow(self, steps: tuple[str, ...]) -> None:
        for length in range(1, len(steps) + 1):
            before, here = steps[: length - 1], steps[:length]
            field = _fields_of(self._tables[before]).get(here[-1])
            if not isinstance(field, peewee.ForeignKeyField):
                return
            if here in self._tables:
                continue
            target = field.rel_model.alias()
            source = self._tables[before]
            condition = getattr(source, field.name) == getattr(target, field.rel_field.name)
            self._tables[here] = target
            self._joins.append((source, target, condition, field.name))


def _fields_of(table: Any) -> dict[str, Any]:
    model = table.model if isinstance(table, peewee.ModelAlias) else table
    fields: dict[str, Any] = model._meta.fields
    return fields


def options_of(model: type[peewee.Model]) -> list[tuple[str, str]]:
    """Give (key, words) of every row of ``model`` in the order of the words; in one query."""
    near = [name for name, field in model._meta.fields.items() if isinstance(field, peewee.ForeignKeyField)]
    rows = Joined(model, near).query()
    return sorted(((str(row._pk), str(row)) for row in rows), key=lambda option: option[1].casefold())
