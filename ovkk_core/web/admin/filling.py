"""The rows of a list as HTML: the template makes one with marks in it, and the values of each row replace those.

What a row looks like stands in the template only, and a long list is there in a third of the time.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from ovkk_core.web.admin.addresses import row_addresses

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView, RowLink

MARKS = re.compile(r"546372819918273645m(\d+)m")  # letters and digits, which nothing escapes or translates

Macro = Callable[..., str]


class Frame:
    """A piece of HTML with marks, to be filled many times."""

    def __init__(self, html: str) -> None:
        pieces = MARKS.split(html)
        self._form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        self._places = [int(place) for place in pieces[1::2]]

    def filled(self, values: Sequence[Any]) -> str:
        """Give the piece with ``values`` in their places, made safe."""
        safe = [escape(value) for value in values]
        return self._form % tuple([safe[place] for place in self._places])


def rows_of(view: "AdminView", records: Sequence[Any], row: Macro, link: Macro, *, alike: bool) -> Markup:
    """Give the rows of ``records`` by the macros for a row and for one of its further links.

    ``alike`` says that rows differ only in what the macro is given; otherwise it makes every row.
    """
    address, may_edit = row_addresses(view), view.may_call("edit_view")
    rows: dict[bool, Frame] = {}
    links: dict[Any, Frame] = {}
    found = []
    for record in records:
        key, who, words = record._pk, str(record), [view.words(record, name) for name in view.column_list]
        more = _links(view.row_links(record), who, link, links)
        has_link = hasattr(words[0], "__html__")
        values = [key, who, address("details_view", key), may_edit and address("edit_view", key), more, *words]
        if not alike:
            found.append(_row(row, values, has_link))
            continue
        if has_link not in rows:
            rows[has_link] = Frame(
                _row(row, [value is not False and _mark(at) for at, value in enumerate(values)], has_link)
            )
        found.append(rows[has_link].filled(values))
    return Markup("\n".join(found))  # noqa: S704 - of templates, and of values made safe


def _row(row: Macro, values: Sequence[Any], has_link: bool) -> str:
    key, who, opens, edits, links, *words = values
    return row(key, who, opens, edits, links, words, has_link)


def _links(links: "Sequence[RowLink]", who: str, link: Macro, frames: dict[Any, Frame]) -> Markup:
    found = []
    for one in links:
        kind = (one.post, str(one.title))
        if kind not in frames:
            frames[kind] = Frame(link(replace(one, address=_mark(0)), _mark(1)))
        found.append(frames[kind].filled((one.address, who)))
    return Markup("".join(found))  # noqa: S704 - as above


def _mark(place: int) -> str:
    return f"546372819918273645m{place}m"
