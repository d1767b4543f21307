"""What machines ask: health, readiness, crawlers and the security contact."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ovkk_core.clock import frozen
from ovkk_core.database import db
from ovkk_core.registry import change_setting, registry
from ovkk_core.web import wellbeing


def test_sec_20_health_tells_only_ok(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.text, answer.headers["Cache-Control"]) == ("ok\n", "no-store")


def test_rel_11_ready_when_the_database_is_up_to_date(client: FlaskClient) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ok\n")


def test_rel_11_not_ready_while_a_migration_waits(client: FlaskClient) -> None:
    with db.atomic() as undone:
        db.execute_sql("DELETE FROM migration_web")
        assert client.get("/readyz").status_code == 503
        undone.rollback()


def test_health_says_what_to_do_when_style_or_texts_are_missing(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wellbeing, "folder_of", lambda _: tmp_path)
    assert [(check.title, check.ok, check.message.partition(": ")[2]) for check in wellbeing.checks()] == [
        ("Opmaak", False, "make assets"),
        ("Teksten", False, "make translations"),
    ]


def test_feed_8_robots_may_read_feeds(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.text) == (200, "User-agent: *\nDisallow: /beheer/\n")


def test_sec_7_security_contact_has_not_expired(client: FlaskClient) -> None:
    change_setting("association.email", "info@dorpen.example")
    registry.refresh()
    with frozen(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:info@dorpen.example",
        "Expires: 2026-09-06T00:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: http://localhost/.well-known/security.txt",
    ]


def test_sec_7_security_contact_may_be_a_page(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").text.startswith("Contact: http://localhost/privacy\r\n")
    change_setting("association.security_contact", "https://dorpen.example/melden")
    registry.refresh()
    assert client.get("/.well-known/security.txt").text.startswith("Contact: https://dorpen.example/melden\r\n")
