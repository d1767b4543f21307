"""Steps that the tests of accounts share."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Post = Callable[..., TestResponse]


@pytest.fixture
def post(client: FlaskClient) -> Post:
    """Give a function that opens a page and posts to it (or to ``to``) with the token that stands there."""

    def send(page: str, data: dict[str, str] | None = None, *, to: str | None = None) -> TestResponse:
        token = token_of(client.get(page).text)
        return client.post(to or page, data={**(data or {}), "csrf_token": token})

    return send


def token_of(page: str) -> str:
    """Give the form token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def log_in_by_form(post: Post) -> Post:
    """Give a function that fills in the login form."""

    def send(email: str, password: str) -> TestResponse:
        return post("/inloggen", {"email": email, "password": password})

    return send
