"""Users made, changed and disabled."""

import pytest
from flask.testing import FlaskClient

from ovkk_core.accounts import (
    User,
    change_email,
    change_roles,
    create_user,
    disable_user,
    enable_user,
    find_or_create_user,
    reset_second_step,
    users_with_role,
)
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import AuditEntry
from tests.people import PASSWORD, log_in, make_user

pytestmark = pytest.mark.usefixtures("database")


def test_address_is_kept_in_lower_case_and_once() -> None:
    assert create_user(" Bram@Dorp.TEST".strip(), "Bram", ["lezer"], PASSWORD).email == "bram@dorp.test"
    with pytest.raises(BadInputError, match="al een gebruiker"):
        create_user("bram@dorp.test", "Bram", ["lezer"], PASSWORD)
    assert find_or_create_user("BRAM@dorp.test", "Iemand anders", []).name == "Bram"


@pytest.mark.parametrize(
    ("email", "roles", "password"),
    [
        ("geen adres", ["lezer"], PASSWORD),
        ("a@example.org\r\nBcc: b@example.org", ["lezer"], PASSWORD),
        ("a@example.org", ["koning"], PASSWORD),
        ("a@example.org", ["lezer"], "kort"),
        ("a@example.org", ["lezer"], "wachtwoord"),
    ],
)
def test_nonsense_makes_no_user(email: str, roles: list[str], password: str) -> None:
    with pytest.raises(BadInputError):
        create_user(email, "Bram", roles, password)
    assert User.select().count() == 0


def test_sec_8_long_password_with_any_characters_is_accepted() -> None:
    create_user("a@example.org", "Anna", ["lezer"], "één lange zin met spaties, ümlaut en 🌳 — " * 4)


def test_sec_24_last_administrator_keeps_the_role_and_stays() -> None:
    last = make_user("beheerder")
    with pytest.raises(BadInputError, match="laatste beheerder"):
        change_roles(last, ["lezer"])
    with pytest.raises(BadInputError, match="laatste beheerder"):
        disable_user(last)
    other = make_user("beheerder", name="Bram")
    disable_user(last)
    assert users_with_role("beheerder") == [other]
    enable_user(last)
    change_roles(last, ["lezer"])
    assert last.role_names == {"lezer"}


def test_sec_24_nobody_but_an_administrator_gives_roles(app, client: FlaskClient) -> None:
    editor = make_user("redacteur")
    other = make_user("lezer", name="Bram")
    with app.test_request_context():
        from flask_login import login_user

        login_user(User.get_by_id(editor.id))
        for target in (editor, other):
            with pytest.raises(DeniedError):
                change_roles(User.get_by_id(target.id), [*target.role_names, "beheerder"])
    assert users_with_role("beheerder") == []


def test_sec_9_administrator_helps_who_lost_every_second_step(client: FlaskClient) -> None:
    user = make_user("redacteur")
    User.update(tf_primary_method="authenticator", tf_totp_secret="x", mf_recovery_codes=["y"]).execute()
    log_in(client, user)
    reset_second_step(User.get_by_id(user.id))
    cleared = User.get_by_id(user.id)
    assert (cleared.tf_primary_method, cleared.tf_totp_secret, cleared.mf_recovery_codes) == (None, None, None)
    assert client.get("/mijn-account").status_code == 303


def test_changed_address_is_the_one_to_log_in_with(client: FlaskClient, log_in_by_form) -> None:
    user = make_user("lezer")
    make_user("lezer", name="Bram")
    with pytest.raises(BadInputError, match="al een gebruiker"):
        change_email(user, "BRAM2@example.org")
    change_email(user, "Nieuw@Example.org")
    assert log_in_by_form("nieuw@example.org", PASSWORD).status_code == 302


def test_sec_21_change_of_roles_is_in_the_audit_trail() -> None:
    user = make_user("lezer")
    change_roles(user, ["lezer", "adviseur"])
    assert [(e.action, e.object_id) for e in AuditEntry.select().where(AuditEntry.action == "user.roles")] == [
        ("user.roles", str(user.id))
    ]


def test_own_name_and_language_can_be_changed(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    log_in(client, user)
    assert post("/mijn-account", {"name": "Anna de Vries", "language": "en"}).status_code == 303
    changed = User.get_by_id(user.id)
    assert (changed.name, changed.language) == ("Anna de Vries", "en")
    assert "My account" in client.get("/mijn-account").text
