"""The admin screens of the association's own events, without JavaScript."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from ovkk_core.accounts import User
from ovkk_core.calendars import Event, EventStatus, Visibility, from_local, local
from ovkk_core.calendars.own_events import OWNER
from ovkk_core.contacts import Village
from tests.core.admin.browsing import post
from tests.core.calendars.conftest import MakeEvent
from tests.people import log_in, make_user

LIST = "/beheer/afspraken/"
MEETING = {
    "title": "Bestuur",
    "day": "2026-03-10",
    "starts": "19:30",
    "ends": "21:30",
    "location": "Dorpshuis",
    "visibility": "public",
    "repeat": "nth",
    "until": "2027-06-03",
}


@pytest.fixture
def editor(database: None) -> User:
    """Give somebody who may."""
    return make_user("redacteur")


@pytest.fixture
def office(client: FlaskClient, editor: User) -> FlaskClient:
    """Give the browser of that person."""
    log_in(client, editor)
    return client


def text_of(answer: Any) -> str:
    """Give the words of the page, without tags."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def send(client: FlaskClient, path: str, **values: Any) -> Any:
    """Fill in the form at ``path`` and send it."""
    page = client.get(path).text
    version = re.search(r'name="version"[^>]*value="([^"]*)"', page)
    return post(client, path, **{"version": version[1] if version else ""} | values)


def made(client: FlaskClient, **values: Any) -> Event:
    """Make an event through the form."""
    assert send(client, f"{LIST}nieuw/", **MEETING | values).status_code == 303
    found: Event = Event.select().order_by(Event.id.desc()).get()
    return found


def test_series_is_made_and_read_back_in_dutch(office: FlaskClient) -> None:
    found = made(office)
    assert (found.owner, found.status, found.repeats) == (
        OWNER,
        EventStatus.DRAFT,
        "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270603",
    )
    assert local(found.starts_at).isoformat() == "2026-03-10T19:30:00+01:00"
    words = text_of(office.get(f"{LIST}{found.id}/"))
    assert "elke tweede dinsdag van de maand, tot en met 3 juni 2027" in words
    assert "dinsdag 14 april 2026, 19.30–21.30 uur" in words
    assert "Bestuur dinsdag 10 maart 2026, 19.30–21.30 uur elke tweede dinsdag" in text_of(office.get(LIST))


def test_village_is_chosen_under_its_municipality_and_kept(office: FlaskClient, vilsteren: Village) -> None:
    page = office.get(f"{LIST}nieuw/").text
    assert f'<optgroup label="Ommen"><option value="{vilsteren.id}">Vilsteren</option></optgroup>' in page
    found = made(office, village=str(vilsteren.id))
    assert found.village == vilsteren
    assert "Dorpshuis, Vilsteren" in text_of(office.get(f"{LIST}{found.id}/"))
    assert f'<option selected value="{vilsteren.id}">' in office.get(f"{LIST}{found.id}/wijzigen/").text
    send(office, f"{LIST}{found.id}/wijzigen/", **MEETING, village="")
    assert Event.get_by_id(found.id).village_id is None
    assert send(office, f"{LIST}nieuw/", **MEETING, village="99999").status_code == 422


