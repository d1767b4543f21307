"""Keeps pages that are the same for every stranger, and gives them before Flask, until anything at all is written."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import peewee
from flask import Flask, request
from flask.typing import ResponseReturnValue

from ovkk_core.clock import now
from ovkk_core.database import written_mark
from ovkk_core.web.counted import CountedLog
from ovkk_core.web.guarding import NONCE_OCTETS, csp_nonce
from ovkk_core.web.requests import HEADER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_BYTES = 8_000_000  # of all kept pages of one process together
SECONDS = 60  # what a page says of the present may be so old
KEPT = "ovkk.kept"  # in the WSGI environment: the nonce of a page that may be kept
DECIDING = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")

View = Callable[..., ResponseReturnValue]


def use_kept_pages(app: Flask) -> None:
    """Put the layer that keeps pages before ``app``."""
    app.wsgi_app = app.extensions["ovkk.pages"] = PageLayer(app.wsgi_app)  # type: ignore[method-assign]


def kept(view: View) -> View:
    """Let the pages of a public view be kept for strangers, as long as nothing has been written.

    Strangers send no cookie and no credentials. The view may look at the address, the language and the database, and
    at no other part of the request. A page that sets a cookie, as one with a form that posts does, is not kept.
    """

    @wraps(view)
    def answer(**arguments: Any) -> ResponseReturnValue:
        html = view(**arguments)
        if isinstance(html, str):
            request.environ[KEPT] = csp_nonce()
        return html

    return answer


@dataclass(frozen=True)
class Page:
    """An answer, each part in the pieces between which its nonce belongs."""

    status: str
    headers: list[tuple[str, list[str]]]
    body: list[bytes]

    def headers_with(self, nonce: str) -> list[tuple[str, str]]:
        """Give the headers of one answer."""
        return [(name, nonce.join(pieces)) for name, pieces in self.headers]

    @property
    def size(self) -> int:
        """How many bytes its body takes."""
        return sum(map(len, self.body))


class PageLayer:
    """A WSGI application around ``inner``; what it does not keep goes on to that."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner
        self._pages = Pages()
        self._log = CountedLog("pages")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return self._inner(environ, start_response)
        key = tuple(map(environ.get, DECIDING))
        try:
            mark = (written_mark(), int(now().timestamp()) // SECONDS)
        except peewee.PeeweeException:  # Flask says what is the matter
            return self._inner(environ, start_response)
        page = self._pages.find(mark, key)
        if page is None:
            return self._made(environ, start_response, mark, key)
        nonce = secrets.token_urlsafe(NONCE_OCTETS)
        self._log.count("GET", environ["PATH_INFO"], page.status)
        start_response(page.status, page.headers_with(nonce))
        return [nonce.encode().join(page.body)]

    def _made(
        self, environ: WSGIEnvironment, start_response: StartResponse, mark: Hashable, key: Hashable
    ) -> Iterable[bytes]:
        """Have the page made, and keep it when its view allows that."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Callable[[bytes], object]:
            begun.append((status, headers))
            return start_response(status, headers, exc_info)

        answer = self._inner(environ, start)
        if KEPT not in environ:
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        status, headers = begun[-1]
        if status.startswith("200 ") and not any(name == "Set-Cookie" for name, _ in headers):
            nonce = environ[KEPT]
            pieces = [(name, value.split(nonce)) for name, value in headers if name != HEADER]
            self._pages.keep(mark, key, Page(status, pieces, body.split(nonce.encode())))
        return [body]


class Pages:
    """Pages by key, all of one ``mark``; what was asked longest ago goes first."""

    def __init__(self) -> None:
        self.size = 0
        self._mark: Hashable = None
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, mark: Hashable, key: Hashable) -> Page | None:
        """Give the page that was kept under the same ``mark``."""
        with self._lock:
            if mark != self._mark:
                self._mark, self.size = mark, 0
                self._pages.clear()
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, mark: Hashable, key: Hashable, page: Page) -> None:
        """Keep a page, unless the mark has changed since it was asked."""
        with self._lock:
            if mark != self._mark or key in self._pages:
                return
            self._pages[key] = page
            self.size += page.size
            while self.size > MOST_BYTES:
                self.size -= self._pages.popitem(last=False)[1].size
