"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


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
    rows = _rows(query, number, size)
    if 0 < len(rows) < size or (number == 1 and not rows):
        return Page(rows, number, (number - 1) * size + len(rows), number)
    count = query.order_by().count()
    pages = max(1, -(-count // size))
    return Page(rows if number <= pages else _rows(query, pages, size), min(number, pages), count, pages)


def _rows(query: Any, number: int, size: int) -> list[Any]:
    return list(query.limit(size).offset((number - 1) * size))
