"""Forms: labels, help, and errors that say how to repair."""

from flask.testing import FlaskClient


def test_a11y_4_error_names_the_field_says_what_to_do_and_is_announced(client: FlaskClient, token: str) -> None:
    page = client.post("/proef/formulier", data={"csrf_token": token, "day": "morgen", "travel": "bus"}).text
    assert "2 antwoorden kloppen nog niet" in page
    assert '<a class="utrecht-link" href="#name">Naam: Vul dit in.</a>' in page
    assert 'href="#day">Dag: Vul een datum in met dag, maand en jaar' in page
    assert 'role="alert" tabindex="-1" autofocus' in page


def test_a11y_4_field_points_to_its_help_and_error(client: FlaskClient, token: str) -> None:
    page = client.post("/proef/formulier", data={"csrf_token": token, "travel": "bus"}).text
    assert 'aria-describedby="name-help name-error" aria-invalid="true"' in page
    assert 'id="name-help">Zoals op het bord</p>' in page
    assert 'id="name-error">Vul dit in.</p>' in page


def test_a11y_4_what_was_entered_is_kept(client: FlaskClient, token: str) -> None:
    page = client.post("/proef/formulier", data={"csrf_token": token, "day": "2026-03-10", "travel": "foot"}).text
    assert 'value="2026-03-10"' in page
    assert 'checked class="utrecht-radio-button" id="travel-1"' in page


def test_a11y_4_group_of_choices_has_a_legend_and_every_field_a_label(client: FlaskClient) -> None:
    page = client.get("/proef/formulier").text
    assert '<legend class="utrecht-form-label">Vervoer' in page
    for field in ("name", "day", "travel-0", "travel-1", "agreed"):
        assert f'for="{field}"' in page


def test_field_that_may_stay_empty_says_so(client: FlaskClient) -> None:
    page = client.get("/proef/formulier").text
    assert '<label class="utrecht-form-label" for="name">Naam</label>' in page
    assert 'Dag <span class="ovkk-optional">(niet verplicht)</span>' in page


def test_message_is_shown_once_and_escaped(client: FlaskClient, token: str) -> None:
    data = {"csrf_token": token, "name": "<b>x</b>", "travel": "bus"}
    page = client.post("/proef/formulier", data=data).text
    assert '<p class="utrecht-paragraph">Opgeslagen</p>' in page
    assert "<b>x</b>" not in page
    assert "Opgeslagen" not in client.get("/").text
