"""Addresses of a list: what is asked of it, kept while something else happens."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import request, url_for

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

MARK = "918273645546372819"  # where a key is to stand; digits, as a route may take nothing else
SORT, DOWN, SEARCH, PAGE = "sort", "desc", "q", "page"


def address(view: "AdminView", **changes: Any) -> str:
    """Give the address of this list with what is asked now, changed by ``changes``; None takes something away."""
    asked = {name: value for name, value in {**kept(view), PAGE: None, **changes}.items() if value not in (None, "")}
    return url_for(f"{view.endpoint}.index_view", **asked)


def kept(view: "AdminView") -> dict[str, str]:
    """Give what the present address asks of the list, to ask it again after something was done."""
    known = _known(view)
    return {name: value for name, value in request.args.items() if name in known}


def row_addresses(view: "AdminView") -> Callable[[str, Any], str]:
    """Give what tells the address of a method for a row by its key; a long list asks for many, so it is built once."""

    @cache
    def frame(method: str) -> str:
        return url_for(f"{view.endpoint}.{method}", id=MARK)

    return lambda method, key: frame(method).replace(MARK, quote(str(key), safe=""))


def _known(view: "AdminView") -> set[str]:
    return {SORT, DOWN, SEARCH, PAGE, *(name for f in view.filters for name in f.arguments)}
