"""The plugin switched on, at a fixed moment some weeks before the tour of the cast; and a volunteer who edits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.clock import frozen
from ovkk_core.database import db
from ovkk_core.registry import switch
from tests.people import log_in, make_user
from tests.plugins.dorpenschouw.cast import BEFORE

Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def tours_on(app: Flask, database: None) -> Iterator[None]:
    """Switch the plugin on and stop the clock on 1 May 2026."""
    with frozen(BEFORE):
        switch("dorpenschouw", True)
        yield


@pytest.fixture
def editor(app: Flask, tours_on: None) -> FlaskClient:
    """Give a client of Anna, who edits; forms need no token, which has a test of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    return client


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> Queries:
    """Give a block that notes every SQL statement."""

    @contextmanager
    def noting() -> Iterator[list[str]]:
        noted: list[str] = []
        execute = db.obj.execute_sql

        def note(sql: str, *args: object, **kwargs: object) -> object:
            noted.append(sql)
            return execute(sql, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(db.obj, "execute_sql", note)
            yield noted

    return noting
