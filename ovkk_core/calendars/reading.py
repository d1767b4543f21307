"""Asks one row at a time, at the least cost: for the layer before Flask."""

from typing import Any

import peewee

from ovkk_core.database import db, is_sqlite


class RowReader:
    """Reads on connections of the pool that it keeps, at most one per thread that asks at the same time.

    Taking a connection and giving it back costs more than the question of an unchanged poll.
    """

    def __init__(self) -> None:
        self._idle: list[_Kept] = []

    def row(self, query: str, values: tuple[Any, ...]) -> Any:
        """Give the first row or None. Raises what peewee raises; the connection is then closed and forgotten."""
        with peewee.__exception_wrapper__:
            try:
                kept = self._idle.pop()
            except IndexError:
                kept = _Kept()
            try:
                found = kept.row(query, values)
            except BaseException:
                kept.close()
                raise
            self._idle.append(kept)
        return found


class _Kept:
    """A connection that only reads, and the rows that it found since anybody last wrote.

    SQLite tells a connection whether another one, of any process, has committed; to ask that costs a quarter of
    asking for the row. PostgreSQL does not tell.
    """

    def __init__(self) -> None:
        self._connection = db._connect()
        self._tells = is_sqlite()
        self._version: int | None = None
        self._rows: dict[tuple[str, tuple[Any, ...]], Any] = {}

    def row(self, query: str, values: tuple[Any, ...]) -> Any:
        """Give the first row or None."""
        if not self._tells:
            return self._connection.execute(query, values).fetchone()
        version = self._connection.pragma("data_version")  # before the row, so that what we keep is never older
        if version != self._version:
            self._rows.clear()
            self._version = version
        found = self._rows.get((query, values))
        if found is None:
            found = self._connection.execute(query, values).fetchone()
            if found is not None:  # anybody can ask for what there is not
                self._rows[query, values] = found
        return found

    def close(self) -> None:
        """Close the connection for good."""
        db._close(self._connection, close_conn=True)
