"""Answers a request for a feed: validators, 304, gzip and headers (FEED-1 to FEED-3, FEED-8)."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from werkzeug.http import parse_accept_header, parse_etags

MAX_AGE = 300  # seconds that a cache may answer without asking
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"
PUBLIC = f"public, max-age={MAX_AGE}"
PRIVATE = "private, no-cache"  # a program may keep its copy, and asks before each use (FEED-3)
OWN_HEADERS = ("Cache-Control", "Content-Security-Policy", "Content-Type", "Vary")
SHELF_BYTES = 32 * 1024 * 1024


class Answer(NamedTuple):
    """What to send; ``body`` is empty for HEAD and 304, else the shelf has it under ``shelved``."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    shelved: str = ""


class Validators(NamedTuple):
    """What identifies the present text of a feed: the hash of the plain bytes and when it last changed (UTC)."""

    etag: str
    last_modified: datetime


class Decision(NamedTuple):
    """What the headers of a request decide; ``headers`` is shared, so copy it to add to it."""

    etag: str
    gzipped: bool
    unchanged: bool
    headers: list[tuple[str, str]]


class Shelf:
    """Bodies kept in memory, up to a fixed number of bytes however many feeds there are."""

    def __init__(self, room: int = SHELF_BYTES) -> None:
        self._room = room
        self._held = 0
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str, read: Callable[[], bytes]) -> bytes:
        """Give the body with this ETag, from ``read`` when it is not here."""
        held = self.held(etag)
        if held is not None:
            return held
        body = read()
        with self._lock:
            self._held += len(body) - len(self._bodies.pop(etag, b""))
            self._bodies[etag] = body
            while self._held > self._room:
                self._held -= len(self._bodies.popitem(last=False)[1])
        return body

    def held(self, etag: str) -> bytes | None:
        """Give the body with this ETag when it is here."""
        with self._lock:
            body = self._bodies.get(etag)
            if body is not None:
                self._bodies.move_to_end(etag)
        return body


shelf = Shelf()


def answer(
    environ: Mapping[str, str], key: str, found: Validators, read: Callable[[bool], bytes], caching: str = PUBLIC
) -> Answer:
    """Answer GET or HEAD of feed ``key`` with the text that ``read`` gives (compressed for True), or with 304.

    If-None-Match wins over If-Modified-Since; the ETag is strong and another one per coding (RFC 9110 13.2.2).
    ``caching`` is PUBLIC or PRIVATE.
    """
    decision = _decide(
        found,
        environ.get("HTTP_ACCEPT_ENCODING", ""),
        environ.get("HTTP_IF_NONE_MATCH"),
        environ.get("HTTP_IF_MODIFIED_SINCE"),
        caching,
    )
    if decision.unchanged:
        return Answer("304 NOT MODIFIED", decision.headers)
    body = shelf.get(decision.etag, lambda: read(decision.gzipped))
    filename = f"{key.replace('/', '-')}.ics"
    headers = [
        *decision.headers,
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Disposition", f"inline; filename=\"{filename}\"; filename*=UTF-8''{filename}"),
        ("Content-Length", str(len(body))),
    ]
    if decision.gzipped:
        headers.append(("Content-Encoding", "gzip"))
    if environ.get("REQUEST_METHOD") == "HEAD":
        return Answer("200 OK", headers)
    return Answer("200 OK", headers, body, decision.etag)


@lru_cache(maxsize=256)
def _decide(found: Validators, accepted: str, none_match: str | None, since: str | None, caching: str) -> Decision:
    """Decide from the headers alone; programs ask the same again and again."""
    gzipped = "gzip" in accepted and parse_accept_header(accepted).quality("gzip") > 0
    etag = f'"{found.etag}{"-gzip" if gzipped else ""}"'
    headers = [
        ("ETag", etag),
        ("Last-Modified", format_datetime(found.last_modified.astimezone(UTC), usegmt=True)),
        ("Cache-Control", caching),
        ("Vary", "Accept-Encoding"),
        ("X-Robots-Tag", "noindex"),
        ("Content-Security-Policy", NOTHING_RUNS),
    ]
    if none_match is not None:
        unchanged = parse_etags(none_match).contains_weak(etag.strip('"'))
    else:
        unchanged = since is not None and _not_after(found.last_modified, since)
    return Decision(etag, gzipped, unchanged, headers)


def _not_after(last_modified: datetime, since: str) -> bool:
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return last_modified <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
