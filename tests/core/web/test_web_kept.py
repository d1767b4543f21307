"""Pages kept for strangers: never old, never another visitor's, never with another's nonce."""

import re
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Blueprint, Flask, render_template_string
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from ovkk_core.accounts import public
from ovkk_core.clock import frozen, now
from ovkk_core.config import Settings
from ovkk_core.contacts import Province
from ovkk_core.database import connected, is_sqlite, written_mark
from ovkk_core.web import kept

PAGE = '<script nonce="{{ csp_nonce() }}"></script>{{ number }} {{ request.args.get("v", "") }}'


@pytest.fixture
def asked() -> list[int]:
    """Count how often the page was made."""
    return []


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a database server to ourselves: PostgreSQL's mark tells what other databases of the server write too."""
    if not is_sqlite():
        monkeypatch.setattr(sys.modules["ovkk_core.web.kept"], "written_mark", lambda: ("nothing",))


@pytest.fixture
def client(own_app: Flask, asked: list[int]) -> FlaskClient:
    """Give a visitor of an application with a page to keep, and one that may not be kept."""
    blueprint = Blueprint("kept_trial", __name__)

    @blueprint.get("/proef/bewaard")
    @public
    @kept
    def page() -> str:
        asked.append(1)
        return render_template_string(PAGE, number=Province.select().count())

    @blueprint.get("/proef/formulier")
    @public
    @kept
    def form() -> str:
        asked.append(1)
        return generate_csrf()

    own_app.register_blueprint(blueprint)
    return own_app.test_client()


@pytest.mark.usefixtures("alone")
def test_page_is_made_once_and_gets_its_own_nonce_each_time(client: FlaskClient, asked: list[int]) -> None:
    first, second = client.get("/proef/bewaard"), client.get("/proef/bewaard")
    nonces = [re.search(r'nonce="(.+?)"', answer.text)[1] for answer in (first, second)]  # type: ignore[index]
    assert len(asked) == 1
    assert len(set(nonces)) == 2
    assert all(
        f"'nonce-{n}'" in a.headers["Content-Security-Policy"] for n, a in zip(nonces, (first, second), strict=True)
    )


def test_mark_stays_while_nothing_is_written(settings: Settings) -> None:
    with connected():
        assert any(written_mark() == written_mark() for _ in range(100))  # others use the server too


def in_another_thread(work: Callable[[], object]) -> None:
    def run() -> None:
        with connected():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize("writer", [lambda work: work(), in_another_thread], ids=["same", "other"])
def test_page_is_made_anew_once_anything_is_written(
    client: FlaskClient, writer: Callable[[Callable[[], object]], None]
) -> None:
    client.get("/proef/bewaard")
    writer(lambda: Province.create(name="Overijssel"))
    assert "</script>1" in client.get("/proef/bewaard").text


def test_page_is_made_anew_for_another_address_minute_and_for_who_is_known(
    client: FlaskClient, asked: list[int]
) -> None:
    for address in ("/proef/bewaard", "/proef/bewaard?v=2", "/proef/bewaard?taal=en"):
        assert client.get(address).status_code == 200
    with frozen(now() + timedelta(minutes=2)):
        client.get("/proef/bewaard")
    assert len(asked) == 4
    client.set_cookie("ovkk", "x")
    client.get("/proef/bewaard")
    client.get("/proef/bewaard")
    assert len(asked) == 6


def test_page_with_a_token_of_a_session_is_nobody_elses(own_app: Flask, client: FlaskClient, asked: list[int]) -> None:
    first = client.get("/proef/formulier").text
    assert own_app.test_client().get("/proef/formulier").text != first
    assert len(asked) == 2


def test_kept_pages_take_no_more_memory_than_they_may(
    client: FlaskClient, own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["ovkk_core.web.kept"], "MOST_BYTES", 100)
    for number in range(20):
        client.get(f"/proef/bewaard?v={number}")
    pages = own_app.extensions["ovkk.pages"]._pages
    assert 0 < pages.size <= 100
    assert pages.size == sum(page.size for page in pages._pages.values())
