"""Agreements for some audiences: what is for others stays out of the feed, and the preview says why."""

from typing import Any

from flask.testing import FlaskClient

from ovkk_core.agreements.judging import Reason
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.selection import judged
from ovkk_core.agreements.sentences import sentence
from ovkk_core.audiences import Audience
from ovkk_core.calendars import save_event
from ovkk_core.contacts import Position
from tests.core.agreements.conftest import MakeAgreement, MakeEvent
from tests.people import log_in, make_user


def test_feed_has_what_is_for_the_audience_or_everybody_and_says_why_not_the_rest(
    partner: Any, agreement: MakeAgreement, event: MakeEvent
) -> None:
    Audience.create(name="Dorpsraden"), Audience.create(name="Dorpshuizen")
    save_event(event("Voor raden"), audiences=["dorpsraden"])
    whole = event("Schouw voor huizen")
    save_event(whole, audiences=["dorpshuizen"])
    event("Halte", parent=whole)
    event("Voor allen")
    text = partner(audiences=["dorpsraden"]).text()
    assert [title in text for title in ("Voor raden", "Voor allen", "Schouw", "Halte")] == [True, True, False, False]
    reasons = {one.event.title: one.verdict.reason for one in judged(FeedAgreement.get())}
    assert reasons["Schouw voor huizen"] is reasons["Halte"] is Reason.AUDIENCE
    assert reasons["Voor allen"] is None
    assert "voor Dorpsraden of voor iedereen" in sentence(FeedAgreement.get())
    assert partner(audiences=["weg"]).text().count("BEGIN:VEVENT") == 1


def test_audiences_are_chosen_on_the_form(client: FlaskClient, contact: Position) -> None:
    Audience.create(name="Dorpsraden")
    log_in(client, make_user("coordinator"))
    page = client.get("/beheer/agenda-afspraken/nieuw/").text
    assert 'name="audiences"' in page
    fields = {"name": "Raad", "contact": contact.id, "places": "all", "cancelling": "at_once", "vanishing": "hide"}
    fields |= {"others": "no", "conference": "no", "embed": "no", "audiences": "dorpsraden"}
    assert client.post("/beheer/agenda-afspraken/nieuw/", data=fields).status_code == 303
    assert FeedAgreement.get().audiences == ["dorpsraden"]
