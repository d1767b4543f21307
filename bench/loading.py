"""Fills a fresh installation with events, places and partners for a measurement."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

from ovkk_core.agreements import tokens
from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.app import create_app, initialise
from ovkk_core.calendars import Event, EventStatus, keeping, save_event
from ovkk_core.clock import now
from ovkk_core.config import Settings, from_environment
from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    Position,
    PositionFunction,
    Province,
    Village,
)
from ovkk_core.database import connected, transaction
from ovkk_core.registry import bump, registry

WORDS = ("bewoners", "dorpenschouw", "dorpshuis", "energie", "initiatief", "leefbaarheid", "samen", "van", "woningbouw")
THEMES = ("energie", "groen", "jeugd", "verkeer", "wonen", "zorg")
MUNICIPALITIES = 20
HOURS = 5000  # the events spread over so many


def environment(folder: Path) -> dict[str, str]:
    """Give the variables of an installation in ``folder``."""
    return {"OVKK_DATA_DIR": str(folder), "OVKK_BASE_URL": "http://127.0.0.1:8010", "OVKK_SECRET_KEY": "b" * 40}


@contextmanager
def fresh(folder: Path) -> Iterator[Flask]:
    """Make an empty installation and stand in its application context."""
    settings: Settings = from_environment(environment(folder))
    initialise(settings)
    app = create_app(settings)
    with app.app_context(), connected():
        registry.refresh()
        yield app


@contextmanager
def installation(folder: Path, events: int) -> Iterator[Flask]:
    """Make an installation with ``events`` published events and stand in its application context."""
    with fresh(folder) as app:
        fill(events)
        yield app


def fill(events: int) -> None:
    """Add events, each with its fragment, past the rules: only their number and where they are matter here."""
    choose = random.Random(1)  # noqa: S311 - the same words in every run
    start = now().replace(microsecond=0)
    with transaction():
        villages = _villages()
        for number in range(events):
            moment = start + timedelta(hours=number % HOURS)
            event = Event(
                slug=f"{number}",
                owner="calendars",
                title=" ".join(choose.choices(WORDS, k=4)),
                description=" ".join(choose.choices(WORDS, k=40)),
                starts_at=moment,
                ends_at=moment + timedelta(hours=2),
                opens_at=moment,
                over_at=moment + timedelta(hours=2),
                village=villages[number % len(villages)],
                location="Dorpshuis, Dorpsstraat 1",
                categories=[choose.choice(THEMES)],
                status=EventStatus.PUBLISHED,
                last_modified=start,
            )
            Event.insert(**event.__data__ | keeping.fragment(event)).execute()
        bump(keeping.STAMP)


def feeds(count: int) -> list[str]:
    """Agree on feeds until there are ``count``, all different; give the paths of all, the public ones first."""
    public = ["/kalender/alles.ics", *(f"/kalender/gemeente/gemeente-{n}.ics" for n in range(MUNICIPALITIES))]
    council = Organisation.create(name="Dorpsraad", kind=OrganisationKind.VILLAGE_COUNCIL)
    contact = Position.create(organisation=council, function=PositionFunction.SECRETARY)
    secret = []
    with transaction():
        for number in range(count - len(public)):
            agreement = FeedAgreement.create(
                name=f"Afspraak {number}",
                contact=contact,
                places=Places.MUNICIPALITIES,
                municipalities=[f"gemeente-{number % MUNICIPALITIES}", f"gemeente-{number // MUNICIPALITIES}"],
                themes=[THEMES[number % len(THEMES)]] if number % 2 else [],
            )
            secret.append(f"/kalender/prive/{tokens.give(agreement)}.ics")
    return [*public, *secret]


def change(folder: Path) -> None:
    """Change the title of the newest event, while a server may be running on ``folder``."""
    app = create_app(from_environment(environment(folder)))
    with app.app_context(), connected():
        registry.refresh()
        event = Event.select().order_by(Event.id.desc()).get()
        event.title = f"{event.title} anders"
        save_event(event)


def _villages() -> list[Village]:
    province = Province.create(name="Overijssel")
    places = [
        Municipality.create(name=f"Gemeente {number}", slug=f"gemeente-{number}", province=province)
        for number in range(MUNICIPALITIES)
    ]
    return [
        Village.create(name=f"Dorp {number}", slug=f"dorp-{number}", municipality=place)
        for number, place in enumerate(places)
    ]
