"""What a browser does for people: it sends along the token of the page it came from."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def token_of(client: FlaskClient) -> str:
    """Give the token that the pages of this session carry."""
    page = client.get("/beheer/").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def post(client: FlaskClient, address: str, headers: Any = None, **data: Any) -> TestResponse:
    """Send a form with its token."""
    return client.post(address, data={"csrf_token": token_of(client), **data}, headers=headers)


def version_of(client: FlaskClient, address: str) -> str:
    """Give the state of the record that the form at ``address`` was opened with."""
    found = re.search(r'name="_version" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]
