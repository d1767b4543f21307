"""FEED-7: a scenario from screen to fetch, after which the address of the feed is looked for everywhere."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.agreements import changes, following
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.clock import frozen
from ovkk_core.database import connected, db, is_sqlite, models_of
from ovkk_core.mail import OutboxMail
from ovkk_core.registry import registry
from ovkk_core.web.logs import JsonFormatter
from tests.core.agreements.conftest import DAY, NOW, MakeAgreement, MakeEvent, Partner
from tests.people import log_in, make_user

TOKEN_LENGTH = 43


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Give everything that is logged at any level, as the server would write it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def shown_token(page: str) -> str:
    return page.split("/kalender/prive/")[1][:TOKEN_LENGTH]


def rows() -> str:
    """Give every row of every table as text."""
    with connected():
        models = [model for room in registry.rooms() for model in models_of(room)]
        return "\n".join(repr(row) for model in models for row in model.select().tuples())


def test_feed_7_token_is_in_no_file_table_log_or_mail(
    app: Flask, client: FlaskClient, logged: io.StringIO, agreement: MakeAgreement, event: MakeEvent, tmp_path: Path
) -> None:
    event("Kennismaking")
    one = agreement(embed="dorpsraad", origins=["https://dorp.example"])
    anna = make_user("beheerder")
    log_in(client, anna)
    given = client.post(f"/beheer/agenda-afspraken/{one.id}/adres/")
    token = shown_token(given.text)
    program = Partner(app.test_client(), token)
    assert [program.get().status_code for _ in range(2)] == [200, 200]
    program.client.get(f"/kalender/prive/{token}.ics/")
    program.client.get(f"/kalender/prive/{token}")
    program.client.post(f"/kalender/prive/{token}.ics")
    others = [f"/beheer/agenda-afspraken/{one.id}/", "/beheer/agenda-afspraken/", "/beheer/logboek/", "/beheer/"]
    pages = [client.get(page).text for page in others]
    pages += [program.client.get(f"/kalender/inbedden/dorpsraad{ending}").text for ending in ("", ".json")]
    with frozen(NOW + 40 * DAY):
        following.warn_of_silence()
        changes.tell_last_month()
    assert OutboxMail.select().count() == 2
    mails = b"".join(bytes(mail.content) for mail in OutboxMail.select())
    assert "prive" in logged.getvalue()
    for where in (*pages, rows(), logged.getvalue(), mails.decode(), str(given.headers)):
        assert token not in where
    if is_sqlite():
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert any(path.name.endswith("-wal") for path in files)
        assert [path for path in files if token.encode() in path.read_bytes()] == []


def test_feed_7_address_is_shown_once_and_never_passed_on(client: FlaskClient, agreement: MakeAgreement) -> None:
    one = agreement()
    log_in(client, make_user("coordinator"))
    given = client.post(f"/beheer/agenda-afspraken/{one.id}/adres/")
    assert given.status_code == 200
    assert given.headers["Referrer-Policy"] == "no-referrer"
    assert given.headers["Cache-Control"] == "no-store"
    assert "calendar.google.com" not in given.text
    assert "/kalender/prive/" not in client.get(f"/beheer/agenda-afspraken/{one.id}/").text


def test_revoking_works_at_the_next_fetch(client: FlaskClient, agreement: MakeAgreement) -> None:
    one = agreement()
    log_in(client, make_user("coordinator"))
    token = shown_token(client.post(f"/beheer/agenda-afspraken/{one.id}/adres/").text)
    assert client.get(f"/kalender/prive/{token}.ics").status_code == 200
    client.post(f"/beheer/agenda-afspraken/{one.id}/intrekken/")
    assert client.get(f"/kalender/prive/{token}.ics").status_code == 404
    assert FeedAgreement.select().count() == 1
    assert db.obj is not None
