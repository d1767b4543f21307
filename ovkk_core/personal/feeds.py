"""Somebody's own calendars: which there are, a new address shown once, and taking one back (FEED-5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from ovkk_core.agreements import (
    OWN_KINDS,
    FeedAgreement,
    Places,
    give_token,
    last_fetches,
    make_own_feed,
    take_tokens_back,
    working_tokens,
)
from ovkk_core.clock import today
from ovkk_core.contacts import Person, Position, current_positions
from ovkk_core.errors import NotFoundError
from ovkk_core.history import acting

NOT_YOURS = "Deze agenda is niet (meer) van u. Ga terug naar uw pagina."


@dataclass(frozen=True)
class OwnFeed:
    """A calendar with when its newest working address was given out, and when it was last fetched, if ever."""

    agreement: FeedAgreement
    given_at: datetime | None
    fetched_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """A calendar that could be made: its kind in words, for which position."""

    position: Position
    kind: Places
    words: str


def feeds_of(person: Person) -> list[OwnFeed]:
    """Give the calendars of the positions that ``person`` holds now, by name."""
    agreements = _agreements(person)
    fetched = last_fetches([one.id for one in agreements])
    found = []
    for one in agreements:
        tokens = working_tokens(one)
        fetch = fetched.get(one.id)
        found.append(OwnFeed(one, tokens[-1].created_at if tokens else None, fetch.last_at if fetch else None))
    return found


def offers_to(person: Person) -> list[Offer]:
    """Give the calendars that ``person`` has not yet: one for each position, and one for the person."""
    positions = positions_of(person)
    there = {(one.contact_id, one.places) for one in _agreements(person)}
    personal = {places for _, places in there} & {Places.PERSON}
    offers = [
        Offer(position, Places.ORGANISATION, str(OWN_KINDS[Places.ORGANISATION]))
        for position in positions
        if (position.id, Places.ORGANISATION) not in there
    ]
    if positions and not personal:
        offers.append(Offer(positions[0], Places.PERSON, str(OWN_KINDS[Places.PERSON])))
    return offers


def new_address(person: Person, number: int) -> tuple[FeedAgreement, str]:
    """Give one of the calendars of ``person`` another address, which is shown this once."""
    agreement = _mine(person, number)
    with acting(f"persoon:{person.id}"):
        return agreement, _address(give_token(agreement))


def make_feed(person: Person, position: int, kind: str) -> tuple[FeedAgreement, str]:
    """Make a calendar for one of the positions of ``person``, and give its address, which is shown this once."""
    if position not in {one.id for one in positions_of(person)}:
        raise NotFoundError(NOT_YOURS)
    with acting(f"persoon:{person.id}"):
        agreement, _made = make_own_feed(position, kind)
        return agreement, _address(give_token(agreement))


def end_addresses(person: Person, number: int) -> None:
    """Let no address of one of the calendars of ``person`` work any more."""
    with acting(f"persoon:{person.id}"):
        take_tokens_back(_mine(person, number))


def positions_of(person: Person) -> list[Position]:
    """Give the positions that ``person`` holds now, with their organisations."""
    return list(current_positions().where(Position.person == person))


def _agreements(person: Person) -> list[FeedAgreement]:
    numbers = [one.id for one in positions_of(person)]
    running = FeedAgreement.ends_on.is_null() | (FeedAgreement.ends_on >= today())
    query: Any = FeedAgreement.select().where(FeedAgreement.contact.in_(numbers), running)
    return list(query.order_by(FeedAgreement.name, FeedAgreement.id))


def _mine(person: Person, number: int) -> FeedAgreement:
    found = next((one for one in _agreements(person) if one.id == number), None)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def _address(token: str) -> str:
    return f"{current_app.config['OVKK'].base_url}/kalender/prive/{token}.ics"
