"""The text of feeds as last written, plain and compressed; written anew once after a change."""

import gzip
import hashlib
import threading
from datetime import date
from typing import Any

import peewee

from ovkk_core import audiences
from ovkk_core.calendars import keeping, selecting, writer
from ovkk_core.calendars.feeds import Feed
from ovkk_core.calendars.models import Event, RenderedFeed
from ovkk_core.clock import now, today
from ovkk_core.contacts import Village
from ovkk_core.database import connected, db, lock, transaction
from ovkk_core.registry import Stamp

STAMPS = (keeping.STAMP, audiences.STAMP, "plugins", "settings")  # whatever changes a feed raises one of these
COMPRESSION = 1  # of 9: a feed is written again at every change, so speed counts here
ONE_AT_A_TIME = threading.Lock()


def fresh(key: str, base_url: str, day: date) -> Any:
    """Give the condition under which the stored text of ``key`` is right on ``day``; one indexed read answers it."""
    return (
        (RenderedFeed.feed == key)
        & (RenderedFeed.made_for == writer.made_for(base_url))
        & (RenderedFeed.day == day)
        & (RenderedFeed.revision == _revision())
    )


def validators(feed: Feed) -> RenderedFeed:
    """Give the feed's present ETag and date without its text, which a poll does not need; written anew if need be."""
    columns = (RenderedFeed.feed, RenderedFeed.etag, RenderedFeed.last_modified)
    condition = fresh(feed.key, keeping.base_url(), today())
    return RenderedFeed.select(*columns).where(condition).first() or written(feed)


def written(feed: Feed) -> RenderedFeed:
    """Give the feed's present text, writing it anew when something changed: once, however many ask at a time."""
    base_url = keeping.base_url()
    condition = fresh(feed.key, base_url, today())
    found = RenderedFeed.get_or_none(condition)
    if found is None:
        gathered = _gathered(feed)
        with ONE_AT_A_TIME, transaction():
            lock(f"feed {feed.key}")
            found = _written_now(feed, base_url, gathered)
    return found


def compressed(row: RenderedFeed) -> bytes:
    """Give the text of ``row`` compressed: made when first asked for, then stored."""
    if row.compressed is None:
        with ONE_AT_A_TIME, transaction():
            same = (RenderedFeed.feed == row.feed) & (RenderedFeed.etag == row.etag)
            stored = RenderedFeed.select(RenderedFeed.compressed).where(same).tuples().first()
            row.compressed = (stored and stored[0]) or gzip.compress(row.plain, COMPRESSION, mtime=0)
            RenderedFeed.update(compressed=row.compressed).where(same).execute()
    return bytes(row.compressed)


def body(key: str, etag: str, gzipped: bool) -> bytes:
    """Give the stored text of ``key``; raise ``DoesNotExist`` when it has another ``etag`` or is not compressed yet."""
    column = RenderedFeed.compressed if gzipped else RenderedFeed.plain
    wanted = (RenderedFeed.feed == key) & (RenderedFeed.etag == etag) & column.is_null(False)
    with connected():
        (text,) = RenderedFeed.select(column).where(wanted).tuples().get()
    return bytes(text)


def _gathered(feed: Feed) -> tuple[int, Any] | None:
    """Give what ``feed`` asks of rooms before it is written, and the revision before that.

    The text is written for that revision: what changes meanwhile makes it old again.
    """
    return (_revision().scalar(), feed.gather()) if feed.gather else None


def _written_now(feed: Feed, base_url: str, gathered: tuple[int, Any] | None) -> RenderedFeed:
    """Write the feed, unless somebody did while we waited for our turn."""
    valid = {"made_for": writer.made_for(base_url), "day": today(), "revision": _revision().scalar()}
    columns = (*(getattr(RenderedFeed, name) for name in valid), RenderedFeed.etag, RenderedFeed.last_modified)
    last = RenderedFeed.select(*columns).where(RenderedFeed.feed == feed.key).first()
    if last and all(getattr(last, name) == value for name, value in valid.items()):
        return RenderedFeed.get_by_id(feed.key)
    if gathered:
        valid["revision"] = gathered[0]
    return _write(feed, base_url, valid, last, gathered[1] if gathered else None)


def _write(feed: Feed, base_url: str, valid: dict[str, Any], last: RenderedFeed | None, given: Any) -> RenderedFeed:
    """Write the feed as it is now; a text that stays as it was ``last`` keeps its date."""
    fragments, changed = _fragments(feed, base_url, given)
    source = "" if feed.private else f"{base_url}{feed.path}"
    heading = writer.Heading(feed.title, feed.description, source, feed.colour, changed)
    plain = writer.calendar(fragments, heading)
    etag = hashlib.sha256(plain).hexdigest()[:32]
    if last and etag == last.etag:
        RenderedFeed.update(**valid).where(RenderedFeed.feed == feed.key).execute()
        return RenderedFeed(feed=feed.key, etag=etag, last_modified=last.last_modified, plain=plain, **valid)
    text = {"etag": etag, "last_modified": now().replace(microsecond=0), "plain": plain, "compressed": None}
    row = valid | text
    RenderedFeed.insert(feed=feed.key, **row).on_conflict(conflict_target=[RenderedFeed.feed], update=row).execute()
    return RenderedFeed(feed=feed.key, **row)


def _fragments(feed: Feed, base_url: str, given: Any) -> tuple[list[str], Any]:
    """Give the VEVENTs of the feed in order of time, and when the newest of them changed."""
    condition = feed.condition & selecting.recent(today())
    wanted = writer.made_for(base_url)
    if feed.refine:
        _write_missing(condition & (Event.fragment_for != wanted))
        return feed.refine(condition, given)
    columns = (Event.fragment, Event.fragment_for, Event.last_modified)
    query = Event.select(*columns).where(condition).order_by(Event.starts_at, Event.uid)
    rows = db.execute(query).fetchall()  # as stored: peewee's rows cost as much as all the rest
    if any(made_for != wanted for _, made_for, _ in rows):
        _write_missing(condition & (Event.fragment_for != wanted))
        rows = db.execute(query).fetchall()
    changed = Event.last_modified.python_value(max((moment for _, _, moment in rows), default=None))
    return [fragment for fragment, _, _ in rows], changed


def _write_missing(condition: Any) -> None:
    """Write the VEVENTs that were made for another address or by another version, or not yet."""
    for event in Event.select(Event, Village).join(Village, peewee.JOIN.LEFT_OUTER).where(condition):
        Event.update(**keeping.fragment(event)).where(Event.id == event.id).execute()


def _revision() -> Any:
    return Stamp.select(peewee.fn.COALESCE(peewee.fn.SUM(Stamp.value), 0)).where(Stamp.name.in_(STAMPS))
