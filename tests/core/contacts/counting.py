"""Counts the questions that are put to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from ovkk_core.database import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the list to which every SQL statement of the block is added."""
    asked: list[str] = []
    execute = db.obj.execute_sql

    def noted(sql: str, *args: object, **kwargs: object) -> object:
        asked.append(sql)
        return execute(sql, *args, **kwargs)

    with patch.object(db.obj, "execute_sql", noted):
        yield asked
