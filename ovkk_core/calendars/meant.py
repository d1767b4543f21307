"""For whom events are meant: everybody, or the audiences they name."""

from collections.abc import Iterable
from typing import Any

import peewee

from ovkk_core.audiences import Audience
from ovkk_core.calendars import keeping
from ovkk_core.calendars.models import Event, EventAudience
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.registry import bump

WHOLE = peewee.fn.COALESCE(Event.parent, Event.id)  # a part is for whom the whole is for


def audiences_of(event: Event) -> list[Audience]:
    """Give the audiences that ``event`` names itself, by name; none means everybody."""
    links = EventAudience.select(EventAudience.audience).where(EventAudience.event == event)
    return list(Audience.select().where(Audience.id.in_(links)).order_by(Audience.name, Audience.id))


def set_audiences(event: Event, slugs: Iterable[str]) -> None:
    """Make ``event`` be for exactly the audiences with these slugs; what stays so leaves no revision."""
    wanted = {audience.id for audience in Audience.select(Audience.id).where(Audience.slug.in_(list(slugs)))}
    with transaction():
        links = list(EventAudience.select().where(EventAudience.event == event))
        for link in links:
            if link.audience_id not in wanted:
                link.delete_instance()
        new = sorted(wanted - {link.audience_id for link in links})
        for number in new:
            EventAudience.create(event=event, audience=number)
        if new or len(links) > len(wanted):
            bump(keeping.STAMP)


def meant_for_named(slugs: Iterable[str]) -> peewee.Expression:
    """Give the condition for events that are for one of the audiences with these slugs, or for everybody."""
    return meant_for(Audience.select(Audience.id).where(Audience.slug.in_(list(slugs))))


def meant_for(audiences: Any) -> peewee.Expression:
    """Give the condition for events that are for one of ``audiences`` (a list or a subquery), or for everybody."""
    named = EventAudience.select(EventAudience.event)
    return WHOLE.in_(named.where(EventAudience.audience.in_(audiences))) | WHOLE.not_in(named)


def public_audience(slug: str) -> Audience:
    """Give the audience at this address; raises :class:`NotFoundError` when the public may not know of it."""
    found = Audience.get_or_none(Audience.slug == slug, Audience.public_feed)
    if found is None:
        raise NotFoundError("Deze doelgroep kennen wij niet. Kies een doelgroep uit de lijst.")
    audience: Audience = found
    return audience


def named_audiences(shown: peewee.Expression) -> list[Audience]:
    """Give the public audiences that events of the condition ``shown`` name, by name."""
    links = EventAudience.select(EventAudience.audience).join(Event).where(shown)
    found = Audience.select().where(Audience.public_feed, Audience.id.in_(links))
    return list(found.order_by(Audience.name, Audience.id))
