"""The moments of date polls in which no date was chosen yet: somebody may have kept them free."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from ovkk_core.clock import today
from ovkk_core.contacts import Organisation, OrganisationKind, Position
from ovkk_core.planning.audience import Audience
from ovkk_core.planning.models import WAITING, DatePoll, PollGuest, PollOption
from ovkk_core.planning.occasions import Occasion, Origin
from ovkk_core.web import span

FORGOTTEN = timedelta(days=30)  # after the last day to answer, a poll without a choice no longer keeps dates


def tentative(since: datetime, until: datetime) -> Iterator[Occasion]:
    """Give the options between the moments of polls that still wait for a choice, with the audience of each."""
    waiting = WAITING & (DatePoll.closes_on >= today() - FORGOTTEN)
    query = PollOption.select(PollOption, DatePoll).join(DatePoll).order_by(PollOption.starts_at, PollOption.id)
    options = list(query.where(waiting, PollOption.starts_at < until, PollOption.ends_at > since))
    audiences = audiences_of({option.poll_id for option in options})
    for option in options:
        yield Occasion(
            title=option.poll.title,
            starts_at=option.starts_at,
            ends_at=option.ends_at,
            when=span(option.starts_at, option.ends_at),
            audience=audiences[option.poll_id],
            origin=Origin.POLL,
            poll_id=option.poll_id,
        )


def audiences_of(polls: Iterable[int]) -> dict[int, Audience]:
    """Give by poll the municipalities and kinds of the organisations whose people were asked, in one query.

    An organisation without a municipality, or somebody without an organisation, makes it every municipality.
    """
    wanted = list(polls)
    places: dict[int, set[int | None]] = {poll: set() for poll in wanted}
    kinds: dict[int, set[OrganisationKind]] = {poll: set() for poll in wanted}
    query = PollGuest.select(PollGuest.poll, Organisation.municipality, Organisation.kind)
    joined = query.left_outer_join(Position).left_outer_join(Organisation).where(PollGuest.poll.in_(wanted))
    for poll, place, kind in joined.distinct().tuples():
        places[poll].add(place)
        kinds[poll].add(kind)
    return {poll: Audience(_known(places[poll]), _known(kinds[poll])) for poll in wanted}


def _known(found: set[Any]) -> frozenset[Any]:
    return frozenset() if None in found else frozenset(found)
