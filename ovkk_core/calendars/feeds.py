"""The public feeds: which there are, and what is in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from ovkk_core.calendars import meant, selecting
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.registry import registry, setting

EVERYTHING = "alles"
MUNICIPALITY = "gemeente/"
AUDIENCE = "doelgroep/"
COLOUR = "darkgreen"
WINDOW = f"Bevat wat gepland is en de afgelopen {selecting.PAST_MONTHS} maanden."


class FeedAwayError(OvkkError):
    """A feed exists but cannot be given now; programs that subscribe keep what they have."""

    status = 503


Gather = Callable[[], Any]
Refine = Callable[[peewee.Expression, Any], tuple[list[str], datetime | None]]


@dataclass(frozen=True)
class Feed:
    """A feed; ``key`` is the address of a public one without ``/kalender/`` and ``.ics``.

    The text of a private one names no address: a secret stands in it. ``refine``, when given, turns the condition
    into the VEVENTs to send, in order, and the moment of the newest change; it gets what ``gather``, asked before
    any lock is taken, gave.
    """

    key: str
    title: str
    description: str
    colour: str
    condition: peewee.Expression
    private: bool = False
    refine: Refine | None = None
    gather: Gather | None = None

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


def of_audience(slug: str) -> Feed:
    """Give the feed of one audience: what is for it, or for everybody. Raises :class:`NotFoundError`."""
    audience = meant.public_audience(slug)
    name = setting("association.name")
    description = f"Activiteiten van {name} voor {audience.name}, en die voor iedereen. {WINDOW}"
    return Feed(
        f"{AUDIENCE}{slug}", audience.name, description, COLOUR, selecting.shown() & meant.meant_for([audience])
    )


def find(key: str) -> Feed:
    """Give the feed with this key. Raises :class:`NotFoundError` when there is none, or its plugin is off."""
    if key == EVERYTHING:
        return everything()
    if key.startswith(MUNICIPALITY):
        return of_municipality(key.removeprefix(MUNICIPALITY))
    if key.startswith(AUDIENCE):
        return of_audience(key.removeprefix(AUDIENCE))
    feed = next((feed for feed in of_plugins() if feed.key == key), None)
    if feed:
        return feed
    if key in selecting.owners() and registry.get(key).broken:
        raise FeedAwayError("Deze kalender is er even niet. Uw agendaprogramma probeert het later vanzelf opnieuw.")
    raise NotFoundError("Deze kalender bestaat niet. Kijk op de pagina 'Abonneren' welke er zijn.")
