"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from ovkk_core.database import db

FEW = 1000  # keys that a query may name


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, and where it stands among the others."""

    rows: Sequence[Any]
    number: int
    count: int
    pages: int

    @property
    def near(self) -> list[int]:
        """The numbers worth a link: the first, the last and those around this one."""
        around = range(self.number - 2, self.number + 3)
        return sorted({1, self.pages, *(n for n in around if 1 <= n <= self.pages)})


def page_of(query: Any, asked: str, size: int) -> Page:
    """Give the page number ``asked``, as typed in an address; the nearest one when it does not exist.

    Everything is counted only when the page itself does not tell how many there are.
    """
    number = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
    query, count = _narrowed(query)
    rows = _rows(query, number, size)
    if 0 < len(rows) < size or (number == 1 and not rows):
        return Page(rows, number, (number - 1) * size + len(rows), number)
    count = _count(query) if count is None else count
    pages = max(1, -(-count // size))
    return Page(rows if number <= pages else _rows(query, pages, size), min(number, pages), count, pages)


def _narrowed(query: Any) -> tuple[Any, int | None]:
    """Give the query for its keys only, and how many they are, when conditions leave few: the table is read once."""
    if query._where is None or not _is_plain(query):
        return query, None
    keys = _keys(query.order_by().limit(FEW + 1))
    return (_of(query, keys), len(keys)) if len(keys) <= FEW else (query, None)


def _rows(query: Any, number: int, size: int) -> list[Any]:
    skipped = (number - 1) * size
    page = query.limit(size).offset(skipped)
    if skipped <= FEW or not _is_plain(query):
        return list(page)
    keys = _keys(page)  # an index knows these: the rows before them are not read
    found = {row._pk: row for row in _of(query.order_by(), keys)}
    return [found[key] for key in keys if key in found]


def _count(query: Any) -> int:
    if not _is_plain(query):
        return int(query.order_by().count())
    rows = query.order_by().select(peewee.SQL("1")).alias("rows")
    return int(peewee.Select([rows], [peewee.fn.COUNT(peewee.SQL("*"))]).bind(db).scalar())  # SQLite: not COUNT(1)


def _is_plain(query: Any) -> bool:
    """Say whether the rows of the query are rows of its model, which their keys tell."""
    return isinstance(query, peewee.ModelSelect) and not (query._group_by or query._distinct or query._limit)


def _keys(query: Any) -> list[Any]:
    return [key for (key,) in query.select(query.model._meta.primary_key).tuples()]


def _of(query: Any, keys: list[Any]) -> Any:
    return query.where(query.model._meta.primary_key.in_(keys))
