"""Rate limits, counted in the database."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.web.limiting import DatabaseStorage, forget_expired, limiter, network
from ovkk_core.web.models import Tries


def test_sec_11_too_many_tries_get_a_calm_page(client: FlaskClient, token: str) -> None:
    answers = [client.post("/proef/zeldzaam", data={"csrf_token": token}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Te veel pogingen" in answers[2].text
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


def test_sec_11_another_network_is_not_held_back(client: FlaskClient, token: str) -> None:
    for _ in range(3):
        client.post("/proef/zeldzaam", data={"csrf_token": token})
    answer = client.post("/proef/zeldzaam", data={"csrf_token": token}, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 200


def test_sec_11_false_forwarded_address_changes_nothing(client: FlaskClient, token: str) -> None:
    for number in range(3):
        answer = client.post(
            "/proef/zeldzaam", data={"csrf_token": token}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        )
    assert answer.status_code == 429


def test_reading_is_never_limited_nor_counted(client: FlaskClient) -> None:
    assert {client.get("/privacy").status_code for _ in range(130)} == {200}
    assert Tries.select().count() == 0


def test_counts_hold_no_address(client: FlaskClient, token: str) -> None:
    client.post("/proef/zeldzaam", data={"csrf_token": token})
    assert all(len(row.key) == 64 and "127.0.0.1" not in row.key for row in Tries.select())


def test_two_stores_count_as_one(database: None) -> None:
    """SEC-11: the state is shared by all workers, for it is in the database."""
    first, second = DatabaseStorage(), DatabaseStorage()
    assert [first.incr("a", 60), second.incr("a", 60), first.incr("b", 60), first.get("a")] == [1, 2, 1, 2]
    first.clear("a")
    assert second.get("a") == 0


def test_window_that_has_passed_begins_anew(database: None) -> None:
    store = DatabaseStorage()
    store.incr("a", -1, amount=5)
    assert (store.get("a"), store.incr("a", 60)) == (0, 1)


def test_forgetting_keeps_only_running_windows(database: None) -> None:
    store = DatabaseStorage()
    store.incr("old", -1)
    store.incr("new", 60)
    forget_expired()
    assert Tries.select().count() == 1
    assert store.reset() == 1
    assert limiter.storage.check()


@pytest.mark.parametrize(
    ("address", "expected"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", "unknown"), ("unix:", "unknown")],
)
def test_network_is_what_one_visitor_owns(app: Flask, address: str, expected: str) -> None:
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert network() == expected