def test_first_five_dates_are_shown_before_saving(office: FlaskClient) -> None:
    """Nothing is stored: it only reads back."""
    answer = send(office, f"{LIST}nieuw/", **MEETING, look="1")
    words = text_of(answer)
    assert answer.status_code == 200
    assert "Nog niet bewaard. Dit hebt u gekozen: elke tweede dinsdag van de maand, tot en met 3 juni 2027" in words
    assert len(re.findall(r"dinsdag \d+ \w+ 2026, 19\.30–21\.30 uur", words)) == 5
    assert Event.select().count() == 0


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"repeat": "daily", "until": "", "count": "3"}, "FREQ=DAILY;COUNT=3"),
        ({"repeat": "weekly", "weekdays": ["3"], "interval": "2"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270603"),
        ({"repeat": "last", "day": "2026-03-31"}, "FREQ=MONTHLY;BYDAY=-1TU;UNTIL=20270603"),
        ({"repeat": "monthday"}, "FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=20270603"),
        ({"repeat": "month_end", "day": "2026-12-31"}, "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270603"),
        ({"repeat": "yearly"}, "FREQ=YEARLY;UNTIL=20270603"),
        ({"repeat": "", "until": ""}, ""),
    ],
)
def test_every_choice_gives_its_rule_and_is_shown_again(office: FlaskClient, values: dict[str, Any], rule: str) -> None:
    """F8: and saving the form as it is shown changes nothing."""
    found = made(office, **values)
    assert found.repeats == rule
    page = office.get(f"{LIST}{found.id}/wijzigen/").text
    assert re.search(rf'<option selected value="{values["repeat"]}"', page)
    again = MEETING | {"weekdays": []} | values
    assert send(office, f"{LIST}{found.id}/wijzigen/", **again).status_code == 303
    assert Event.get_by_id(found.id).repeats == rule


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"day": "2026-03-29", "starts": "02:30", "repeat": ""}, "Op 29-03-2026 bestaat 02.30 uur niet"),
        ({"day": "1969-12-31", "repeat": ""}, "valt in 1969"),
        ({"day": "2028-02-29", "repeat": "yearly", "until": "2032-12-31"}, "29 februari"),
        ({"day": "2026-03-31"}, "eerste, tweede, derde, vierde of laatste"),
        ({"until": ""}, "Eén van de twee"),
        ({"count": "3"}, "Eén van de twee"),
        ({"starts": ""}, "Vul in hoe laat het begint"),
        ({"ends": "19:00"}, "ligt niet na de begintijd"),
        ({"conference_url": "javascript:alert(1)"}, "moet beginnen met"),
        ({"day": "31-02-2026"}, "Fill in a date|Vul een datum in"),
    ],
)
def test_rel_9_what_cannot_be_is_refused_with_the_form_kept(
    office: FlaskClient, values: dict[str, Any], words: str
) -> None:
    """REL-9, CAL-9: in Dutch, and nothing is stored."""
    answer = send(office, f"{LIST}nieuw/", **MEETING | values)
    assert answer.status_code == 422
    assert re.search(words, text_of(answer))
    assert 'value="Bestuur"' in answer.text
    assert Event.select().count() == 0


def test_cal_10_whole_days_need_no_times(office: FlaskClient) -> None:
    """CAL-10: three days, 31 December among them."""
    days = {"whole_days": "y", "day": "2026-12-30", "last_day": "2027-01-01", "starts": "", "ends": "", "repeat": ""}
    found = made(office, **days, until="")
    assert (found.first_day, found.last_day) == (date(2026, 12, 30), date(2027, 1, 1))
    assert "woensdag 30 december 2026 – vrijdag 1 januari 2027" in text_of(office.get(f"{LIST}{found.id}/"))
    assert send(office, f"{LIST}{found.id}/wijzigen/", **MEETING).status_code == 303
    assert Event.get_by_id(found.id).all_day is False


def test_one_date_is_changed_called_off_and_put_back(office: FlaskClient) -> None:
    found = made(office)
    post(office, f"{LIST}{found.id}/publiceren/")
    april, may = f"{LIST}{found.id}/datum/2026-04-14/", f"{LIST}{found.id}/datum/2026-05-12/"
    moved = {"title": "Bestuur", "location": "Dorpshuis", "day": "2026-04-15", "starts": "20:00", "ends": "22:00"}
    assert send(office, april, **moved).status_code == 303
    assert post(office, f"{may}afgelasten/").status_code == 303
    stored = Event.get_by_id(found.id)
    assert {day: own["fate"] for day, own in stored.exceptions.items()} == {
        "2026-04-14": "changed",
        "2026-05-12": "cancelled",
    }
    words = text_of(office.get(f"{LIST}{found.id}/"))
    assert "woensdag 15 april 2026, 20.00–22.00 uur gewijzigd dinsdag 12 mei 2026, 19.30–21.30 uur afgelast" in words
    assert post(office, f"{april}terugzetten/").status_code == 303
    assert set(Event.get_by_id(found.id).exceptions) == {"2026-05-12"}


