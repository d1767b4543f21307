"""The list: one page of rows in a constant number of queries, searched, filtered and sorted by allow-listed names."""

from collections.abc import Mapping
from functools import partial, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import peewee
from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from ovkk_core.web.admin import actions, editing, filling, filtering, reading
from ovkk_core.web.admin.addresses import DOWN, PAGE, SEARCH, SORT, address, kept
from ovkk_core.web.admin.paging import page_of

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

MOST_WORDS = 8


def sortable(kind: Any, model: type[peewee.Model]) -> dict[str, str]:
    """Give column → path to sort by: those named, else the plain columns of the list."""
    if kind.column_sortable_list is None:
        fields = model._meta.fields
        return {n: n for n in kind.column_list if n in fields and not isinstance(fields[n], peewee.ForeignKeyField)}
    named = kind.column_sortable_list
    pairs = named.items() if isinstance(named, Mapping) else [(n, n) if isinstance(n, str) else n for n in named]
    return {column: path if isinstance(path, str) else path.name for column, path in pairs}


def paths_of(view: "AdminView") -> list[str]:
    """Give the paths outside the columns that sorting, searching and filtering need."""
    named = [*view.column_sortable_list.values(), *(view.column_searchable_list or ()), *(view.column_filters or ())]
    return [path for path in named if isinstance(path, str)]


def show(view: "AdminView") -> ResponseReturnValue:
    """Give the page that the address asks for."""
    query = selected(view, request.args)
    page = page_of(query, request.args.get(PAGE, "1"), view.page_size)
    reading.note_rows(view, page.rows)
    inputs = filtering.inputs(view, request.args)
    cells = editing.cell_forms(view, page.rows)
    return view.render(
        view.list_template,
        page=page,
        columns=[(name, escape(view.get_column_name(name))) for name in view.column_list],
        active=filtering.active(inputs),
        inputs=inputs,
        actions=actions.actions_of(view),
        cells=cells,
        address=partial(address, view),
        rows=partial(filling.rows_of, view, page.rows, alike=not cells),
        kept=kept(view),
        sorted_by=_sorted_by(view),
    )


def selected(view: "AdminView", arguments: Mapping[str, str]) -> Any:
    """Give the query of everything that ``arguments`` select, in their order."""
    query = _searched(view, view.get_query(), arguments.get(SEARCH, ""))
    query = filtering.apply(view, query, arguments)
    return query.order_by(*_order(view, arguments))


def _searched(view: "AdminView", query: Any, text: str) -> Any:
    """Keep the rows that hold every word of ``text`` in one of the searchable columns, wildcards as plain letters."""
    words = [word for word in filtering.clean(text).split() if word][:MOST_WORDS]
    fields = [view.reach.field(path) for path in view.column_searchable_list or ()]
    if not words or not fields:
        return query
    return query.where(reduce(and_, (reduce(or_, (field.contains(word) for field in fields)) for word in words)))


def _order(view: "AdminView", arguments: Mapping[str, str]) -> list[Any]:
    """Give the order asked for, else the screen's own; the key comes last so that pages never overlap.

    What may be empty comes last. Only there that is said, and the key goes the way of the rest: an index serves both.
    """
    column = arguments.get(SORT, "")
    if column in view.column_sortable_list:
        wanted = [(view.column_sortable_list[column], arguments.get(DOWN) == "1")]
    else:
        wanted = view._get_default_order() or []
    primary = view.model._meta.primary_key
    last = primary.desc() if wanted and wanted[-1][1] else primary.asc()
    return [*(_directed(view.reach.field(path), down, "." in path) for path, down in wanted), last]


def _directed(field: Any, down: bool, joined: bool) -> Any:
    nulls = "last" if joined or field.null else None
    return field.desc(nulls=nulls) if down else field.asc(nulls=nulls)


def _sorted_by(view: "AdminView") -> tuple[str, bool]:
    """Give the column that the list is sorted by, and whether downward."""
    column = request.args.get(SORT, "")
    if column in view.column_sortable_list:
        return column, request.args.get(DOWN) == "1"
    default = view._get_default_order()
    return default[0] if default else ("", False)
