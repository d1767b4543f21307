"""The plugin switched on, four weeks before an edition; and volunteers who edit."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.audiences import Audience
from ovkk_core.clock import frozen
from ovkk_core.registry import switch
from tests.people import log_in, make_user
from tests.plugins.kernpunt.cast import MAY, make_audiences


@pytest.fixture
def audiences(app: Flask, database: None) -> Iterator[tuple[Audience, Audience]]:
    """Switch the plugin on, stop the clock on 4 May 2026 and give the two audiences."""
    with frozen(MAY):
        switch("kernpunt", True)
        yield make_audiences()


@pytest.fixture
def editor(app: Flask, audiences: object) -> FlaskClient:
    """Give a client of Anna, who edits; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    return client
