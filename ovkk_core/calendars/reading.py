"""Asks one row at a time, at the least cost: for the layer before Flask."""

from collections.abc import Callable, Hashable
from typing import Any

import peewee

from ovkk_core.calendars import serving
from ovkk_core.calendars.serving import Answer
from ovkk_core.database import db, is_sqlite

MOST, LONGEST = 256, 1000  # answers that a connection remembers, and characters of what was asked
Ask = Callable[[str, tuple[Any, ...]], Any]
Find = Callable[[Ask], Answer | None]


class Reader:
    """Reads on connections of the pool that it keeps, at most one per thread that asks at the same time.

    Taking a connection and giving it back costs more than the question of an unchanged poll.
    """

    def __init__(self) -> None:
        self._idle: list[KeptConnection] = []

    def answer(self, asked: tuple[Hashable, ...], find: Find) -> Answer | None:
        """Give what ``find`` makes of the row it asks for: of ``asked`` and the database alone, and remembered so.

        Raises what peewee raises; the connection is then closed and forgotten.
        """
        with peewee.__exception_wrapper__:
            try:
                kept = self._idle.pop()
            except IndexError:
                kept = KeptConnection()
            try:
                found = kept.answer(asked, find)
            except BaseException:
                kept.close()
                raise
            self._idle.append(kept)
        return found


class KeptConnection:
    """A connection that only reads, and the answers (their bodies left on the shelf) since anybody last wrote.

    SQLite tells a connection whether another one, of any process, has committed; to ask that costs a quarter of
    asking for the row. PostgreSQL does not tell.
    """

    def __init__(self) -> None:
        self._connection = db._connect()
        self._tells = is_sqlite()
        self._version: int | None = None
        self._answers: dict[tuple[Hashable, ...], Answer] = {}

    def answer(self, asked: tuple[Hashable, ...], find: Find) -> Answer | None:
        """Give the answer, remembered or found."""
        if not self._tells:
            return find(self.row)
        version = self._connection.pragma("data_version")  # before the row, so that what we keep is never older
        if version != self._version:
            self._answers.clear()
            self._version = version
        known = self._answers.get(asked)
        if known:
            body = serving.shelf.held(known.shelved) if known.shelved else b""
            if body is not None:
                return Answer(known.status, known.headers, body, known.shelved)
        found = find(self.row)
        if found and len(str(asked)) < LONGEST:
            if len(self._answers) >= MOST:
                self._answers.clear()
            self._answers[asked] = Answer(found.status, found.headers, b"", found.shelved)
        return found

    def row(self, query: str, values: tuple[Any, ...]) -> Any:
        """Give the first row or None."""
        return self._connection.execute(query, values).fetchone()

    def close(self) -> None:
        """Close the connection for good."""
        db._close(self._connection, close_conn=True)
