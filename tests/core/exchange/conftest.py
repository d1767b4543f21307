"""Two municipalities with a village each, and ways to bring a file in and see it through."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.contacts import Municipality, Province, Village
from ovkk_core.exchange import batches
from ovkk_core.exchange.models import ImportBatch
from ovkk_core.exchange.outcomes import Outcome
from ovkk_core.jobs import run_due
from tests.people import log_in, make_user

TakeIn = Callable[..., ImportBatch]


@pytest.fixture
def places(database: None) -> dict[str, Village]:
    """Give Vilsteren in Ommen and Lemele in Raalte."""
    province, _ = Province.get_or_create(name="Overijssel")
    towns = {name: Municipality.create(name=name, province=province) for name in ("Ommen", "Raalte")}
    return {
        name: Village.create(name=name, municipality=towns[town])
        for name, town in (("Vilsteren", "Ommen"), ("Lemele", "Raalte"))
    }


@pytest.fixture
def checked(places: dict[str, Village]) -> TakeIn:
    """Give a way to bring in a file (lines, or bytes) and have it checked with the columns as guessed."""

    def take(*lines: str | bytes, name: str = "leden.csv", replace: bool = True, search: bool = True) -> ImportBatch:
        content = lines[0] if isinstance(lines[0], bytes) else "\n".join(map(str, lines)).encode()
        batch = batches.take_file(name, content)
        batches.name_columns(batch, batch.mapping, replace=replace, search=search)
        return done(batch)

    return take


def done(batch: ImportBatch) -> ImportBatch:
    """Let the worker do what the batch waits for; give the batch as it is then."""
    run_due()
    return batches.batch_by_id(batch.id)


def stored(batch: ImportBatch) -> ImportBatch:
    """Have the rows stored."""
    batches.carry_out(batch)
    return done(batch)


def undone(batch: ImportBatch) -> ImportBatch:
    """Have the batch taken back."""
    batches.undo(batch)
    return done(batch)


def verdicts(batch: ImportBatch) -> str:
    """Give the letters of the verdicts of all rows, in order."""
    return "".join(outcome.verdict.value for outcome, _ in batches.outcomes(batch))


def outcome_of(batch: ImportBatch, line: int) -> Outcome:
    """Give what was said of one line."""
    return next(outcome for outcome, _ in batches.outcomes(batch) if outcome.line == line)


@pytest.fixture
def coordinator(app: Flask, database: None) -> FlaskClient:
    """Give a client of somebody who may import and export; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("coordinator"))
    return client
