"""Many rows at once, past the models: for imports of a hundred thousand rows, and nothing smaller."""

from collections.abc import Iterable, Sequence
from typing import Any

import peewee

from ovkk_core.database.connection import db, is_sqlite


def insert_rows(model: type[peewee.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows``, each with values for the fields ``names`` as the database stores them.

    Nothing is checked, defaulted or tracked: that is the caller's. Runs in the caller's transaction; uses
    ``executemany`` on SQLite and ``COPY`` on PostgreSQL.
    """
    fields = [model._meta.fields[name] for name in names]
    cursor = db.cursor()
    if is_sqlite():
        columns, marks = ", ".join(f'"{field.column_name}"' for field in fields), ", ".join("?" * len(fields))
        statement = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own names
        cursor.executemany(statement, rows)
        return
    from psycopg import sql  # here: SQLite installations do without the driver

    quoted = sql.SQL(", ").join(sql.Identifier(field.column_name) for field in fields)
    copying = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.table_name), quoted)
    with cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row(row)


def update_rows(model: type[peewee.Model], name: str, pairs: Iterable[tuple[Any, int]]) -> None:
    """Set the field ``name`` of many rows; ``pairs`` are (value as the database stores it, key)."""
    field, key = model._meta.fields[name], model._meta.primary_key
    statement, _ = model.update({field: peewee.Value(0, converter=False)}).where(key == 0).sql()
    db.cursor().executemany(statement, pairs)


def reserve_ids(model: type[peewee.Model], count: int) -> int:
    """Give the first of ``count`` keys in a row that are nobody's; hold the table first (:func:`hold_tables`)."""
    if is_sqlite():
        return int(model.select(peewee.fn.MAX(model._meta.primary_key)).scalar() or 0) + 1
    sequence = peewee.fn.PG_GET_SERIAL_SEQUENCE(f'"{model._meta.table_name}"', model._meta.primary_key.column_name)
    first = int(peewee.Select(columns=[peewee.fn.NEXTVAL(sequence)]).bind(db).scalar())
    if count > 1:
        peewee.Select(columns=[peewee.fn.SETVAL(sequence, first + count - 1)]).bind(db).scalar()
    return first


def hold_tables(*models: type[peewee.Model]) -> None:
    """Keep others from writing in these tables until the transaction ends; on SQLite it already does."""
    if is_sqlite():
        return
    from psycopg import sql  # here: SQLite installations do without the driver

    tables = sql.SQL(", ").join(sql.Identifier(model._meta.table_name) for model in models)
    db.cursor().execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(tables))
