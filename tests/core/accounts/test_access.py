"""Deny by default, and what roles may."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import current_user, may, permitted, public, requires, signed_in
from ovkk_core.history import actor
from tests.people import log_in, make_user


@public
def open_page() -> str:
    return "open"


@signed_in
def own_page() -> str:
    return actor()


@requires("toy.write")
def writing_page() -> str:
    return "writing"


def forgotten_page() -> str:
    return "forgotten"


@pytest.fixture(scope="module")
def one_app(build_app: Callable[[], Flask]) -> Flask:
    app = build_app()
    for view in (open_page, own_page, writing_page, forgotten_page):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize(
    ("page", "status"),
    [("open_page", 200), ("own_page", 303), ("writing_page", 303), ("forgotten_page", 303)],
)
def test_sec_1_visitor_sees_only_public_views(client: FlaskClient, page: str, status: int) -> None:
    assert client.get(f"/{page}").status_code == status


def test_sec_1_denied_visitor_is_sent_to_login_and_back(client: FlaskClient) -> None:
    assert client.get("/own_page?a=1").headers["Location"] == "/inloggen?next=/own_page?a%3D1"


def test_sec_1_denied_visitor_gets_401_for_unsafe_verb(client: FlaskClient) -> None:
    assert client.post("/own_page").status_code == 401


def test_request_of_logged_in_user_acts_as_that_user(client: FlaskClient) -> None:
    user = make_user("lezer")
    log_in(client, user)
    assert client.get("/own_page").text == f"user:{user.id}"
    assert actor() == "system"


def test_sec_1_reader_without_permission_gets_403(client: FlaskClient) -> None:
    log_in(client, make_user("lezer"))
    assert client.get("/writing_page").status_code == 403


def test_sec_1_view_without_rule_is_denied_to_administrator_too(client: FlaskClient) -> None:
    log_in(client, make_user("beheerder"))
    assert client.get("/forgotten_page").status_code == 403
    assert client.get("/writing_page").status_code == 200


@pytest.mark.usefixtures("database")
def test_nobody_is_logged_in_outside_a_request() -> None:
    assert (current_user(), may("toy.write"), permitted("public")) == (None, False, True)
