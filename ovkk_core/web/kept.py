"""Keeps pages that are the same for every visitor, until anything at all is written to the database."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue

from ovkk_core.clock import now
from ovkk_core.database import written_mark
from ovkk_core.web.guarding import csp_nonce
from ovkk_core.web.languages import asked

MOST_BYTES = 8_000_000  # of all kept pages of one process together
SECONDS = 60  # what a page says of the present may be so old

View = Callable[..., ResponseReturnValue]


def use_kept_pages(app: Flask) -> None:
    """Give ``app`` its room for kept pages."""
    app.extensions["ovkk.pages"] = _Pages()


def kept(view: View) -> View:
    """Let a public view that gives HTML answer strangers from memory as long as nothing has been written.

    Strangers send no cookie and no credentials. The view may look at the address, the language and the database, and
    at no other part of the request. A page that began a session, as one with a form that posts does, is made anew
    each time.
    """

    @wraps(view)
    def answer(**arguments: Any) -> ResponseReturnValue:
        if request.cookies or request.authorization or request.method not in {"GET", "HEAD"}:
            return view(**arguments)
        pages: _Pages = current_app.extensions["ovkk.pages"]
        key = (request.host, request.full_path, asked(), int(now().timestamp()) // SECONDS, *written_mark())
        pieces = pages.find(key)
        if pieces is None:
            html = view(**arguments)
            if not isinstance(html, str) or session.modified:
                return html
            pieces = html.split(g.csp_nonce) if "csp_nonce" in g else [html]
            pages.keep(key, pieces)
        return csp_nonce().join(pieces)

    return answer


class _Pages:
    """Pages by key, each in the pieces between which its nonce belongs; what was asked longest ago goes first."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Hashable, list[str]] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def find(self, key: Hashable) -> list[str] | None:
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def keep(self, key: Hashable, pieces: list[str]) -> None:
        with self.lock:
            self.size += _size(pieces) - _size(self.pages.pop(key, []))
            self.pages[key] = pieces
            while self.size > MOST_BYTES:
                self.size -= _size(self.pages.popitem(last=False)[1])


def _size(pieces: list[str]) -> int:
    return sum(map(len, pieces))
