"""Answers a request for a feed: validators, 304, gzip and headers (FEED-1 to FEED-3, FEED-8)."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from threading import Lock

from werkzeug.http import parse_accept_header, parse_etags

MAX_AGE = 300  # seconds that a cache may answer without asking
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"
OWN_HEADERS = ("Cache-Control", "Content-Security-Policy", "Content-Type", "Vary")
SHELF_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What to send; ``body`` is empty for HEAD and 304."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Validators:
    """What identifies the present text of a feed: the hash of the plain bytes and when it last changed (UTC)."""

    etag: str
    last_modified: datetime


class Shelf:
    """Bodies kept in memory, up to a fixed number of bytes however many feeds there are."""

    def __init__(self, room: int = SHELF_BYTES) -> None:
        self._room = room
        self._held = 0
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str, read: Callable[[], bytes]) -> bytes:
        """Give the body with this ETag, from ``read`` when it is not here."""
        with self._lock:
            if etag in self._bodies:
                self._bodies.move_to_end(etag)
                return self._bodies[etag]
        body = read()
        with self._lock:
            self._held += len(body) - len(self._bodies.pop(etag, b""))
            self._bodies[etag] = body
            while self._held > self._room:
                self._held -= len(self._bodies.popitem(last=False)[1])
        return body


shelf = Shelf()


def answer(environ: Mapping[str, str], key: str, found: Validators, read: Callable[[bool], bytes]) -> Answer:
    """Answer GET or HEAD of feed ``key`` with the text that ``read`` gives (compressed for True), or with 304.

    If-None-Match wins over If-Modified-Since; the ETag is strong and another one per coding (RFC 9110 13.2.2).
    """
    gzipped = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{found.etag}{"-gzip" if gzipped else ""}"'
    headers = [
        ("ETag", etag),
        ("Last-Modified", _http_date(found.last_modified)),
        ("Cache-Control", f"public, max-age={MAX_AGE}"),
        ("Vary", "Accept-Encoding"),
        ("X-Robots-Tag", "noindex"),
        ("Content-Security-Policy", NOTHING_RUNS),
    ]
    if _unchanged(environ, etag, found.last_modified):
        return Answer("304 NOT MODIFIED", headers, b"")
    body = shelf.get(etag, lambda: read(gzipped))
    filename = f"{key.replace('/', '-')}.ics"
    headers += [
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Disposition", f"inline; filename=\"{filename}\"; filename*=UTF-8''{filename}"),
        ("Content-Length", str(len(body))),
    ]
    if gzipped:
        headers.append(("Content-Encoding", "gzip"))
    return Answer("200 OK", headers, b"" if environ.get("REQUEST_METHOD") == "HEAD" else body)


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and parse_accept_header(accepted).quality("gzip") > 0


@lru_cache(maxsize=256)
def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _unchanged(environ: Mapping[str, str], etag: str, last_modified: datetime) -> bool:
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None:
        return asked == etag or parse_etags(asked).contains_weak(etag.strip('"'))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not since:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return last_modified <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
