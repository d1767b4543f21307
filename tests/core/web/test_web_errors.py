"""Error pages: calm, in the visitor's language, and silent about the inside."""

import peewee
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.database import db
from ovkk_core.hookspecs import HomeBlock
from ovkk_core.registry import Fault, registry, switch


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/bestaat-niet", 404, "Deze pagina bestaat niet"),
        ("/proef/stuk", 500, "Er ging bij ons iets mis"),
        ("/proef/fout", 422, "Er klopt nog iets niet"),
        ("/proef/verboden", 403, "Dit mag u niet zien"),
    ],
)
def test_error_page_says_what_happened_and_offers_a_way_on(
    client: FlaskClient, address: str, status: int, title: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert f'<h1 class="utrecht-heading-1">{title}</h1>' in answer.text
    assert '<a class="utrecht-link" href="/">Naar de voorpagina</a>' in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_own_error_shows_its_sentence(client: FlaskClient) -> None:
    assert "Het bestand is leeg. Kies een ander bestand." in client.get("/proef/fout").text


def test_sec_20_unexpected_error_shows_nothing_of_the_inside(client: FlaskClient) -> None:
    page = client.get("/proef/stuk?wachtwoord=zomer").text
    for inside in ("geheim", "RuntimeError", "Traceback", "conftest", "/proef/stuk", "zomer"):
        assert inside not in page


def test_wrong_verb_gets_405_with_allowed_ones(client: FlaskClient) -> None:
    answer = client.delete("/proef/fout", headers={"X-CSRFToken": ""})
    assert answer.status_code in {400, 405}
    answer = client.options("/proef/fout")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]


def test_program_gets_its_error_as_json(client: FlaskClient) -> None:
    answer = client.get("/proef/fout", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json == {
        "error": "Het bestand is leeg. Kies een ander bestand.",
        "request": answer.headers["X-Request-ID"],
    }


def test_error_page_speaks_english_when_asked(client: FlaskClient) -> None:
    page = client.get("/bestaat-niet?taal=en").text
    assert "This page does not exist" in page
    assert '<html lang="en">' in page
    assert "Something went wrong on our side" in client.get("/proef/stuk?taal=en").text


def test_sec_20_database_away_gives_503_and_life_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-20: fails closed, without a stack, also for who carries a login cookie."""

    def away(**_: object) -> None:
        raise peewee.OperationalError("no route to the database of the secretary")

    client = app.test_client()
    client.set_cookie("ovkk", "iets")
    monkeypatch.setattr(db.obj, "connect", away)
    answer = client.get("/")
    assert (answer.status_code, "De website is even niet bereikbaar" in answer.text) == (503, True)
    assert "secretary" not in answer.text
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 503


def test_rel_5_home_part_that_cannot_be_drawn_is_left_out(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """REL-5: the plugin asks for a template that is not there; the page stands and the reason is kept."""
    switch("toy", True)
    toy_hooks = registry.get("toy").hooks
    monkeypatch.setattr(toy_hooks, "HomeBlock", lambda *_, **__: HomeBlock("toy/bestaat-niet.html"))
    assert client.get("/").status_code == 200
    assert "bestaat-niet" in Fault.get(plugin="toy", hook="home_blocks").reason
