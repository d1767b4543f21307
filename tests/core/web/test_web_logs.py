"""One line of JSON per request."""

import json
import logging
import re

import pytest
from flask.testing import FlaskClient

from ovkk_core.web.logs import JsonFormatter
from tests.people import log_in, make_user

TOKEN = "hK3-Zq8_wT1xR5yV7bN9mQ"  # shaped like a real one


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """Give what the requests so far wrote, as the formatter writes it."""
    caplog.set_level(logging.INFO, logger="ovkk.requests")

    def read() -> list[str]:
        return [JsonFormatter().format(record) for record in caplog.records if record.name == "ovkk.requests"]

    return read


def test_sec_21_request_line_holds_who_what_and_how(client: FlaskClient, lines) -> None:
    answer = client.get("/privacy?naam=jansen")
    (line,) = map(json.loads, lines())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("at"))
    assert line.pop("ms") > 0
    assert line == {
        "level": "info",
        "logger": "ovkk.requests",
        "message": "request",
        "request": answer.headers["X-Request-ID"],
        "actor": "system",
        "method": "GET",
        "path": "/privacy",
        "status": 200,
    }


def test_sec_21_line_names_user_by_number(client: FlaskClient, lines) -> None:
    user = make_user("lezer", name="Bram")
    log_in(client, user)
    client.get("/")
    (line,) = lines()
    assert json.loads(line)["actor"] == f"user:{user.id}"
    assert "Bram" not in line


@pytest.mark.parametrize(
    "address", [f"/proef/u/{TOKEN}", f"/bestaat/niet/{TOKEN}/x", f"/?sleutel={TOKEN}", f"/proef/u/{TOKEN}/extra"]
)
def test_feed_7_tokens_reach_no_log_line(client: FlaskClient, lines, address: str) -> None:
    client.get(address)
    (line,) = lines()
    assert TOKEN not in line


def test_feed_7_token_reaches_no_log_line_when_the_view_fails(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(f"/proef/stuk?sleutel={TOKEN}")
    assert any("/proef/stuk" in record.getMessage() for record in caplog.records)
    assert TOKEN not in caplog.text


def test_sec_21_line_break_in_path_begins_no_new_line(client: FlaskClient, lines) -> None:
    client.get("/a%0d%0a{%22level%22:1}")
    (line,) = lines()
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["status"] == 404


def test_request_id_differs_per_request_and_is_never_the_visitors(client: FlaskClient) -> None:
    ids = {client.get("/healthz", headers={"X-Request-ID": "mijn"}).headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert "mijn" not in ids
