"""The public feeds: which there are, and their text as last written, plain and compressed."""

import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from ovkk_core.calendars import keeping, selecting, writer
from ovkk_core.calendars.models import Event, RenderedFeed
from ovkk_core.clock import now, today
from ovkk_core.contacts import Village
from ovkk_core.database import connected, lock, transaction
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.registry import Stamp, registry, setting

STAMPS = (keeping.STAMP, "plugins", "settings")  # whatever changes a feed raises one of these
EVERYTHING = "alles"
MUNICIPALITY = "gemeente/"
COLOUR = "darkgreen"
WINDOW = f"Bevat wat gepland is en de afgelopen {selecting.PAST_MONTHS} maanden."
COMPRESSION = 1  # of 9: a feed is written again at every change, so speed counts here
ONE_AT_A_TIME = threading.Lock()


class FeedAwayError(OvkkError):
    """A feed exists but cannot be given now; programs that subscribe keep what they have."""

    status = 503


@dataclass(frozen=True)
class Feed:
    """A public feed; ``key`` is its address without ``/kalender/`` and ``.ics``."""

    key: str
    title: str
    description: str
    colour: str
    condition: peewee.Expression

    @property
    def path(self) -> str:
        """Its address on this site."""
        return f"/kalender/{self.key}.ics"


def everything() -> Feed:
    """Give the feed of all public events."""
    name = setting("association.name")
    return Feed(EVERYTHING, name, f"Alle activiteiten van {name}. {WINDOW}", COLOUR, selecting.shown())


def of_plugins() -> list[Feed]:
    """Give the feeds of the plugins that are on, by title."""
    on = selecting.owners()
    feeds = [
        Feed(name, spec.title, f"{spec.description} {WINDOW}".strip(), spec.colour, selecting.shown([name]))
        for name, spec in registry.collect("register_calendars")
        if name in on
    ]
    return sorted(feeds, key=lambda feed: feed.title)


def of_municipality(slug: str) -> Feed:
    """Give the feed of one municipality, or raise :class:`NotFoundError`."""
    place = selecting.municipality(slug)
    description = f"Activiteiten van {setting('association.name')} in de gemeente {place.name}. {WINDOW}"
    condition = selecting.shown() & selecting.in_municipality(place)
    return Feed(f"{MUNICIPALITY}{slug}", f"Gemeente {place.name}", description, COLOUR, condition)


def find(key: str) -> Feed:
    """Give the feed with this key. Raises :class:`NotFoundError` when there is none, or its plugin is off."""
    if key == EVERYTHING:
        return everything()
    if key.startswith(MUNICIPALITY):
        return of_municipality(key.removeprefix(MUNICIPALITY))
    feed = next((feed for feed in of_plugins() if feed.key == key), None)
    if feed:
        return feed
    if key in selecting.owners() and registry.get(key).broken:
        raise FeedAwayError("Deze kalender is er even niet. Uw agendaprogramma probeert het later vanzelf opnieuw.")
    raise NotFoundError("Deze kalender bestaat niet. Kijk op de pagina 'Abonneren' welke er zijn.")


def fresh(key: str, base_url: str, day: date) -> Any:
    """Give the condition under which the stored text of ``key`` is right on ``day``; one indexed read answers it."""
    return (
        (RenderedFeed.feed == key)
        & (RenderedFeed.made_for == writer.made_for(base_url))
        & (RenderedFeed.day == day)
        & (RenderedFeed.revision == _revision())
    )


def written(feed: Feed) -> RenderedFeed:
    """Give the feed's present text, writing it anew when something changed: once, however many ask at a time."""
    base_url = keeping.base_url()
    found = RenderedFeed.get_or_none(fresh(feed.key, base_url, today()))
    if found is None:
        with ONE_AT_A_TIME, transaction():
            lock(f"feed {feed.key}")
            found = RenderedFeed.get_or_none(fresh(feed.key, base_url, today())) or _write(feed, base_url)
    return found


def body(key: str, etag: str, gzipped: bool) -> bytes:
    """Give the stored text of ``key``, if it still is the one with this ``etag``; else raise ``DoesNotExist``."""
    column = RenderedFeed.compressed if gzipped else RenderedFeed.plain
    with connected():
        (text,) = RenderedFeed.select(column).where(RenderedFeed.feed == key, RenderedFeed.etag == etag).tuples().get()
    return bytes(text)


def _write(feed: Feed, base_url: str) -> RenderedFeed:
    (revision,) = _revision().tuples().first()
    fragments, changed = _fragments(feed, base_url)
    heading = writer.Heading(feed.title, feed.description, f"{base_url}{feed.path}", feed.colour, changed)
    plain = writer.calendar(fragments, heading)
    etag = hashlib.sha256(plain).hexdigest()[:32]
    before = RenderedFeed.get_or_none(RenderedFeed.feed == feed.key)
    row = {
        "made_for": writer.made_for(base_url),
        "day": today(),
        "revision": revision,
        "etag": etag,
        "last_modified": before.last_modified if before and before.etag == etag else now().replace(microsecond=0),
        "plain": plain,
        "compressed": gzip.compress(plain, COMPRESSION, mtime=0),
    }
    RenderedFeed.insert(feed=feed.key, **row).on_conflict(conflict_target=[RenderedFeed.feed], update=row).execute()
    return RenderedFeed(feed=feed.key, **row)


def _fragments(feed: Feed, base_url: str) -> tuple[list[str], Any]:
    """Give the VEVENTs of the feed in order of time, and when the newest of them changed."""
    condition = feed.condition & selecting.recent(today())
    _write_missing(condition, base_url)
    rows = list(
        Event.select(Event.fragment, Event.last_modified).where(condition).order_by(Event.starts_at, Event.uid).tuples()
    )
    return [fragment for fragment, _ in rows], max((changed for _, changed in rows), default=None)


def _write_missing(condition: Any, base_url: str) -> None:
    """Write the VEVENTs that were made for another address or by another version, or not yet."""
    wanted = writer.made_for(base_url)
    for event in (
        Event.select(Event, Village)
        .join(Village, peewee.JOIN.LEFT_OUTER)
        .where(condition, Event.fragment_for != wanted)
    ):
        Event.update(**keeping.fragment(event)).where(Event.id == event.id).execute()


def _revision() -> Any:
    return Stamp.select(peewee.fn.COALESCE(peewee.fn.SUM(Stamp.value), 0)).where(Stamp.name.in_(STAMPS))
