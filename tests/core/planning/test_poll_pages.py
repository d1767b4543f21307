"""The personal page of a date poll, and the screens of who makes it."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.calendars import Event
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality
from ovkk_core.mail import OutboxMail
from ovkk_core.planning.answering import answer, choices_of
from ovkk_core.planning.models import Choice, DatePoll, PollAnswer, PollGuest, PollLink
from ovkk_core.planning.polls import choose
from ovkk_core.planning.tokens import new_link
from tests.core.planning.cast import ask, make_poll, make_secretary, options
from tests.people import log_in, make_user

ROOT = "/beheer/datumprikkers"
FORM = {
    "title": "Overleg",
    "closes_on": "2026-02-27",
    "day_1": "2026-03-10",
    "starts_1": "19:30",
    "ends_1": "21:30",
    "day_2": "2026-03-12",
    "starts_2": "19:30",
    "ends_2": "21:30",
}


@pytest.fixture
def anna(ommen: Municipality) -> PollGuest:
    """Give Anna, who was asked."""
    [guest] = ask(make_poll(), make_secretary("Anna", ommen))
    return guest


@pytest.fixture
def link(anna: PollGuest) -> str:
    """Give the path of Anna's own page."""
    return new_link(anna).removeprefix("http://localhost")


def stored() -> list[tuple[object, ...]]:
    """Give everything that an answer could change."""
    return [row for model in (DatePoll, PollGuest, PollAnswer, PollLink, Event) for row in model.select().tuples()]


def test_guest_answers_without_account_token_or_cookie(client: FlaskClient, anna: PollGuest, link: str) -> None:
    first, second, third = options(anna.poll)
    page = client.get(link)
    assert "Welke datum past u?" in page.text
    assert "dinsdag 10 maart 2026, 19.30–21.30 uur" in page.text
    sent = client.post(
        link,
        data={
            f"option-{first.id}": "yes",
            f"option-{second.id}": "if_need_be",
            f"option-{third.id}": "onzin",
            "option-x": "yes",
            "comment": "<b>Graag</b> vroeg",
        },
    )
    assert (sent.status_code, sent.location) == (303, f"{link}?bewaard=1")
    assert choices_of(anna) == {first.id: Choice.YES, second.id: Choice.IF_NEED_BE}
    after = client.get(sent.location)
    assert "uw antwoord is bewaard" in after.text
    assert "&lt;b&gt;Graag&lt;/b&gt; vroeg" in after.text
    assert [name for answer in (page, sent, after) for name in answer.headers.getlist("Set-Cookie")] == []


