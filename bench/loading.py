"""Fills a fresh installation with events for a measurement."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

from ovkk_core.app import create_app, initialise
from ovkk_core.calendars import Event, EventStatus, keeping
from ovkk_core.clock import now
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import connected, transaction
from ovkk_core.registry import bump, registry

WORDS = ("bewoners", "dorpenschouw", "dorpshuis", "energie", "initiatief", "leefbaarheid", "samen", "van", "woningbouw")


def environment(folder: Path) -> dict[str, str]:
    """Give the variables of an installation in ``folder``."""
    return {"OVKK_DATA_DIR": str(folder), "OVKK_BASE_URL": "http://127.0.0.1:8010", "OVKK_SECRET_KEY": "b" * 40}


@contextmanager
def installation(folder: Path, events: int) -> Iterator[Flask]:
    """Make an installation with ``events`` published events and stand in its application context."""
    settings: Settings = from_environment(environment(folder))
    initialise(settings)
    app = create_app(settings)
    with app.app_context(), connected():
        registry.refresh()
        fill(events)
        yield app


def fill(events: int) -> None:
    """Add events, each with its fragment, past the rules: only their number matters here."""
    choose = random.Random(1)  # noqa: S311 - the same words in every run
    start = now().replace(microsecond=0)
    with transaction():
        for number in range(events):
            moment = start + timedelta(hours=number % 5000)
            event = Event(
                slug=f"{number}",
                owner="calendars",
                title=" ".join(choose.choices(WORDS, k=4)),
                description=" ".join(choose.choices(WORDS, k=40)),
                starts_at=moment,
                ends_at=moment + timedelta(hours=2),
                opens_at=moment,
                over_at=moment + timedelta(hours=2),
                location="Dorpshuis, Dorpsstraat 1",
                status=EventStatus.PUBLISHED,
                last_modified=start,
            )
            Event.insert(**event.__data__ | keeping.fragment(event)).execute()
        bump(keeping.STAMP)
