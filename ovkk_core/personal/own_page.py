"""What somebody's own page shows: details, positions, preferences, calendars, links, and a request to be erased."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template, request

from ovkk_core.clock import today
from ovkk_core.consents import PreferencesForm, Suppression, suppression_of
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.personal import erasing, links
from ovkk_core.personal.board import board_of
from ovkk_core.personal.checking import items_of
from ovkk_core.personal.details import DetailsForm
from ovkk_core.personal.feeds import Offer, OwnFeed, feeds_of, offers_to
from ovkk_core.personal.models import ErasureRequest, PersonalLink

PAST_SHOWN = 10
DONE = frozenset(
    {"gegevens", "voorkeuren", "functie", "agenda", "verzoek", "verzoek-terug", "links", "klopt", "wissel"}
)


@dataclass(frozen=True)
class OwnPage:
    """Everything on the page; ``details`` or ``preferences`` may be forms with something to repair."""

    token: str
    link: PersonalLink
    person: Person
    details: DetailsForm
    preferences: PreferencesForm
    positions: list[Position]
    past: list[Position]
    feeds: list[OwnFeed]
    offers: list[Offer]
    links: list[PersonalLink]
    erasure: ErasureRequest | None
    board: list[Position]
    asked: bool
    listed: Suppression | None = None
    done: str = ""
    refusal: tuple[str, str] = ("", "")
    address: str = ""
    today: date = field(default_factory=today)


def own_page(token: str, link: PersonalLink, **changed: Any) -> str:
    """Draw the page; ``changed`` replaces what it would show, such as a form that was sent with a mistake."""
    person = link.person
    shown: dict[str, Any] = {
        "details": DetailsForm(person, None),
        "preferences": PreferencesForm(person, None),
        "positions": coming_positions(person),
        "past": past_positions(person),
        "feeds": feeds_of(person),
        "offers": offers_to(person),
        "links": links.links_of(person),
        "board": board_of(person),
        "asked": any(item.answered_at is None for item in items_of(link)),
        "erasure": erasing.open_request_of(person),
        "listed": suppression_of(person.email) if person.email else None,
        "done": said if (said := request.args.get("klaar", "")) in DONE else "",
    }
    page = OwnPage(token=token, link=link, person=person, **(shown | changed))
    return render_template("personal/own.html", page=page)


def coming_positions(person: Person) -> list[Position]:
    """Give the positions that ``person`` holds now or will hold, with their organisations."""
    later = Position.ends_on.is_null() | (Position.ends_on >= today())
    return list(_positions(person).where(later))


def past_positions(person: Person) -> list[Position]:
    """Give the last positions that ``person`` left."""
    return list(
        _positions(person).where(Position.ends_on < today()).order_by(Position.ends_on.desc()).limit(PAST_SHOWN)
    )


def _positions(person: Person) -> Any:
    query = Position.select(Position, Organisation).join(Organisation).where(Position.person == person)
    return query.order_by(Organisation.sort_key, Position.id)