def test_itip_8_scanner_that_fetches_every_link_changes_nothing(client: FlaskClient, anna: PollGuest) -> None:
    mail = message_from_bytes(bytes(OutboxMail.get().content), policy=policy.default)
    text = "".join(mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    links = {found.removeprefix("http://localhost") for found in re.findall(r"http://localhost/[^\s\"<]*", text)}
    assert any("/u/datum/" in found for found in links)
    before = stored()
    for found in sorted(links):
        for verb in ("HEAD", "GET", "OPTIONS"):
            assert client.open(found, method=verb).status_code == 200
    assert stored() == before


def test_sec_7_personal_page_is_not_stored_indexed_or_passed_on(client: FlaskClient, link: str) -> None:
    for page in (client.get(link), client.get("/u/datum/onbekend")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Robots-Tag"] == "noindex"


def test_sec_10_unknown_and_expired_links_are_the_same_404(client: FlaskClient, anna: PollGuest, link: str) -> None:
    def seen(path: str, verb: str = "GET") -> tuple[int, str]:
        page = client.open(path, method=verb)
        return page.status_code, page.text.partition("<h1")[2].partition("<code>")[0]

    unknown = seen("/u/datum/bestaat-niet")
    with frozen(datetime(2026, 4, 1, tzinfo=UTC)):
        assert seen(link) == unknown == seen(link, "POST")
    PollGuest.delete().execute()
    assert seen(link) == unknown
    assert unknown[0] == 404


def test_page_after_the_last_day_shows_the_answer_and_takes_no_other(
    client: FlaskClient, anna: PollGuest, link: str
) -> None:
    option = options(anna.poll)[0]
    answer(anna, {option.id: Choice.YES})
    with frozen(datetime(2026, 3, 1, tzinfo=UTC)):
        page = client.get(link)
        assert "Antwoorden kon tot en met vrijdag 27 februari 2026" in page.text
        assert "<form" not in page.text.partition("<main")[2].partition("</main")[0]
        refused = client.post(link, data={f"option-{option.id}": "no"})
    assert refused.status_code == 422
    assert "gesloten" in refused.text
    assert choices_of(anna) == {option.id: Choice.YES}


def test_page_tells_the_chosen_date(client: FlaskClient, anna: PollGuest, link: str) -> None:
    choose(anna.poll, options(anna.poll)[1].id)
    assert "De datum is gekozen: woensdag 11 maart 2026, 19.30–21.30 uur." in client.get(link).text


def test_answer_that_cannot_be_stored_comes_back_as_filled_in(client: FlaskClient, link: str) -> None:
    refused = client.post(link, data={"comment": "Wie komt er nog meer?"})
    assert refused.status_code == 422
    assert "nog niets gekozen" in refused.text
    assert "Wie komt er nog meer?" in refused.text
    assert client.post(link, data={"comment": "x\x00y", "option-1": "yes"}).status_code == 422


def test_sec_5_answer_from_another_site_is_refused(client: FlaskClient, anna: PollGuest, link: str) -> None:
    data = {f"option-{options(anna.poll)[0].id}": "yes"}
    assert client.post(link, data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert choices_of(anna) == {}


def test_sec_11_one_network_can_only_try_so_often(client: FlaskClient) -> None:
    statuses = [client.get("/u/datum/gok").status_code for _ in range(61)]
    assert statuses == [404] * 60 + [429]


def test_volunteer_makes_a_poll_asks_reminds_chooses_and_publishes(editor: FlaskClient, ommen: Municipality) -> None:
    anna = make_secretary("Anna", ommen)
    made = editor.post(f"{ROOT}/nieuw", data=FORM)
    assert made.location == f"{ROOT}/1/uitnodigen"
    assert "anna@dorp.example" in editor.get(f"{made.location}?kind=village_council").text
    assert "anna@dorp.example" in editor.get(f"{made.location}?naam=van+dijk").text
    editor.post(f"{ROOT}/1/versturen", data={"wie": [f"f{anna.id}"]})
    editor.post(f"{ROOT}/1/herinneren")
    guest = PollGuest.get()
    answer(guest, {options(guest.poll)[1].id: Choice.YES}, "Fijn!")
    page = editor.get(f"{ROOT}/1/").text
    assert "past het best" in page
    assert "1 van de 1 persoon die antwoordde kan, verder is er dan niets." in page
    assert "Fijn!" in page
    editor.post(f"{ROOT}/1/kiezen", data={"optie": options(guest.poll)[1].id})
    assert "alleen intern" not in editor.get(f"{ROOT}/1/").text
    editor.post(f"{ROOT}/1/publiceren")
    assert Event.get().visible
    assert f'href="/agenda/{Event.get().slug}"' in editor.get(f"{ROOT}/1/").text
    assert OutboxMail.select().count() == 3
    assert "datum gekozen" in editor.get(f"{ROOT}/").text


def test_volunteer_takes_a_choice_back_ends_the_poll_and_opens_it_again(
    editor: FlaskClient, anna: PollGuest, link: str
) -> None:
    page = f"{ROOT}/{anna.poll_id}/"
    choose(anna.poll, options(anna.poll)[0].id)
    assert "Trek de gekozen datum in" in editor.get(page).text
    editor.post(f"{page}keuze-intrekken")
    assert "Kies deze datum" in editor.get(page).text
    editor.post(f"{page}stoppen")
    text = editor.get(page).text
    assert "gestopt zonder datum" in text
    assert "Kies deze datum" not in text
    assert "gestopt zonder datum" in editor.get(f"{ROOT}/").text
    assert "Er is geen datum gekozen. U hoeft de datums niet meer vrij te houden." in editor.get(link).text
    editor.post(f"{page}heropenen")
    assert "Kies deze datum" in editor.get(page).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Titel"),
        ({"day_2": ""}, "2 tot 8 voorstellen"),
        ({"starts_2": ""}, "van hoe laat tot hoe laat"),
        ({"day_1": "2026-03-29", "starts_1": "02:30", "ends_1": "04:00"}, "bestaat 02.30 uur niet"),
        ({"closes_on": "2026-01-01"}, "al voorbij"),
    ],
)
def test_poll_that_cannot_be_is_explained_and_kept(editor: FlaskClient, changes: dict[str, str], words: str) -> None:
    refused = editor.post(f"{ROOT}/nieuw", data=FORM | {"location": "De Kern"} | changes)
    assert (refused.status_code, DatePoll.select().count()) == (200, 0)
    assert words in refused.text
    assert 'value="De Kern"' in refused.text


def test_form_is_filled_with_the_dates_that_were_proposed_and_with_those_of_the_poll(editor: FlaskClient) -> None:
    page = editor.get(f"{ROOT}/nieuw?dag=2026-03-12&dag=2026-03-10&dag=onzin").text
    assert re.findall(r'name="day_[12]"[^>]* value="([^"]*)"', page) == ["2026-03-10", "2026-03-12"]
    make_poll()
    page = editor.get(f"{ROOT}/1/wijzigen").text
    assert re.findall(r'name="day_[123]"[^>]* value="([^"]*)"', page) == [
        "2026-03-10",
        "2026-03-11",
        "2026-03-12",
    ]
    assert editor.post(f"{ROOT}/1/wijzigen", data=FORM | {"day_3": ""}).location == f"{ROOT}/1/"
    assert (DatePoll.get().title, len(options(DatePoll.get()))) == ("Overleg", 2)


def test_reader_sees_and_may_not_ask_or_choose(app: Flask, client: FlaskClient, anna: PollGuest) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    log_in(client, make_user("lezer"))
    assert "Kies deze datum" not in client.get(f"{ROOT}/{anna.poll_id}/").text
    for screen in (
        "versturen",
        "herinneren",
        "kiezen",
        "publiceren",
        "wijzigen",
        "stoppen",
        "heropenen",
        "keuze-intrekken",
    ):
        assert client.post(f"{ROOT}/{anna.poll_id}/{screen}").status_code == 403
    assert client.get(f"{ROOT}/{anna.poll_id}/uitnodigen").status_code == 403
    assert client.get(f"{ROOT}/999/").status_code == 404
