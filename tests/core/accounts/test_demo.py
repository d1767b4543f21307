"""The login of the demonstration: one click, and only there."""

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import User, demo_password, find_or_create_user
from ovkk_core.accounts.demo import load
from ovkk_core.accounts.demo_people import DEMO_PEOPLE
from ovkk_core.config import Settings
from tests.people import make_user


@pytest.fixture
def demonstration(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a visitor of a demonstration with its people."""
    app.config["OVKK"] = dataclasses.replace(app.config["OVKK"], demo=True)
    load()
    return client


def test_demo_login_is_absent_without_the_setting(client: FlaskClient, post) -> None:
    person = DEMO_PEOPLE[0]
    find_or_create_user(person.email, person.name, [person.role])
    assert "demonstratie" not in client.get("/inloggen").text
    assert post("/inloggen", to=f"/inloggen/demo/{person.role}").status_code == 404


@pytest.mark.parametrize("person", DEMO_PEOPLE, ids=lambda person: person.role)
def test_demo_login_takes_one_click(demonstration: FlaskClient, post, person) -> None:
    assert f"Als {person.name} ({person.role})" in demonstration.get("/inloggen").text
    answer = post("/inloggen", to=f"/inloggen/demo/{person.role}")
    assert answer.status_code == 303
    assert person.email in demonstration.get("/mijn-account").text


def test_demo_login_is_by_post_only(demonstration: FlaskClient) -> None:
    assert demonstration.get("/inloggen/demo/beheerder").status_code == 405


def test_demo_login_without_token_is_refused(demonstration: FlaskClient) -> None:
    assert demonstration.post("/inloggen/demo/beheerder").status_code == 400


def test_demo_password_lets_demo_people_in_without_second_step(
    demonstration: FlaskClient, log_in_by_form, settings: Settings
) -> None:
    answer = log_in_by_form("anna.beheer@example.org", demo_password(settings))
    assert answer.headers["Location"] == "/beheer/"


def test_others_in_a_demonstration_need_the_second_step(demonstration: FlaskClient, log_in_by_form) -> None:
    from tests.people import PASSWORD

    answer = log_in_by_form(make_user("redacteur").email, PASSWORD)
    assert answer.headers["Location"] == "/mijn-account/tweede-stap"


def test_demo_people_are_added_once(demonstration: FlaskClient) -> None:
    load()
    assert User.select().count() == len(DEMO_PEOPLE)
