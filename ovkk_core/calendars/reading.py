"""Asks one row at a time, at the least cost: for the layer before Flask."""

from collections.abc import Sequence
from typing import Any

import peewee

from ovkk_core.database import db


class RowReader:
    """Reads on connections of the pool that it keeps, at most one per thread that asks at the same time.

    Taking a connection and giving it back costs more than the question of an unchanged poll.
    """

    def __init__(self) -> None:
        self._idle: list[Any] = []

    def row(self, query: str, values: Sequence[Any]) -> Any:
        """Give the first row or None. Raises what peewee raises; the connection is then closed and forgotten."""
        with peewee.__exception_wrapper__:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = db._connect()
            try:
                found = connection.execute(query, values).fetchone()
            except BaseException:
                db._close(connection, close_conn=True)
                raise
            self._idle.append(connection)
        return found
