"""Anna, who may merge."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.people import log_in, make_user


@pytest.fixture
def anna(app: Flask, database: None) -> FlaskClient:
    """Give Anna, who coordinates."""
    client = app.test_client()
    log_in(client, make_user("coordinator"))
    return client
