"""Passkeys: the endpoints answer, without a browser."""

import json
import re
from html import unescape

from flask.testing import FlaskClient

from ovkk_core.accounts.models import Passkey
from tests.people import log_in, make_user


def options_of(page: str) -> dict:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found, page
    return json.loads(unescape(found[1]))


def test_sec_9_new_passkey_must_verify_who_holds_it(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    log_in(client, user)
    page = post("/mijn-account/passkeys", {"name": "Mijn telefoon"}).text
    options = options_of(page)
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["rp"]["id"] == "localhost"
    assert 'data-passkey="create"' in page
    assert "passkey.js" in page


def test_sec_9_login_with_passkey_names_no_accounts(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    _passkey(user)
    options = options_of(post("/inloggen/passkey", {"identity": user.email}).text)
    assert (options["allowCredentials"], options["userVerification"]) == ([], "required")


def test_nonsense_from_the_browser_adds_no_passkey(client: FlaskClient, post) -> None:
    log_in(client, make_user("lezer"))
    page = post("/mijn-account/passkeys", {"name": "Mijn telefoon"}).text
    address = unescape(re.search(r'action="(/mijn-account/passkeys/[^"]+)"', page)[1])
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = client.post(address, data={"csrf_token": token, "credential": "{}"})
    assert answer.status_code == 302
    assert Passkey.select().count() == 0


def test_passkey_is_listed_and_removed(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    log_in(client, user)
    _passkey(user)
    assert "Telefoon" in client.get("/mijn-account/passkeys").text
    post("/mijn-account/passkeys", {"name": "Telefoon"}, to="/mijn-account/passkeys/verwijderen")
    assert Passkey.select().count() == 0


def _passkey(user) -> None:
    Passkey.create(
        user=user,
        credential_id=b"id",
        public_key=b"key",
        backup_state=False,
        device_type="single_device",
        name="Telefoon",
        usage="first",
    )
