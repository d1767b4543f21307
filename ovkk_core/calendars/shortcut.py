"""A thin layer before Flask: answers polls of feeds that have not changed since they were written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import peewee
from flask import Flask, Response
from werkzeug.sansio.utils import host_is_trusted

from ovkk_core.calendars import rendering, serving
from ovkk_core.calendars.models import RenderedFeed
from ovkk_core.calendars.reading import Ask, Reader
from ovkk_core.clock import today
from ovkk_core.config import Settings
from ovkk_core.database import connected
from ovkk_core.web import CountedLog, in_the_open

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ADDRESS = re.compile(r"/kalender/((?:gemeente/|doelgroep/)?[a-z0-9_-]+)\.ics")
DECIDING = (
    *("PATH_INFO", "REQUEST_METHOD", "QUERY_STRING", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO"),
    *("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
)  # of a request: what the answer depends on


class FeedLayer:
    """A WSGI application around ``app``. One indexed read covers validators, revision and whether the plugin is on.

    Whatever is not a plain GET or HEAD of a stored, still valid feed goes on to Flask, which answers the same.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._settings: Settings = app.config["OVKK"]
        self._base_url = self._settings.base_url
        self._extra = _headers_of_every_answer(app)
        self._reader = Reader()
        self._polls = CountedLog("polls")
        self._trusts = lru_cache(maxsize=64)(lambda host: host_is_trusted(host, app.config.get("TRUSTED_HOSTS")))
        self._question = lru_cache(maxsize=1024)(self._question_about)  # writing the SQL costs more than asking it

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._answer(environ)
        if answer is None:
            return self.app(environ, start_response)
        self._polls.count(environ["REQUEST_METHOD"], environ["PATH_INFO"], answer.status)
        start_response(answer.status, answer.headers.copy())  # the server may change them (PEP 3333)
        return [answer.body] if answer.body else []

    def _answer(self, environ: WSGIEnvironment) -> serving.Answer | None:
        if not environ["PATH_INFO"].startswith("/kalender/"):
            return None
        asked = (today(), *map(environ.get, DECIDING))
        try:
            return self._reader.answer(asked, lambda ask: self._found(environ, ask))
        except (peewee.PeeweeException, RenderedFeed.DoesNotExist):  # Flask says what is the matter
            return None

    def _found(self, environ: WSGIEnvironment, ask: Ask) -> serving.Answer | None:
        """Answer by what ``DECIDING`` names in ``environ`` and by the database, nothing else."""
        address = ADDRESS.fullmatch(environ["PATH_INFO"])
        if not address or environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
            return None
        if not self._trusts(environ.get("HTTP_HOST", "")) or in_the_open(environ, self._settings):
            return None
        return self._stored(address[1], environ, ask)

    def _stored(self, key: str, environ: WSGIEnvironment, ask: Ask) -> serving.Answer | None:
        row = ask(*self._question(key, today()))
        if row is None:
            return None
        found = serving.Validators(row[0], _moment(row[1]))
        answer = serving.answer(environ, key, found, lambda gzipped: rendering.body(key, found.etag, gzipped))
        return answer._replace(headers=answer.headers + self._extra)

    def _question_about(self, key: str, day: date) -> tuple[str, tuple[Any, ...]]:
        valid = rendering.fresh(key, self._base_url, day)
        query, values = RenderedFeed.select(RenderedFeed.etag, RenderedFeed.last_modified).where(valid).sql()
        return query, tuple(values)


@lru_cache(maxsize=1024)
def _moment(stored: str | datetime) -> datetime:
    moment: datetime = RenderedFeed.last_modified.python_value(stored)
    return moment


def _headers_of_every_answer(app: Flask) -> list[tuple[str, str]]:
    """Give what ``app`` adds to any answer, security headers among them, less what tells answers apart."""
    with app.test_request_context("/kalender/", base_url=app.config["OVKK"].base_url), connected():
        response = app.process_response(Response(headers=dict.fromkeys(serving.OWN_HEADERS, "")))
    own = {name.lower() for name in (*serving.OWN_HEADERS, "Content-Length", "X-Request-ID")}
    return [(name, value) for name, value in response.headers if name.lower() not in own]
