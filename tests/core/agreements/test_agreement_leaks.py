"""FEED-4: a secret address that is asked for in the open is taken back and told; public feeds move to https."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from ovkk_core.agreements import following, leaking, tokens
from ovkk_core.agreements.choices import State
from ovkk_core.agreements.models import FeedAgreement, FeedToken
from ovkk_core.calendars import FeedLayer
from ovkk_core.mail import OutboxMail
from tests.core.agreements.conftest import MakeEvent, Partner
from tests.people import log_in, make_user

PLAIN, SAFE = {"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": "https"}
MakePartner = Callable[..., Partner]


@pytest.fixture
def proxied(app: Flask) -> None:
    """Let the site be https, behind one proxy of ours."""
    app.config["OVKK"] = replace(app.config["OVKK"], base_url="https://localhost", trusted_proxies=1)


def told() -> list[tuple[str, str]]:
    return [(mail.kind, mail.address) for mail in OutboxMail.select().order_by(OutboxMail.id)]


@pytest.mark.usefixtures("proxied")
def test_feed_4_secret_address_asked_over_http_is_taken_back_and_told_once(
    partner: MakePartner, client: FlaskClient
) -> None:
    program, anna = partner(), make_user("coordinator")
    assert program.get(**SAFE).status_code == 200
    assert [program.get(**PLAIN).status_code for _ in range(2)] == [404, 404]
    assert program.get(**SAFE).status_code == 404
    assert told() == [("agreements.leaked", "bram@dorpsraad.test")]
    assert [one.state for one in following.standings()] == [State.LEAKED]
    (item,) = following.todos(anna)
    assert item.title == (
        "Het adres van de agenda 'Dorpsraad' is onbeveiligd opgevraagd en ingetrokken: geef een nieuw adres"
    )
    log_in(client, anna)
    page = client.get(f"/beheer/agenda-afspraken/{FeedAgreement.get().id}/", headers=SAFE).text
    assert "onbeveiligde verbinding" in page


@pytest.mark.usefixtures("proxied")
def test_feed_4_new_address_ends_the_task_and_the_unknown_one_tells_nobody(
    partner: MakePartner, client: FlaskClient
) -> None:
    program = partner()
    assert Partner(client, "x" * 43).get(**PLAIN).status_code == 404
    assert told() == []
    program.get(**PLAIN)
    assert Partner(client, tokens.give(FeedAgreement.get())).get(**SAFE).status_code == 200
    assert list(following.todos(make_user("coordinator"))) == []


@pytest.mark.parametrize(("base_url", "proxies"), [("https://localhost", 0), ("http://localhost", 1)])
def test_sec_12_nobody_but_a_configured_proxy_of_an_https_site_is_believed(
    app: Flask, partner: MakePartner, base_url: str, proxies: int
) -> None:
    app.config["OVKK"] = replace(app.config["OVKK"], base_url=base_url, trusted_proxies=proxies)
    program = partner()
    assert program.get(**PLAIN).status_code == 200
    assert FeedToken.get().leaked_at is None
    assert [one.ok for one in leaking.health()] == ([] if proxies else [False])


@pytest.mark.usefixtures("proxied")
def test_feed_4_public_feed_over_http_moves_to_https_at_once(app: Flask, event: MakeEvent) -> None:
    event()
    front = Client(FeedLayer(app))
    assert front.get("/kalender/alles.ics", headers=SAFE).status_code == 200
    moved = front.get("/kalender/alles.ics", headers=PLAIN)
    assert (moved.status_code, moved.headers["Location"]) == (301, "https://localhost/kalender/alles.ics")
    assert front.get("/kalender/onbekend.ics", headers=PLAIN).status_code == 404
