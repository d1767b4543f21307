"""Events for an audience: in its feed and its agenda, on the form, and never a way to see who belongs to it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from ovkk_core.audiences import Audience
from ovkk_core.calendars import Event, EventAudience, FeedLayer, audiences_of, publish_event, save_event, split_series
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.clock import now
from ovkk_core.errors import BadInputError
from tests.core.audiences.conftest import MakeAudience, leaf
from tests.people import log_in, make_user

MakeEvent = Callable[..., Event]


@pytest.fixture
def councils(audience: MakeAudience) -> Audience:
    return audience(leaf("kind", "village_council"), name="Dorpsraden", public_feed=True)


@pytest.fixture
def halls(audience: MakeAudience) -> Audience:
    return audience(leaf("kind", "community_centre"), name="Dorpshuizen", public_feed=True)


@pytest.fixture
def event(database: None) -> MakeEvent:
    """Give a maker of published events for some audiences."""

    def make(title: str, *audiences: Audience, **values: object) -> Event:
        start = now() + timedelta(days=10)
        made = Event(title=title, owner="calendars", starts_at=start, ends_at=start + timedelta(hours=2), **values)
        return publish_event(save_event(made, audiences=[one.slug for one in audiences]))

    return make


def test_feed_9_audience_has_its_own_events_and_those_for_everybody(
    client: FlaskClient, event: MakeEvent, councils: Audience, halls: Audience
) -> None:
    event("Voor raden", councils), event("Voor huizen", halls), event("Voor allen")
    whole = event("Schouw voor huizen", halls)
    event("Halte van de schouw", parent=whole)
    feed = client.get("/kalender/doelgroep/dorpsraden.ics")
    assert feed.mimetype == "text/calendar"
    assert [title in feed.text for title in ("Voor raden", "Voor allen")] == [True, True]
    assert [title in feed.text for title in ("Voor huizen", "Schouw voor", "Halte van")] == [False, False, False]
    assert "Halte van" in client.get("/kalender/doelgroep/dorpshuizen.ics").text
    assert client.get("/kalender/alles.ics").text.count("BEGIN:VEVENT") == 5
    poll = client.get("/kalender/doelgroep/dorpsraden.ics", headers={"If-None-Match": feed.headers["ETag"]})
    assert poll.status_code == 304


def test_feed_of_an_audience_changes_and_ends_with_what_people_decide(
    client: FlaskClient, event: MakeEvent, councils: Audience, halls: Audience
) -> None:
    front = Client(FeedLayer(client.application))
    made, address = event("Voor raden", councils), "/kalender/doelgroep/dorpsraden.ics"
    first = front.get(address)
    assert "Voor raden" in first.text
    assert front.get(address).headers["ETag"] == first.headers["ETag"]
    save_event(made, audiences=["dorpshuizen"])
    assert audiences_of(made) == [halls]
    assert "Voor raden" not in front.get(address).text
    councils.public_feed = False
    councils.save()
    assert front.get(address).status_code == 404
    assert client.get("/abonneren?doelgroep=dorpsraden").status_code == 404


def test_agenda_and_subscribing_offer_the_public_audiences(
    client: FlaskClient, event: MakeEvent, councils: Audience, halls: Audience, audience: MakeAudience
) -> None:
    hidden = audience(leaf("kind", "partner"), name="Geheime groep")
    event("Voor raden", councils), event("Voor geheimen", hidden), event("Voor allen")
    page = client.get("/agenda").text
    assert '<option value="dorpsraden"' in page
    assert "Dorpshuizen" not in page  # nothing is meant for them
    assert "Geheime groep" not in page
    page = client.get("/agenda?doelgroep=dorpsraden").text
    assert ("Voor raden" in page, "Voor allen" in page, "Voor geheimen" in page) == (True, True, False)
    assert client.get("/agenda?doelgroep=geheime-groep").status_code == 404
    page = client.get("/abonneren?doelgroep=dorpshuizen").text
    assert "/kalender/doelgroep/dorpshuizen.ics" in page
    assert "Geheime groep" not in page


def test_own_event_is_given_audiences_and_keeps_them_in_a_new_series(
    client: FlaskClient, councils: Audience, halls: Audience
) -> None:
    log_in(client, make_user("coordinator"))
    day = (now() + timedelta(days=9)).date().isoformat()
    fields = {
        "title": "Overleg",
        "day": day,
        "starts": "19:30",
        "ends": "21:30",
        "visibility": "public",
        "repeat": "",
        "version": "",
        "village": "",
    }
    answer = client.post("/beheer/afspraken/nieuw/", data=fields | {"audiences": ["dorpsraden"]})
    made = Event.get()
    assert (answer.status_code, audiences_of(made)) == (303, [councils])
    page = client.get(f"/beheer/afspraken/{made.id}/wijzigen/").text
    assert re.findall(r'<input checked[^>]* name="audiences"[^>]* value="([^"]*)"', page) == ["dorpsraden"]
    made.recurrence = Recurrence(Frequency.DAILY, count=4)
    save_event(made)
    new = split_series(made, (now() + timedelta(days=11)).date())
    assert audiences_of(new) == [councils]
    save_event(made, audiences=["dorpshuizen", "bestaat-niet"])
    assert audiences_of(made) == [halls]


def test_audience_of_an_event_is_not_deleted_and_a_draft_takes_its_choice_along(
    event: MakeEvent, councils: Audience
) -> None:
    start = now()
    draft = Event(title="Concept", owner="calendars", starts_at=start, ends_at=start + timedelta(hours=1))
    save_event(draft, audiences=["dorpsraden"])
    with pytest.raises(BadInputError, match="wordt nog gebruikt"):
        councils.delete_instance()
    draft.delete_instance()
    assert not EventAudience.select().exists()
    councils.delete_instance()
    assert not Audience.select().exists()
