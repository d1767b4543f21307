"""Everything that takes place in a period: our own events and what others plan, each with its audience."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

import peewee

from ovkk_core.calendars import Event, EventStatus, Occurrence, Visibility, local, occurrences_of, outside
from ovkk_core.contacts import Village
from ovkk_core.planning.audience import Audience
from ovkk_core.registry import registry
from ovkk_core.web import span

GOING = (EventStatus.PUBLISHED, EventStatus.CANCELLED)
INSTANT = timedelta(microseconds=1)


class Origin(Enum):
    """Where an occasion comes from."""

    OWN = "own"
    OUTSIDE = "outside"
    POLL = "poll"


@dataclass(frozen=True)
class Occasion:
    """One thing that takes place; moments are UTC, ``last`` is its last day, ``when`` is words."""

    title: str
    starts_at: datetime
    ends_at: datetime
    when: str
    audience: Audience
    origin: Origin
    source: str = ""
    address: str = ""
    event_id: int | None = None
    poll_id: int | None = None
    draft: bool = False
    cancelled: bool = False
    internal: bool = False

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return days_of(self.starts_at, self.ends_at)


def days_of(starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """Give the first and the last day in Europe/Amsterdam; what ends at midnight does not touch the next."""
    first = local(starts_at).date()
    return first, max(first, local(ends_at - INSTANT).date())


def between(since: datetime, until: datetime, *, drafts: bool) -> list[Occasion]:
    """Give what takes place, wholly or in part, between the moments, soonest first.

    ``drafts`` adds drafts and internal events of ours. Of our events the whole ones come, not their parts.
    """
    found = [*_own(since, until, drafts), *_outside(since, until)]
    return sorted(found, key=lambda occasion: (occasion.starts_at, occasion.title))


def _own(since: datetime, until: datetime, drafts: bool) -> Iterator[Occasion]:
    rows = list(_events(since, until, drafts))
    places: dict[int, set[int]] = {}
    for event in rows:
        if event.village_id:
            places.setdefault(event.parent_id or event.id, set()).add(event.village.municipality_id)
    whole = [event for event in rows if event.parent_id is None and registry.is_on(event.owner)]
    for one in occurrences_of(whole, since, until):
        yield _of_ours(one, Audience(frozenset(places.get(one.event.id, ()))))


def _of_ours(one: Occurrence, audience: Audience) -> Occasion:
    event = one.event
    return Occasion(
        title=one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        when=_in_words(one.starts_at, one.ends_at, all_day=one.all_day),
        audience=audience,
        origin=Origin.OWN,
        address=(event.page or f"/agenda/{event.slug}") if event.visible else "",
        event_id=event.id,
        draft=event.status is EventStatus.DRAFT,
        cancelled=one.cancelled,
        internal=event.visibility is Visibility.INTERNAL,
    )


def _events(since: datetime, until: datetime, drafts: bool) -> peewee.Query:
    states = [*GOING, EventStatus.DRAFT] if drafts else list(GOING)
    query = (
        Event.select(Event, Village)
        .join(Village, peewee.JOIN.LEFT_OUTER)
        .where(Event.opens_at < until, Event.over_at > since, Event.status.in_(states))
    )
    return query if drafts else query.where(Event.visibility == Visibility.PUBLIC)


def _outside(since: datetime, until: datetime) -> Iterator[Occasion]:
    for event in outside(since, until):
        yield Occasion(
            title=event.title,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            when=_in_words(event.starts_at, event.ends_at, all_day=event.all_day),
            audience=Audience(frozenset({event.municipality_id} if event.municipality_id else ())),
            origin=Origin.OUTSIDE,
            source=event.source,
            address=event.address if event.address.startswith(("https://", "http://")) else "",
        )


def _in_words(starts_at: datetime, ends_at: datetime, *, all_day: bool) -> str:
    return span(*days_of(starts_at, ends_at)) if all_day else span(starts_at, ends_at)
