"""The admin with a screen of halls in it, and people with rights to it: Anna edits, Bram reads, Chris may nothing."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import Role, RolePermission
from ovkk_core.database import connected, db
from ovkk_core.registry import switch
from ovkk_core.web.admin import add_view
from tests.core.admin.halls import PERMISSIONS, Area, AreaView, Hall, HallPage, HallView
from tests.people import log_in, make_user

LogIn = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def one_app(build_app: Callable[[], Flask]) -> Flask:
    """Build an application that serves the screen of halls as one of the plugin ``toy``."""
    app = build_app()
    add_view(app, "toy", HallView(Hall, endpoint="toy_halls", url="/beheer/zalen/"))
    add_view(app, "toy", AreaView(Area, name="Gebieden", endpoint="toy_areas", url="/beheer/gebieden/"))
    add_view(app, "toy", HallPage("Zaalpagina", endpoint="toy_hall_page", url="/beheer/zaalpagina/"))
    return app


@pytest.fixture
def halls(app: Flask, database: None) -> Iterator[None]:
    """Make the tables of halls, with ``toy`` on."""
    db.create_tables([Area, Hall])
    _permit()
    switch("toy", True)
    yield
    with connected():
        db.drop_tables([Hall, Area])


def _permit() -> None:
    """Give the roles the rights of this screen, as declaring them would."""
    for permission in PERMISSIONS:
        for role in permission.roles:
            RolePermission.create(role=Role.get(name=role), permission=permission.name)


@pytest.fixture
def logged_in(app: Flask, halls: None) -> LogIn:
    """Give a function that logs somebody in with these roles."""

    def make(*roles: str, name: str = "Anna") -> FlaskClient:
        client = app.test_client()
        log_in(client, make_user(*roles, name=name))
        return client

    return make


@pytest.fixture
def anna(logged_in: LogIn) -> FlaskClient:
    """Give Anna, who edits."""
    return logged_in("redacteur")


@pytest.fixture
def bram(logged_in: LogIn) -> FlaskClient:
    """Give Bram, who reads."""
    return logged_in("lezer", name="Bram")


@pytest.fixture
def chris(logged_in: LogIn) -> FlaskClient:
    """Give Chris, who has an account and no rights."""
    return logged_in(name="Chris")
