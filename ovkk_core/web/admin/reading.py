"""Writes down whose records somebody saw, by numbers only: to know what a misused account read (PRIV-10)."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ovkk_core.database import transaction
from ovkk_core.history import audit

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

READ = "read"
LONGEST = 240  # of the numbers in one entry of the audit trail


def note(view: "AdminView", rows: Iterable[Any]) -> None:
    """Write down that the present user saw ``rows``, when the screen says that this is kept."""
    numbers = sorted({row._pk for row in rows}) if view.logs_reading else []
    if numbers:
        with transaction():
            for text in texts_of(numbers):
                audit(READ, view.model._meta.table_name, text)


def texts_of(numbers: list[int]) -> Iterator[str]:
    """Give sorted numbers as few short texts: ``1-50,60``."""
    text = ""
    for span in _spans(numbers):
        if len(text) + len(span) + 1 > LONGEST:
            yield text
            text = ""
        text = f"{text},{span}" if text else span
    if text:
        yield text


def numbers_of(text: str) -> list[tuple[int, int]]:
    """Give the (first, last) pairs in a text of :func:`texts_of`; nothing for another text."""
    pairs = []
    for span in text.split(","):
        first, _, last = span.partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            pairs.append((int(first), int(last or first)))
    return pairs


def _spans(numbers: list[int]) -> Iterator[str]:
    start = before = None
    for number in [*numbers, None]:
        if before is not None and number != before + 1:
            yield str(start) if start == before else f"{start}-{before}"
            start = None
        start = number if start is None else start
        before = number
