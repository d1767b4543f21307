"""The screens of agreements: make, preview, give, follow; and the list for websites."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.agreements import demo, tokens
from ovkk_core.agreements.choices import Cancelling, Places, Vanishing
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.selection import judged
from ovkk_core.agreements.sentences import sentence
from ovkk_core.calendars import Frequency, Recurrence, Visibility, cancel_event, withdraw_event
from ovkk_core.clock import frozen
from ovkk_core.contacts import Position, Village
from ovkk_core.registry import registry, switch
from tests.core.agreements.conftest import DAY, NOW, MakeAgreement, MakeEvent, Partner
from tests.people import log_in, make_user

HERE = "/beheer/agenda-afspraken/"
FORM = {
    "name": "Agenda voor de dorpsraad",
    "purpose": "Voor de website",
    "places": "all",
    "cancelling": "title_first",
    "vanishing": "hide",
    "embed": "no",
    "others": "no",
    "conference": "no",
    "origins": "",
}


@pytest.fixture
def anna(client: FlaskClient) -> FlaskClient:
    """Give a coordinator at work."""
    log_in(client, make_user("coordinator"))
    return client


def test_agreement_is_made_by_the_form(anna: FlaskClient, contact: Position, vilsteren: Village) -> None:
    typed = FORM | {
        "contact": contact.id,
        "places": "municipalities",
        "municipalities": "ommen",
        "ends_on": "2026-12-31",
    }
    answer = anna.post(f"{HERE}nieuw/", data=typed)
    one = FeedAgreement.get()
    assert (answer.status_code, answer.location) == (303, f"{HERE}{one.id}/")
    assert (one.places, one.municipalities, one.cancelling) == (
        Places.MUNICIPALITIES,
        ["ommen"],
        Cancelling.TITLE_FIRST,
    )
    assert sentence(one) == (
        "Deze agenda bevat alle openbare activiteiten, in Ommen. "
        "Voor Bram Bakker, secretaris, Dorpsraad Vilsteren, tot en met donderdag 31 december 2026."
    )


def test_form_says_what_is_missing(anna: FlaskClient, contact: Position) -> None:
    answer = anna.post(f"{HERE}nieuw/", data=FORM | {"contact": contact.id, "places": "municipalities", "name": ""})
    assert answer.status_code == 422
    assert "Kruis minstens één gemeente aan." in answer.text
    assert "Vul dit in." in answer.text
    wrong = anna.post(f"{HERE}nieuw/", data=FORM | {"contact": contact.id, "origins": "http://dorp.example"})
    assert "is geen adres van een website" in wrong.text
    assert FeedAgreement.select().count() == 0


def test_preview_in_the_form_saves_nothing(anna: FlaskClient, contact: Position, event: MakeEvent) -> None:
    event("Kennismaking")
    answer = anna.post(f"{HERE}nieuw/", data=FORM | {"contact": contact.id, "preview": "1"})
    assert answer.status_code == 200
    assert "Wat de partner ziet (1)" in answer.text.replace("\n", " ")
    assert FeedAgreement.select().count() == 0


def test_preview_says_of_every_event_why_not(
    agreement: MakeAgreement, event: MakeEvent, toy: str, vilsteren: Village, client: FlaskClient
) -> None:
    one = agreement(
        activities=["calendars", toy],
        themes=["Zorg"],
        places=Places.ORGANISATION,
        cancelling=Cancelling.TITLE_FIRST,
    )
    good = {"village": vilsteren, "categories": ["Zorg"]}
    other = Village.create(name="Beerze", slug="beerze", municipality=vilsteren.municipality)
    event("goed", **good)
    event("is een concept", publish=False, **good)
    event("is intern", **(good | {"visibility": Visibility.INTERNAL}))
    event("ander onderdeel", **(good | {"owner": "elders"}))
    event("ander thema", **(good | {"categories": ["Wonen"]}))
    event("andere plaats", **(good | {"village": other}))
    event("geen plaats", **(good | {"village": None}))
    withdraw_event(event("ingetrokken", **good))
    cancel_event(event("lang afgelast", **(good | {"starts_at": NOW - 90 * DAY, "ends_at": NOW - 89 * DAY})))
    event("uit", **(good | {"owner": toy}))
    switch(toy, False)
    with frozen(NOW + 90 * DAY):
        said = {str(found.event): str(found.why) for found in judged(one)}
    assert said == {
        "goed": "",
        "is een concept": "is een concept, dat niemand buiten ons ziet",
        "is intern": "is intern en staat in geen enkele agenda buiten ons",
        "ander onderdeel": "hoort bij een activiteit die niet is aangekruist",
        "ander thema": "heeft geen van de aangekruiste thema’s",
        "andere plaats": "is ergens anders",
        "geen plaats": "heeft geen dorp, dus wij weten niet of het daar is",
        "ingetrokken": "is ingetrokken",
        "lang afgelast": "is zo lang geleden afgelast dat het weg is",
        "uit": "hoort bij een onderdeel dat uit staat",
    }
    log_in(client, make_user("redacteur"))
    page = client.get(f"{HERE}{one.id}/voorbeeld/")
    assert page.status_code == 200
    assert "hoort bij een onderdeel dat uit staat" in page.text


def test_preview_and_feed_agree(agreement: MakeAgreement, event: MakeEvent, client: FlaskClient, toy: str) -> None:
    one = agreement(vanishing=Vanishing.CANCEL, cancelling=Cancelling.TITLE_FIRST)
    for title in "abcdef":
        event(title, owner=toy if title > "c" else "calendars")
    switch(toy, False)
    inside = [found.event.uid for found in judged(one) if not found.verdict.reason]
    text = Partner(client, tokens.give(one)).text()
    assert [line.removeprefix("UID:") for line in text.split("\r\n") if line.startswith("UID:")] == inside
    assert len(inside) == 6


def test_list_says_who_fetched_last_and_how_it_does(
    anna: FlaskClient, partner: Callable[..., Partner], agreement: MakeAgreement
) -> None:
    agreement(name="Zonder adres")
    partner(name="In gebruik").get()
    page = anna.get(HERE).text
    assert "nog geen adres gegeven" in page
    assert "in gebruik" in page
    assert "Outlook" in page
    with frozen(NOW + 14 * DAY):
        log_in(anna, make_user("coordinator"))
        page = anna.get(HERE).text
    assert "14 dagen stil" in page


def test_who_may_only_read_gets_no_buttons(client: FlaskClient, agreement: MakeAgreement) -> None:
    """SEC-1."""
    one = agreement()
    log_in(client, make_user("redacteur"))
    page = client.get(f"{HERE}{one.id}/")
    assert page.status_code == 200
    assert "adres/" not in page.text.split("<main")[1]
    assert client.post(f"{HERE}{one.id}/adres/").status_code == 403
    assert client.get(f"{HERE}nieuw/").status_code == 403


def test_embedded_list_needs_no_script_and_may_be_framed_by_the_partner_only(
    client: FlaskClient, agreement: MakeAgreement, event: MakeEvent
) -> None:
    """SEC-6."""
    agreement(embed="dorpsraad", origins=["https://www.dorp.example"])
    event("Kennismaking")
    cancel_event(event("Koffie"))
    page = client.get("/kalender/inbedden/dorpsraad")
    assert page.status_code == 200
    assert "frame-ancestors 'self' https://www.dorp.example" in page.headers["Content-Security-Policy"]
    assert "script" not in page.text
    assert "Set-Cookie" not in page.headers
    assert "Afgelast: Koffie" in page.text
    assert "dinsdag 10 maart 2026, 10.00–12.00 uur" in page.text


def test_embedded_json_is_a_json_feed_with_the_uid(
    client: FlaskClient, agreement: MakeAgreement, event: MakeEvent
) -> None:
    agreement(embed="dorpsraad")
    one = event("Kennismaking", location="Dorpshuis")
    answer = client.get("/kalender/inbedden/dorpsraad.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["version"] == "https://jsonfeed.org/version/1.1"
    assert answer.json["items"] == [
        {
            "id": one.uid,
            "url": f"http://localhost/agenda/{one.slug}",
            "title": "Kennismaking",
            "content_text": "dinsdag 10 maart 2026, 10.00–12.00 uur, Dorpshuis",
            "date_modified": "2026-02-01T09:00:00+00:00",
            "tags": [],
            "_event": {
                "start": "2026-03-10T10:00:00+01:00",
                "end": "2026-03-10T12:00:00+01:00",
                "all_day": False,
                "place": "Dorpshuis",
                "cancelled": False,
            },
        }
    ]


def test_embedded_list_has_every_date_of_a_series_that_is_still_to_come(
    client: FlaskClient, agreement: MakeAgreement, event: MakeEvent
) -> None:
    agreement(embed="dorpsraad")
    one = event("Spreekuur", recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=3))
    with frozen(NOW + 38 * DAY):
        items = client.get("/kalender/inbedden/dorpsraad.json").json["items"]
        page = client.get("/kalender/inbedden/dorpsraad").text
    assert [item["id"] for item in items] == [f"{one.uid}/2026-03-17", f"{one.uid}/2026-03-24"]
    assert "dinsdag 17 maart 2026" in page


@pytest.mark.parametrize("name", ["", "onbekend"])
def test_unknown_list_is_not_found(client: FlaskClient, agreement: MakeAgreement, name: str) -> None:
    agreement(embed="")
    assert client.get(f"/kalender/inbedden/{name}").status_code == 404


def test_list_of_an_agreement_that_is_over_is_not_found(client: FlaskClient, agreement: MakeAgreement) -> None:
    agreement(embed="dorpsraad", ends_on=NOW.date())
    with frozen(NOW + DAY):
        assert client.get("/kalender/inbedden/dorpsraad").status_code == 404


def test_impact_of_switching_off_counts_partners(app: Flask, partner: Callable[..., Partner], toy: str) -> None:
    partner()
    counts = [impact.count for room, impact in registry.ask("disable_impact", plugin=toy) if room == "agreements"]
    assert counts == [1]


def test_demonstration_has_an_agreement(contact: Position) -> None:
    demo.load()
    assert FeedAgreement.get().name == "Agenda voor Dorpsraad Vilsteren"
