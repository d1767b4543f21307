"""Writes down who saw whose data, by numbers only: one entry for each look at a screen (PRIV-8, PRIV-10).

Every screen does so, but one that says in ``nobody`` what it shows instead of people. For a list of rows the entry has
their numbers; for another screen the numbers in its address and, when known, how many people it shows. A view that
knows better, or that gives a file, calls :func:`seen` itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask import Response, g

from ovkk_core.history import audit
from ovkk_core.web.admin.paging import Page

if TYPE_CHECKING:
    from ovkk_core.web.admin.access import Guarded
    from ovkk_core.web.admin.view import AdminView

READ = "read"
LONGEST = 600  # of the numbers in one entry of the audit trail
PAGES = frozenset({200, 422})  # what answers with these shows the screen; others send elsewhere or refuse


def seen(object_type: str, object_id: object, action: str = READ) -> None:
    """Write down that the present user sees or gets this; core adds nothing to it."""
    audit(action, object_type, object_id)
    g.look_written = True


def shows_people(count: int) -> None:
    """Say how many people this answer shows, 0 for nobody; for one that is not made with ``render``."""
    g.look_count = count


def note_rows(view: "AdminView", rows: Iterable[Any]) -> None:
    """Write down that the present user sees ``rows`` in the list of ``view``."""
    numbers = sorted({row._pk for row in rows})
    if numbers and isinstance(numbers[0], int) and not view.nobody:
        seen(view.table, text_of(numbers))


def note_count(shows: int | None, values: Mapping[str, Any]) -> None:
    """Remember how many people a page shows: as it says, else the rows of its list; None when nobody counted."""
    pages = [value for value in values.values() if isinstance(value, Page)]
    g.look_count = shows if shows is not None else sum(len(page.rows) for page in pages) if pages else None


def note_look(view: "Guarded", name: str, values: Mapping[str, Any], answer: Any) -> None:
    """Write down that the method ``name`` showed something, unless it did so itself or shows nobody."""
    written, count = g.pop("look_written", False), g.pop("look_count", None)
    if written or view.nobody or count == 0 or _status(answer) not in PAGES:
        return
    words = [str(value) for value in values.values()] + ([f"aantal:{count}"] if count else [])
    about = view.table if view.table and "id" in values else f"{view.endpoint}.{name}"
    audit(READ, about, " ".join(words)[:LONGEST])


def text_of(numbers: Iterable[int]) -> str:
    """Give sorted numbers as a short text: ``1-50,60``; where it would be too long, those in between count as seen."""
    spans = list(_spans(numbers))
    while len(text := ",".join(f"{first}-{last}" if last > first else str(first) for first, last in spans)) > LONGEST:
        spans = [(spans[at][0], spans[min(at + 1, len(spans) - 1)][1]) for at in range(0, len(spans), 2)]
    return text


def numbers_of(text: str) -> list[tuple[int, int]]:
    """Give the (first, last) pairs in a text of :func:`text_of`; nothing for another text."""
    pairs = []
    for span in text.split(","):
        first, _, last = span.partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            pairs.append((int(first), int(last or first)))
    return pairs


def _status(answer: Any) -> int:
    if isinstance(answer, Response):
        return int(answer.status_code)
    return int(answer[1]) if isinstance(answer, tuple) else 200


def _spans(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = before = -1
    for number in numbers:
        if number != before + 1 and before >= 0:
            yield start, before
        if number != before + 1 or before < 0:
            start = number
        before = number
    if before >= 0:
        yield start, before
