"""The screens about consents."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ovkk_core.clock import frozen, now
from ovkk_core.consents import (
    Consent,
    ConsentWay,
    Suppression,
    Wording,
    ask,
    give,
    is_suppressed,
    may_write_to,
)
from ovkk_core.consents.following import todos
from ovkk_core.registry import registry
from tests.core.consents.conftest import Maker
from tests.core.contacts.counting import counted
from tests.people import log_in, make_user

ROOT = "/beheer/toestemmingen/"
TEXT = "Ja, mail mij de nieuwsbrief, vier keer per jaar."


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    """Give a browser in which an editor is logged in."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    log_in(client, make_user("redacteur"))
    return client


def test_priv_1_what_somebody_told_us_is_noted_with_who_entered_it_and_asks_for_proof(
    editor: FlaskClient, somebody: Maker
) -> None:
    jan = somebody()
    told = {"purpose": "nieuwsbrief", "decision": "give", "how": "written", "proof": ""}
    refused = editor.post(f"{ROOT}persoon/{jan.id}/", data=told)
    assert refused.status_code == 422
    assert "Schrijf op waaruit blijkt" in refused.text
    editor.post(f"{ROOT}persoon/{jan.id}/", data=told | {"proof": "lijst van 3 maart"})
    consent = Consent.get()
    assert (consent.how, consent.proof, consent.entered_by[:5]) == (ConsentWay.WRITTEN, "lijst van 3 maart", "user:")
    editor.post(f"{ROOT}persoon/{jan.id}/", data=told | {"decision": "withdraw"})
    assert may_write_to(jan, "nieuwsbrief").allowed is False
    page = editor.get(f"{ROOT}persoon/{jan.id}/").text
    assert "ingetrokken op" in page
    assert "lijst van 3 maart" in page


def test_changed_text_is_a_new_version_and_can_be_looked_at_first(editor: FlaskClient) -> None:
    page = "/beheer/toestemmingsteksten/nieuwsbrief/"
    shown = editor.post(page, data={"language": "nl", "text": TEXT, "preview": "1"})
    assert f">{TEXT}</label>" in shown.text
    assert Wording.select().count() == 0
    editor.post(page, data={"language": "nl", "text": TEXT})
    editor.post(page, data={"language": "nl", "text": TEXT + " Of vaker."})
    assert [(w.version, w.text) for w in Wording.select()] == [(1, TEXT), (2, TEXT + " Of vaker.")]
    assert editor.post(page, data={"language": "nl", "text": "Ja"}).status_code == 422
    assert TEXT in editor.get("/aanmelden").text


def test_address_is_looked_up_put_on_the_list_and_taken_off(editor: FlaskClient) -> None:
    page = "/beheer/niet-mailen/"
    assert "staat niet op de lijst" in editor.post(page, data={"address": "jan@dorp.test"}).text
    assert Suppression.select().count() == 0
    editor.post(page, data={"address": "jan@dorp.test", "note": "belde", "add": "1"})
    assert is_suppressed("jan@dorp.test")
    found = editor.post(page, data={"address": "JAN@dorp.test"}).text
    assert "met de hand op de lijst gezet: belde" in found
    editor.post(f"{page}{Suppression.get().id}/opheffen")
    assert is_suppressed("jan@dorp.test") is False


def test_list_costs_as_many_queries_at_one_and_at_twenty_people(editor: FlaskClient, somebody: Maker) -> None:
    give(somebody(), "nieuwsbrief", ConsentWay.SITE)
    editor.get(f"{ROOT}?staat=given")
    with counted() as few:
        editor.get(f"{ROOT}?staat=given")
    for number in range(19):
        give(somebody(f"p{number}@dorp.test"), "nieuwsbrief", ConsentWay.SITE)
    with counted() as many:
        page = editor.get(f"{ROOT}?staat=given").text
    assert page.count("/persoon/") == 20
    assert len(many) == len(few)


def test_reader_sees_nothing_of_consents(client: FlaskClient) -> None:
    log_in(client, make_user("lezer", name="Bram"))
    assert client.get(ROOT).status_code == 403


def test_who_was_asked_a_month_ago_and_is_silent_is_something_to_do(somebody: Maker) -> None:
    editor = make_user("redacteur")
    with frozen(datetime(2026, 3, 3, tzinfo=UTC)):
        ask(somebody(), "nieuwsbrief", ConsentWay.SPOKEN)
        assert todos(editor) == []
        with frozen(now() + timedelta(days=31)):
            (item,) = todos(editor)
    assert item.title.startswith("1 persoon is een maand geleden om toestemming gevraagd")


@pytest.mark.usefixtures("database")
def test_demonstration_has_every_kind_of_decision() -> None:
    registry.tell("load_demo")
    states = {consent.state for consent in Consent.select()}
    assert len(states) == 3
    assert Suppression.select().where(Suppression.note == "Mailbox bestaat niet meer").count() == 1
    assert Wording.select().count() == 2
