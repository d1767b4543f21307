"""Where a login may lead to (SEC-13)."""

import pytest
from flask.testing import FlaskClient

from ovkk_core.accounts.addresses import is_own_address
from tests.people import PASSWORD, make_user

FOREIGN = [
    "https://evil.example",
    "http://evil.example/beheer/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    " //evil.example",
    "\x00//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "http://localhost@evil.example/",
    "http://localhost.evil.example/",
    "http://localhost//evil.example",
    "evil.example",
    "mijn-account",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_sec_13_foreign_address_is_recognised(address: str) -> None:
    assert not is_own_address(address, "http://localhost/")


@pytest.mark.parametrize("address", ["/", "/beheer/", "/agenda?maand=3#x", "/a//b", "http://localhost/beheer/"])
def test_sec_13_own_address_is_recognised(address: str) -> None:
    assert is_own_address(address, "http://localhost/")


@pytest.mark.parametrize("address", FOREIGN)
def test_sec_13_login_leads_to_no_foreign_address(client: FlaskClient, address: str) -> None:
    assert client.get("/inloggen", query_string={"next": address}).status_code == 422


def test_sec_13_login_leads_back_to_where_the_visitor_was_going(client: FlaskClient, post) -> None:
    user = make_user("lezer")
    page = client.get("/mijn-account").headers["Location"]
    answer = post(page, {"email": user.email, "password": PASSWORD, "next": "/mijn-account"})
    assert answer.headers["Location"] == "/mijn-account"
