"""What only some may see: the link to a meeting, and what others plan."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from ovkk_core.agreements import tokens
from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.others import judged_others
from ovkk_core.agreements.sentences import sentence
from ovkk_core.calendars import Frequency, Recurrence, cancel_event, from_local
from ovkk_core.contacts import Municipality, Village
from ovkk_core.hookspecs import OutsideEvent
from ovkk_core.subscriptions.judging import judge
from ovkk_core.subscriptions.models import ItemState, OutsideItem, Subscription
from tests.core.agreements.conftest import NOW, MakeAgreement, MakeEvent, Partner
from tests.people import log_in, make_user

MakePartner = Callable[..., Partner]
MEETING = "https://meet.example/kennismaking"


def test_cal_14_link_to_the_meeting_is_in_the_feed_of_who_is_entitled(partner: MakePartner, event: MakeEvent) -> None:
    event("Kennismaking", conference_url=MEETING, conference_label="Meedoen")
    cancel_event(event("Afgezegd", conference_url=MEETING))
    event("Zonder")
    text = partner(conference=True).text()
    assert text.count("CONFERENCE;") == 1
    assert f"CONFERENCE;FEATURE=VIDEO;LABEL=Meedoen;VALUE=URI:{MEETING}\r\n" in text
    assert "met de links om op afstand mee te doen" in sentence(FeedAgreement.get())


def test_cal_14_public_feeds_and_pages_and_other_partners_have_no_link_to_the_meeting(
    client: FlaskClient, agreement: MakeAgreement, event: MakeEvent
) -> None:
    one = event("Kennismaking", conference_url=MEETING)
    agreement(conference=True, embed="dorpsraad")
    token = tokens.give(agreement(name="Ander"))
    paths = [f"/kalender/prive/{token}.ics", "/kalender/alles.ics", f"/agenda/{one.slug}", f"/agenda/{one.slug}.ics"]
    paths += ["/kalender/inbedden/dorpsraad", "/kalender/inbedden/dorpsraad.json"]
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert [answer.text.count("Kennismaking") > 0 for answer in answers] == [True] * 6
    assert [path for path, answer in zip(paths, answers, strict=True) if MEETING in answer.text] == []


def at(local: str) -> datetime:
    return from_local(datetime.fromisoformat(local))


def of_others(start: str = "2026-03-11T19:30", **values: Any) -> OutsideEvent:
    """Give a council evening, two hours long, that anybody may know of."""
    moment = at(start)
    given = {
        "title": "Raadsvergadering",
        "starts_at": moment,
        "ends_at": moment + timedelta(hours=2),
        "all_day": False,
        "place": "Gemeentehuis",
        "source": "Gemeente Ommen",
        "address": "https://raad.example/11",
        "municipality_id": None,
        "public": True,
        "uid": str(uuid4()),
        "changed_at": NOW,
    }
    return OutsideEvent(**given | values)


@pytest.fixture
def council(vilsteren: Village) -> OutsideItem:
    """Give an evening of the council of Ommen, in a calendar that we follow, that waits for a person."""
    raad = Subscription.create(
        title="Raad Ommen", address="https://raad.example/raad.ics", municipality=vilsteren.municipality
    )
    moment = at("2026-03-11T19:30")
    own = {"subscription": raad, "key": "a" * 64, "uid": "11@raad.example", "title": "Raadsvergadering"}
    return OutsideItem.create(**own, place="Gemeentehuis", starts_at=moment, ends_at=moment + timedelta(hours=2))


def test_what_others_plan_is_in_the_feed_of_who_agreed_it_once_it_is_approved(
    partner: MakePartner, event: MakeEvent, council: OutsideItem
) -> None:
    """CAL-5: under a UID of ours, that says nothing of its maker and stays the same."""
    event("Kennismaking")
    program = partner(others=True)
    other = Partner(
        program.client, tokens.give(FeedAgreement.create(name="Zonder", contact=FeedAgreement.get().contact))
    )
    assert program.text().count("BEGIN:VEVENT") == 1
    judge([council.id], ItemState.PUBLIC)
    text = program.text()
    mine = text.split("BEGIN:VEVENT")[2]
    assert "SUMMARY:Raadsvergadering\r\n" in mine
    assert "DTSTART;TZID=Europe/Amsterdam:20260311T193000\r\n" in mine
    assert "DESCRIPTION:Gepland door: Raad Ommen\r\n" in mine
    named = re.search(r"^UID:(.*)\r$", mine, re.MULTILINE)
    assert named is not None
    assert UUID(named[1]).version == 5
    assert "raad.example" not in text
    assert "Raadsvergadering" not in other.text()
    assert program.text() == text
    judge([council.id], ItemState.HIDDEN)
    assert "Raadsvergadering" not in program.text()


def test_preview_says_of_what_others_plan_why_not(
    client: FlaskClient,
    agreement: MakeAgreement,
    event: MakeEvent,
    vilsteren: Village,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = vilsteren.municipality.id
    elsewhere = Municipality.create(name="Raalte", slug="raalte", province=vilsteren.municipality.province).id
    event("Schouw", village=vilsteren)
    event("Spreekuur", village=vilsteren, recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4))
    given = [
        of_others(municipality_id=here),
        of_others(title="Besloten", municipality_id=here, public=False),
        of_others(title="Elders", municipality_id=elsewhere),
        of_others(title="Ergens"),
        of_others("2026-03-10T10:00", title="SCHOUW", municipality_id=here),
        of_others("2026-03-24T09:00", title="Spreekuur", municipality_id=here),
        of_others("2026-03-25T09:00", title="Spreekuur", municipality_id=here),
    ]
    one = agreement(others=True, places=Places.MUNICIPALITIES, municipalities=["ommen"])
    assert [str(found.why) for found in judged_others(one, given)] == [
        "",
        "is niet goedgekeurd voor onze openbare agenda",
        "is ergens anders",
        "noemt geen gemeente, dus wij weten niet of het daar is",
        "staat al in onze eigen agenda",
        "staat al in onze eigen agenda",
        "",
    ]
    monkeypatch.setattr("ovkk_core.agreements.others.outside", lambda since, until: given)
    log_in(client, make_user("redacteur"))
    page = " ".join(client.get(f"/beheer/agenda-afspraken/{one.id}/voorbeeld/").text.split())
    assert "Wat anderen plannen, en de partner ziet (2)" in page
    assert "Wat anderen plannen, en de partner niet ziet, en waarom (5)" in page


def test_whole_days_and_the_second_of_two_equal_hours_of_others_are_written_right(
    partner: MakePartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CAL-9, CAL-10."""
    second = at("2026-10-25T02:30") + timedelta(hours=1)
    days = at("2026-05-01"), at("2026-05-04")
    given = [
        of_others(title="Nacht", starts_at=second, ends_at=second + timedelta(hours=2)),
        of_others(title="Feest", starts_at=days[0], ends_at=days[1], all_day=True),
    ]
    monkeypatch.setattr("ovkk_core.agreements.others.outside", lambda since, until: given)
    text = partner(others=True).text()
    assert "DTSTART:20261025T013000Z\r\nDTEND;TZID=Europe/Amsterdam:20261025T043000\r\n" in text
    assert "DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260504\r\n" in text


def test_list_and_data_for_a_website_have_what_others_plan_when_so_agreed(
    client: FlaskClient, agreement: MakeAgreement, event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    raad, fair = of_others(), of_others("2026-03-12T10:00", title="Markt", address="javascript:alert(1)")
    monkeypatch.setattr("ovkk_core.agreements.others.outside", lambda since, until: [raad, fair])
    event("Schouw")
    agreement(embed="dorpsraad", others=True)
    agreement(embed="zonder")
    page = client.get("/kalender/inbedden/dorpsraad").text
    assert "Uit de agenda van Gemeente Ommen" in page
    assert 'href="https://raad.example/11" rel="noopener noreferrer external">Raadsvergadering' in page
    assert "javascript" not in page
    items = client.get("/kalender/inbedden/dorpsraad.json").json["items"]
    assert [item["title"] for item in items] == ["Schouw", "Raadsvergadering", "Markt"]
    assert (items[1]["id"], items[1]["authors"]) == (raad.uid, [{"name": "Gemeente Ommen"}])
    assert "url" not in items[2]
    assert "Raadsvergadering" not in client.get("/kalender/inbedden/zonder").text
