"""Every form of accounts asks its token, every page opens, and every address has a rule."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts.enforcing import FLASK_SECURITY, rule_of
from ovkk_core.clock import frozen, now
from tests.people import log_in, make_user

VISITOR = ["/inloggen", "/wachtwoord-vergeten", "/inloggen/passkey", "/inloggen/code", "/inloggen/herstelcode"]
OWN = [
    "/mijn-account",
    "/mijn-account/sessies/1/beeindigen",
    "/mijn-account/sessies/beeindigen",
    "/mijn-account/wachtwoord",
    "/mijn-account/tweede-stap",
    "/mijn-account/herstelcodes",
    "/mijn-account/passkeys",
    "/mijn-account/passkeys/verwijderen",
    "/inloggen/bevestigen",
    "/inloggen/bevestigen/passkey",
    "/uitloggen",
]


@pytest.mark.parametrize("page", VISITOR)
def test_sec_5_visitor_form_without_token_gets_400(client: FlaskClient, page: str) -> None:
    assert client.post(page, data={"email": "a@example.org"}).status_code == 400


@pytest.mark.parametrize("page", OWN)
def test_sec_5_own_form_without_token_gets_400(client: FlaskClient, page: str) -> None:
    log_in(client, make_user("lezer"))
    assert client.post(page, data={"name": "x"}).status_code == 400


@pytest.mark.parametrize(
    "page", [p for p in OWN if "sessies" not in p and "verwijderen" not in p and p != "/uitloggen"]
)
def test_own_page_opens_in_dutch_with_one_heading(client: FlaskClient, page: str) -> None:
    log_in(client, make_user("lezer"))
    answer = client.get(page)
    assert (answer.status_code, answer.text.count("<h1")) == (200, 1)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("page", VISITOR[:3])
def test_visitor_page_opens(client: FlaskClient, page: str) -> None:
    assert client.get(page).text.count("<h1") == 1


@pytest.mark.parametrize("page", ["/mijn-account/tweede-stap", "/mijn-account/herstelcodes", "/mijn-account/passkeys"])
def test_sec_24_changing_factors_asks_a_recent_login(client: FlaskClient, page: str) -> None:
    with frozen(now()):
        log_in(client, make_user("lezer"))
    with client.session_transaction() as cookie:
        cookie["fs_paa"] -= 16 * 60
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/inloggen/bevestigen?next=")


def test_recovery_codes_are_shown_only_when_made(client: FlaskClient, post) -> None:
    log_in(client, make_user("lezer"))
    shown = post("/mijn-account/herstelcodes").text
    assert shown.count("<code>") == 8
    assert "<code>" not in client.get("/mijn-account/herstelcodes?show_codes=1").text


def test_sec_1_every_view_of_flask_security_has_a_reviewed_rule_or_is_denied(app: Flask) -> None:
    there = {name.removeprefix("security.") for name in app.view_functions if name.startswith("security.")}
    assert there - FLASK_SECURITY.keys() == {"static", "two_factor_rescue", "tf_select"}
    assert FLASK_SECURITY.keys() <= there
    assert rule_of(app, "security.two_factor_rescue") is None


def test_there_is_no_registration_and_no_login_by_header(client: FlaskClient) -> None:
    assert client.get("/register").status_code == 404
    assert client.get("/mijn-account", headers={"Authentication-Token": "x"}).status_code == 303


@pytest.mark.usefixtures("database")
def test_visitor_without_cookie_is_let_through_without_reading_the_session(app: Flask) -> None:
    context = app.test_request_context("/robots.txt")
    with context:
        assert app.preprocess_request() is None
        assert context._session.accessed is False  # the proxy ``session`` would itself mark it as read
