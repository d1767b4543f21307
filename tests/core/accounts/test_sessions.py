"""Sessions at the server: listed, ended, expired, killed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import Session, User, change_roles, disable_user, end_sessions, sessions_of
from ovkk_core.accounts.browsers import browser_of
from ovkk_core.accounts.jobs import clean_up
from ovkk_core.accounts.sessions import ABSOLUTE, IDLE, hash_token
from ovkk_core.clock import frozen, now
from tests.people import PASSWORD, log_in, make_user

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def is_in(client: FlaskClient) -> bool:
    return client.get("/mijn-account").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"), [(FIREFOX, "Firefox, Windows"), (IPHONE, "Safari, iPhone"), ("curl/8", ""), ("", "")]
)
def test_browser_is_said_in_a_few_words(user_agent: str, words: str) -> None:
    assert browser_of(user_agent) == words


def test_sec_4_only_the_hash_of_the_token_is_kept(client: FlaskClient) -> None:
    user = make_user("lezer")
    log_in(client, user)
    with client.session_transaction() as cookie:
        token = cookie["session_token"]
    assert Session.get().token_hash == hash_token(token)
    assert len(token) >= 43  # 256 bits


def test_sec_4_login_gives_a_new_token_and_ends_the_old_session(client: FlaskClient, log_in_by_form) -> None:
    user = make_user("lezer")
    with client.session_transaction() as cookie:
        cookie["session_token"] = "planted"
    log_in_by_form(user.email, PASSWORD)
    with client.session_transaction() as cookie:
        assert cookie["session_token"] != "planted"


@pytest.mark.parametrize("later", [IDLE, ABSOLUTE])
def test_sec_4_session_ends_when_idle_or_too_old(client: FlaskClient, later: timedelta) -> None:
    start = now()
    with frozen(start):
        log_in(client, make_user("lezer"))
    if later is ABSOLUTE:
        Session.update(seen_at=start + later).execute()
    with frozen(start + later - timedelta(minutes=2)):
        assert is_in(client)
    if later is ABSOLUTE:
        Session.update(seen_at=start + later).execute()
    else:
        Session.update(seen_at=start).execute()
    with frozen(start + later):
        assert not is_in(client)
        clean_up()
        assert Session.select().count() == 0


def test_sec_4_disabling_a_user_ends_the_session_at_the_next_request(client: FlaskClient) -> None:
    user = make_user("lezer")
    log_in(client, user)
    assert is_in(client)
    disable_user(User.get_by_id(user.id))
    assert not is_in(client)


def test_sec_4_change_of_roles_ends_the_session(client: FlaskClient) -> None:
    user = make_user("lezer")
    log_in(client, user)
    change_roles(User.get_by_id(user.id), ["lezer", "adviseur"])
    assert not is_in(client)


def test_sec_4_administrator_ends_sessions_of_others(client: FlaskClient) -> None:
    user = make_user("lezer")
    log_in(client, user)
    assert end_sessions(user) == 1
    assert not is_in(client)


def test_sec_4_user_sees_and_ends_own_sessions(app: Flask, client: FlaskClient, post) -> None:
    user = make_user("lezer")
    other = app.test_client()
    log_in(other, user)
    elsewhere = Session.get()
    log_in(client, user)
    page = client.get("/mijn-account").text
    assert page.count("Laatst gebruikt") == 2
    post("/mijn-account", to=f"/mijn-account/sessies/{elsewhere.id}/beeindigen")
    assert (is_in(other), is_in(client)) == (False, True)


def test_sec_4_user_cannot_end_a_session_of_somebody_else(app: Flask, client: FlaskClient, post) -> None:
    bram, other = make_user("lezer", name="Bram"), app.test_client()
    log_in(other, bram)
    log_in(client, make_user("lezer"))
    answer = post("/mijn-account", to=f"/mijn-account/sessies/{Session.get(user=bram).id}/beeindigen")
    assert answer.status_code == 404
    assert is_in(other)


def test_user_logs_every_other_browser_out(app: Flask, client: FlaskClient, post) -> None:
    user, other = make_user("lezer"), app.test_client()
    log_in(other, user)
    log_in(client, user)
    post("/mijn-account", to="/mijn-account/sessies/beeindigen")
    assert (is_in(other), is_in(client)) == (False, True)
    assert len(sessions_of(user)) == 1


def test_sec_4_changed_password_keeps_only_this_browser(app: Flask, client: FlaskClient, post) -> None:
    user, other = make_user("lezer"), app.test_client()
    log_in(other, user)
    log_in(client, user)
    new = "vier-woorden-zonder-verband"
    answer = post("/mijn-account/wachtwoord", {"password": PASSWORD, "new_password": new, "new_password_confirm": new})
    assert answer.status_code == 302, answer.text
    assert (is_in(other), is_in(client)) == (False, True)
    assert len(sessions_of(user)) == 1


def test_sec_8_changing_the_password_needs_the_current_one(client: FlaskClient, post) -> None:
    log_in(client, make_user("lezer"))
    new = "vier-woorden-zonder-verband"
    data = {"password": "iets-anders", "new_password": new, "new_password_confirm": new}
    assert "Dit wachtwoord is niet juist." in post("/mijn-account/wachtwoord", data).text


def test_sec_4_confirming_who_you_are_gives_a_new_token_and_leads_on(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    log_in(client, user)
    with client.session_transaction() as cookie:
        old, cookie["fs_paa"] = cookie["session_token"], 0
    asked = client.get("/mijn-account/passkeys").headers["Location"]
    answer = post(asked, {"password": PASSWORD, "next": "/mijn-account/passkeys"})
    assert answer.headers["Location"] == "/mijn-account/passkeys"
    assert client.get("/mijn-account/passkeys").status_code == 200
    assert Session.select().where(Session.token_hash == hash_token(old)).count() == 0


def test_seen_moment_is_written_once_a_minute(client: FlaskClient) -> None:
    start = now()
    with frozen(start):
        log_in(client, make_user("lezer"))
    for seconds, expected in ((30, start), (90, start + timedelta(seconds=90))):
        with frozen(start + timedelta(seconds=seconds)):
            client.get("/mijn-account")
        assert Session.get().seen_at == expected


def test_cookie_of_a_deleted_user_is_no_login(client: FlaskClient) -> None:
    user = make_user("lezer")
    log_in(client, user)
    user.delete_instance()
    assert not is_in(client)