def test_date_left_out_of_a_draft_can_be_put_back(office: FlaskClient) -> None:
    found = made(office)
    april = f"{LIST}{found.id}/datum/2026-04-14/"
    post(office, f"{april}afgelasten/")
    page = office.get(f"{LIST}{found.id}/").text
    assert "dinsdag 14 april 2026" in page
    assert f"{april}terugzetten/" in page
    post(office, f"{april}terugzetten/")
    assert Event.get_by_id(found.id).exceptions == {}


def test_series_is_split_and_the_new_one_changed(office: FlaskClient) -> None:
    """CAL-12: ``vanaf deze datum anders``."""
    found = made(office)
    answer = post(office, f"{LIST}{found.id}/datum/2026-09-08/splitsen/")
    new = Event.select().order_by(Event.id.desc()).get()
    assert answer.location.endswith(f"{LIST}{new.id}/wijzigen/")
    assert (Event.get_by_id(found.id).repeats, new.repeats) == (
        "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260811",
        "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270603",
    )
    assert "Vanaf deze datum anders" not in office.get(f"{LIST}{new.id}/datum/2026-09-08/").text


def test_event_goes_from_draft_to_withdrawn_by_buttons(office: FlaskClient) -> None:
    found = made(office)
    seen = []
    for step in ("publiceren", "afgelasten", "publiceren", "intrekken"):
        assert post(office, f"{LIST}{found.id}/{step}/").status_code == 303
        seen.append(Event.get_by_id(found.id).status.value)
    assert seen == ["published", "cancelled", "published", "withdrawn"]
    assert post(office, f"{LIST}{found.id}/verwijderen/").status_code == 422
    draft = made(office)
    assert post(office, f"{LIST}{draft.id}/verwijderen/").status_code == 303
    assert Event.get_or_none(Event.id == draft.id) is None


def test_two_people_do_not_overwrite_each_other_unknowingly(office: FlaskClient) -> None:
    found = made(office)
    page = office.get(f"{LIST}{found.id}/wijzigen/").text
    version = re.search(r'name="version"[^>]*value="([^"]*)"', page)
    assert version
    assert send(office, f"{LIST}{found.id}/wijzigen/", **MEETING | {"title": "Dagelijks bestuur"}).status_code == 303
    answer = post(office, f"{LIST}{found.id}/wijzigen/", **MEETING | {"version": version[1], "location": "Kerk"})
    assert answer.status_code == 422
    assert "Iemand anders heeft deze afspraak intussen gewijzigd" in text_of(answer)
    stored = Event.get_by_id(found.id)
    assert (stored.title, stored.location) == ("Dagelijks bestuur", "Dorpshuis")


def test_priv_link_to_the_meeting_is_for_who_may_write(client: FlaskClient, office: FlaskClient) -> None:
    """CAL-14: an adviser who only reads does not get it here."""
    found = made(office, conference_url="https://vergaderen.example/kamer")
    assert "vergaderen.example" in office.get(f"{LIST}{found.id}/").text
    log_in(client, make_user("lezer", name="Bert"))
    page = client.get(f"{LIST}{found.id}/")
    assert page.status_code == 200
    assert "vergaderen.example" not in page.text
    assert "wijzigen" not in page.text.lower()
    assert post(client, f"{LIST}{found.id}/publiceren/").status_code == 403


def test_internal_event_reaches_no_public_page(office: FlaskClient) -> None:
    """CAL-13: also when published."""
    found = made(office, visibility="internal", title="Personeelszaken")
    post(office, f"{LIST}{found.id}/publiceren/")
    assert "Personeelszaken is gepubliceerd" in office.get(LIST).text
    assert Event.get_by_id(found.id).visibility is Visibility.INTERNAL
    for path in ("/agenda", f"/agenda/{found.slug}", "/kalender/alles.ics", "/"):
        assert "Personeelszaken" not in office.get(path).text


@pytest.mark.parametrize("path", ["999999/", "99999999999/", "1/datum/geen/", "1/datum/2026-13-01/"])
def test_unknown_event_or_date_is_not_found(office: FlaskClient, event: MakeEvent, path: str) -> None:
    event()
    assert office.get(LIST + path).status_code == 404


def test_event_of_a_plugin_is_not_changed_here(office: FlaskClient, event: MakeEvent) -> None:
    found = event(owner="toy", starts_at=from_local(local(event().starts_at).replace(tzinfo=None)))
    assert office.get(f"{LIST}{found.id}/").status_code == 404
