"""Pages to try the web room on, without any real room."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
import wtforms
from flask import Blueprint, Flask, render_template_string, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from wtforms import SelectChoice, validators

from ovkk_core.accounts import public
from ovkk_core.app import create_app
from ovkk_core.config import Settings
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.web import Form, flash_done, limiter

SECURE = "https://www.dorpen.example"
PAGE = """{% extends "web/page.html" %}{% import "web/forms.html" as forms with context %}
{% block title %}Proef{% endblock %}
{% block content %}<h1>Proef</h1><form method="post">{{ forms.summary(form) }}
{% for field in form if field.name != "csrf_token" %}{{ forms.field(field) }}{% endfor %}
{{ forms.submit("Opslaan") }}</form>{% endblock %}"""


class VillageForm(Form):
    """A field of every shape."""

    name = wtforms.StringField("Naam", [validators.InputRequired()], description="Zoals op het bord")
    day = wtforms.DateField("Dag", [validators.Optional()])
    travel = wtforms.RadioField("Vervoer", choices=[SelectChoice("bus", "Met de bus"), SelectChoice("foot", "Lopend")])
    agreed = wtforms.BooleanField("Akkoord")


def trial() -> Blueprint:
    """Give a blueprint with a page for everything that can happen."""
    blueprint = Blueprint("trial", __name__)

    @blueprint.route("/proef/formulier", methods=["GET", "POST"])
    @public
    def form() -> str:
        village = VillageForm()
        if village.validate_on_submit():
            flash_done("Opgeslagen")
        return render_template_string(PAGE, form=village)

    @blueprint.get("/proef/stuk")
    @public
    def broken() -> str:
        raise RuntimeError("geheim wachtwoord")

    @blueprint.get("/proef/fout")
    @public
    def refused() -> str:
        raise BadInputError("Het bestand is leeg. Kies een ander bestand.")

    @blueprint.get("/proef/verboden")
    @public
    def denied() -> str:
        raise DeniedError("Dit is alleen voor de secretaris.")

    @blueprint.get("/proef/u/<token>")
    @public
    def personal(token: str) -> str:
        return token

    @blueprint.get("/proef/sessie")
    @public
    def remembered() -> str:
        session["iets"] = "1"
        return "ok"

    @blueprint.post("/proef/zeldzaam")
    @public
    @limiter.limit("2 per minute")
    def rare() -> str:
        return "ok"

    return blueprint


@pytest.fixture(scope="session")
def one_app(build_app: Callable[[], Flask]) -> Flask:
    """Give the application with the trial pages; failures nobody expected get their page, as outside tests."""
    app = build_app()
    app.testing = False
    app.register_blueprint(trial())
    return app


@pytest.fixture
def secure_get(settings: Settings) -> Callable[..., TestResponse]:
    """Give how to ask for a page of a site that is reached over https."""
    app = create_app(replace(settings, base_url=SECURE))
    app.register_blueprint(trial())
    return partial(app.test_client().get, base_url=SECURE)


@pytest.fixture
def token(client: FlaskClient) -> str:
    """Give a CSRF token that belongs to the session of ``client``."""
    page = client.get("/proef/formulier").text
    return page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
