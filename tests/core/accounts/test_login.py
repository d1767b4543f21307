"""Logging in with a password, in one or two steps."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP

from ovkk_core.accounts import Session, User, disable_user
from ovkk_core.accounts.models import LoginAttempt
from ovkk_core.clock import frozen, now
from ovkk_core.history import AuditEntry
from tests.people import PASSWORD, make_user

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar."


def without_secrets(page: str, *addresses: str) -> str:
    page = re.sub(r'(csrf_token"[^>]*value="|nonce="|<code>)[^"<]+', r"\1", page)
    for address in addresses:
        page = page.replace(address, "ADDRESS")
    return page


def actions() -> list[tuple[str, str, str]]:
    rows = AuditEntry.select().order_by(AuditEntry.id)
    return [(row.actor, row.action, row.object_id) for row in rows if row.action.startswith("account.")]


def test_reader_logs_in_with_right_password(client: FlaskClient, log_in_by_form) -> None:
    user = make_user("lezer")
    answer = log_in_by_form(user.email.upper(), PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/beheer/")
    assert client.get("/mijn-account").status_code == 200
    assert actions() == [(f"user:{user.id}", "account.login", str(user.id))]


def test_sec_10_wrong_password_and_unknown_address_get_the_same_page(log_in_by_form) -> None:
    user = make_user("lezer")
    known = log_in_by_form(user.email, "een-verkeerde-zin")
    unknown = log_in_by_form("niemand@example.org", "een-verkeerde-zin")
    assert WRONG in known.text
    assert known.status_code == unknown.status_code
    assert without_secrets(known.text, user.email) == without_secrets(unknown.text, "niemand@example.org")


def test_sec_10_disabled_account_with_right_password_gets_the_same_page(log_in_by_form) -> None:
    user = make_user("lezer")
    disable_user(user)
    assert WRONG in log_in_by_form(user.email, PASSWORD).text


def test_sec_21_failed_login_names_the_account_only_when_known(log_in_by_form) -> None:
    user = make_user("lezer")
    log_in_by_form(user.email, "een-verkeerde-zin")
    log_in_by_form("niemand@example.org", "een-verkeerde-zin")
    assert actions() == [("system", "account.failed", str(user.id)), ("system", "account.failed", "")]


@pytest.mark.usefixtures("database")
def test_sec_8_hash_names_argon2id_with_enough_memory_and_rounds() -> None:
    kind, version, costs = make_user().password.split("$")[1:4]
    assert (kind, version) == ("argon2id", "v=19")
    memory, rounds, lanes = (int(part.partition("=")[2]) for part in costs.split(","))
    assert memory >= 19 * 1024
    assert (rounds, lanes) == (2, 1)


def test_sec_8_old_hash_is_renewed_at_login(log_in_by_form) -> None:
    from argon2 import PasswordHasher

    user = make_user("lezer")
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    User.update(password=old).execute()
    log_in_by_form(user.email, PASSWORD)
    assert "m=32768,t=2,p=1" in User.get_by_id(user.id).password


def test_sec_11_sixth_wrong_try_has_to_wait_and_then_may_try_again(log_in_by_form) -> None:
    user = make_user("lezer")
    start = now()
    with frozen(start):
        answers = [log_in_by_form(user.email, "een-verkeerde-zin").status_code for _ in range(6)]
        waiting = log_in_by_form(user.email, PASSWORD)
    assert answers == [200] * 5 + [429]
    assert "Wacht 16 seconden" in waiting.text
    with frozen(start + timedelta(seconds=16)):
        assert log_in_by_form(user.email, PASSWORD).status_code == 302
    assert LoginAttempt.select().where(LoginAttempt.failures > 0).count() == 1  # what the network did stays counted


def test_sec_11_unknown_address_has_to_wait_just_as_well(log_in_by_form) -> None:
    answers = [log_in_by_form("niemand@example.org", "een-verkeerde-zin").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_sec_11_stranger_elsewhere_does_not_keep_the_owner_out(app: Flask, client: FlaskClient, log_in_by_form) -> None:
    user = make_user("lezer")
    log_in_by_form(user.email, PASSWORD)
    client.post("/uitloggen", data={"csrf_token": _token(client)})
    for number in range(22):
        LoginAttempt.update(last_at=now() - timedelta(minutes=20)).execute()
        stranger = app.test_client()
        page = stranger.get("/inloggen")
        stranger.post(
            "/inloggen",
            data={"email": user.email, "password": "raden-raden", "csrf_token": _token_in(page.text)},
            environ_base={"REMOTE_ADDR": f"192.0.2.{number}"},
        )
    assert log_in_by_form(user.email, PASSWORD).status_code == 302


def test_sec_11_no_address_stands_in_the_table_of_tries(log_in_by_form) -> None:
    log_in_by_form("niemand@example.org", "een-verkeerde-zin")
    assert all(re.fullmatch("[0-9a-f]{64}", row.bucket) for row in LoginAttempt.select())


def test_sec_9_editor_must_set_up_the_second_step_before_getting_in(client: FlaskClient, post, log_in_by_form) -> None:
    user = make_user("redacteur")
    answer = log_in_by_form(user.email, PASSWORD)
    assert answer.headers["Location"] == "/mijn-account/tweede-stap"
    assert client.get("/mijn-account").status_code == 303
    secret = _scanned(post("/mijn-account/tweede-stap", {"setup": "authenticator"}).text)
    code = TOTP(key=secret).generate().token
    done = post("/mijn-account/tweede-stap", {"code": code}, to="/inloggen/code")
    assert done.status_code == 302
    assert client.get("/mijn-account").status_code == 200
    assert User.get_by_id(user.id).tf_primary_method == "authenticator"
    assert secret not in User.get_by_id(user.id).tf_totp_secret


def test_sec_9_code_works_once(app: Flask, client: FlaskClient, post, log_in_by_form) -> None:
    user = make_user("redacteur")
    secret = _with_second_step(user, app)
    code = TOTP(key=secret).generate().token
    assert log_in_by_form(user.email, PASSWORD).headers["Location"].startswith("/inloggen/code")
    assert post("/inloggen/code", {"code": code}).status_code == 302
    client.post("/uitloggen", data={"csrf_token": _token(client)})
    log_in_by_form(user.email, PASSWORD)
    again = post("/inloggen/code", {"code": code})
    assert (again.status_code, "niet juist" in again.text) == (200, True)


def test_sec_11_guessing_codes_has_to_wait(app: Flask, post, log_in_by_form) -> None:
    user = make_user("redacteur")
    _with_second_step(user, app)
    log_in_by_form(user.email, PASSWORD)
    answers = [post("/inloggen/code", {"code": f"00000{number}"}).status_code for number in range(5)]
    assert answers == [200] * 5
    assert post("/inloggen/code", {"code": "000000"}).status_code == 429


def test_sec_9_recovery_code_is_shown_once_kept_hashed_and_works_once(
    app: Flask, client: FlaskClient, post, log_in_by_form
) -> None:
    user = make_user("redacteur")
    _with_second_step(user, app)
    with app.test_request_context():
        codes = app.extensions["security"].mf_recovery_codes_util.create_recovery_codes(User.get_by_id(user.id))
    kept = User.get_by_id(user.id).mf_recovery_codes
    assert len(kept) == 8
    assert all(value.startswith("$argon2id$") for value in kept)
    log_in_by_form(user.email, PASSWORD)
    assert post("/inloggen/herstelcode", {"code": codes[0].upper()}).status_code == 302
    assert len(User.get_by_id(user.id).mf_recovery_codes) == 7
    client.post("/uitloggen", data={"csrf_token": _token(client)})
    log_in_by_form(user.email, PASSWORD)
    assert post("/inloggen/herstelcode", {"code": codes[0]}).status_code == 200


def test_logout_by_get_does_nothing(client: FlaskClient, log_in_by_form) -> None:
    user = make_user("lezer")
    log_in_by_form(user.email, PASSWORD)
    assert client.get("/uitloggen").status_code == 405
    assert Session.select().count() == 1


def test_sec_4_logout_ends_the_session_at_the_server_and_clears_the_site(client: FlaskClient, log_in_by_form) -> None:
    user = make_user("lezer")
    log_in_by_form(user.email, PASSWORD)
    stolen = client.get_cookie("ovkk").value
    answer = client.post("/uitloggen", data={"csrf_token": _token(client)})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.set_cookie("ovkk", stolen)
    assert client.get("/mijn-account").status_code == 303
    assert actions()[-1] == (f"user:{user.id}", "account.logout", str(user.id))


def _with_second_step(user: User, app: Flask) -> str:
    """Give ``user`` an authenticator app and give its secret."""
    with app.test_request_context():
        totp = app.extensions["security"].totp_factory
        secret = totp.generate_totp_secret()
        User.update(tf_primary_method="authenticator", tf_totp_secret=secret).where(User.id == user.id).execute()
        return str(totp.get_totp_b32_key(secret))


def _scanned(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7-]+)</code>", page)
    assert found, page
    return found[1]


def _token(client: FlaskClient) -> str:
    return _token_in(client.get("/mijn-account").text)


def _token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]
