"""What only some may see: the link to a meeting, and what others plan."""

from collections.abc import Callable

from flask.testing import FlaskClient

from ovkk_core.agreements import tokens
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.sentences import sentence
from ovkk_core.calendars import cancel_event
from tests.core.agreements.conftest import MakeAgreement, MakeEvent, Partner

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
