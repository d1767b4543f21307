"""The round Klopt dit nog: whom it asks, the one screen, reminders to the silent, and what comes of it."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from ovkk_core.accounts import User
from ovkk_core.clock import frozen, now
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position
from ovkk_core.errors import BadInputError
from ovkk_core.jobs import run_due
from ovkk_core.mail import OutboxMail
from ovkk_core.personal import CheckItem, CheckRound
from ovkk_core.personal.rounds import close_rounds, count, plan_reminders, send_round, start
from tests.core.personal.conftest import NOW, hold
from tests.core.personal.test_own_page import DETAILS, link_in
from tests.people import log_in

KINDS = [OrganisationKind.VILLAGE_COUNCIL]
SCREEN = "/beheer/klopt-dit-nog/"


def plan(**more: object) -> CheckRound:
    values = {
        "name": "Klopt dit nog? 2026",
        "kinds": [kind.value for kind in KINDS],
        "first_reminder_on": date(2026, 2, 16),
        "second_reminder_on": date(2026, 3, 2),
        "closes_on": date(2026, 3, 16),
    }
    return CheckRound(**values | more)


@pytest.fixture
def silent(database: None) -> Organisation:
    """Give a village council of which only the general address is known, and one of which nothing is."""
    Organisation.create(name="Onbereikbaar", kind=KINDS[0])
    made: Organisation = Organisation.create(name="Stil", kind=KINDS[0], email="info@stil.test")
    return made


@pytest.fixture
def begun(secretary: Position, silent: Organisation) -> CheckRound:
    """Give a round that was mailed: to Anna about herself and her council, and to a general address."""
    found = start(plan())
    run_due()
    return found


def states() -> list[tuple[str, str]]:
    query = CheckItem.select().order_by(CheckItem.id)
    return [(str(item.person or item.organisation), item.state.value) for item in query]


def test_round_asks_each_person_and_organisation_in_as_few_mails_as_can_be(begun: CheckRound) -> None:
    assert (count(KINDS).persons, count(KINDS).organisations, count(KINDS).unreachable) == (1, 3, 1)
    assert [(mail.address, mail.kind) for mail in OutboxMail.select().order_by(OutboxMail.address)] == [
        ("anna@dorp.test", "personal.check"),
        ("info@stil.test", "personal.check"),
    ]
    send_round(begun.id)
    assert OutboxMail.select().count() == 2
    with pytest.raises(BadInputError):
        start(plan())
    CheckRound.delete().execute()
    with pytest.raises(BadInputError):
        start(plan(first_reminder_on=date(2026, 3, 3)))


def test_one_button_confirms_positions_and_answers_for_person_and_organisation(
    client: FlaskClient, begun: CheckRound, secretary: Position, council: Organisation
) -> None:
    vacant = hold(None, council, "CHAIR")
    link = link_in(OutboxMail.get(address="anna@dorp.test"))
    page = client.get(link)
    assert "Ja, alles klopt" in page.text
    assert client.head(link).status_code == 200
    assert {state for _, state in states()} == {"open"}
    assert client.post(link).status_code == 303
    assert {one.confirmed_at for one in Position.select()} == {now()}
    assert states()[:2] == [("Anna van Dijk", "ok"), ("Dorpsbelang Vilsteren", "ok")]
    assert "U antwoordde op maandag 2 februari 2026" in client.get(link).text
    assert vacant.id


def test_change_on_the_same_screen_is_an_answer_too(
    client: FlaskClient, begun: CheckRound, council: Organisation
) -> None:
    link = link_in(OutboxMail.get(address="anna@dorp.test"))
    assert client.post(f"{link}/gegevens", data=DETAILS).status_code == 303
    key = f"o{council.id}-"
    wrong = client.post(f"{link}/organisatie/{council.id}", data={f"{key}email": "geen", f"{key}website": "x y"})
    assert (wrong.status_code, wrong.text.count("utrecht-form-field-error-message")) == (422, 2)
    data = {f"{key}email": "post@vilsteren.test", f"{key}website": "www.vilsteren.test"}
    assert client.post(f"{link}/organisatie/{council.id}", data=data).status_code == 303
    assert Organisation.get_by_id(council.id).website == "https://www.vilsteren.test"
    client.post(link)
    assert states()[:2] == [("Annie van Dijk", "changed"), ("Dorpsbelang Vilsteren", "changed")]
    other = Organisation.get(name="Stil")
    assert client.post(f"{link}/organisatie/{other.id}", data={}).status_code == 404


def test_link_of_an_organisation_shows_nothing_of_a_person(client: FlaskClient, begun: CheckRound) -> None:
    link = link_in(OutboxMail.get(address="info@stil.test"))
    page = client.get(link)
    assert page.status_code == 200
    assert "Uw gegevens" not in page.text
    assert client.post(f"{link}/gegevens", data=DETAILS).status_code == 404
    assert client.post(link).status_code == 303
    assert ("Stil", "ok") in states()


def test_only_the_silent_are_reminded_twice_and_then_called(
    client: FlaskClient, begun: CheckRound, editor: FlaskClient
) -> None:
    client.post(link_in(OutboxMail.get(address="anna@dorp.test")))
    assert "1 contact om te bellen voor “Klopt dit nog? 2026”" in editor.get("/beheer/").text
    for days in (14, 15, 28, 29):
        with frozen(NOW + timedelta(days=days)):
            plan_reminders()
            run_due()
    kinds = [(mail.address, mail.kind) for mail in OutboxMail.select().order_by(OutboxMail.id)][2:]
    assert kinds == [("info@stil.test", "personal.check_reminder")] * 2
    with frozen(NOW + timedelta(days=43)):
        close_rounds()
        assert ("Stil", "silent") in states()
        log_in(editor, User.get())
        assert "2 contacten om te bellen" in editor.get("/beheer/").text
        item = CheckItem.get(CheckItem.organisation == Organisation.get(name="Stil"))
        editor.post(f"{SCREEN}{begun.id}/klopt/{item.id}")
        assert ("Stil", "ok") in states()


def test_admin_sees_how_many_before_anything_is_sent_and_follows_it(
    editor: FlaskClient, secretary: Position, silent: Organisation
) -> None:
    data = {"name": "Ronde", "kinds": ["village_council"]}
    data |= {"first_reminder_on": "2026-02-16", "second_reminder_on": "2026-03-02", "closes_on": "2026-03-16"}
    looked = editor.post(f"{SCREEN}nieuw", data=data | {"look": ""})
    assert "Dit gaat over 1 personen en 3 organisaties." in looked.text
    assert CheckRound.select().count() == 0
    sent = editor.post(f"{SCREEN}nieuw", data=data | {"send": ""})
    assert sent.status_code == 303
    run_due()
    page = editor.get(f"{sent.location}?stand=open").text
    assert "Gemaild: 3 van 4" in page
    assert "Onbereikbaar" in page
    assert "Ronde" in editor.get(SCREEN).text
    assert editor.post(f"{SCREEN}nieuw", data=data | {"kinds": [], "send": ""}).status_code == 422


def test_silent_person_without_a_round_can_still_confirm(client: FlaskClient, link: str, anna: Person) -> None:
    assert client.post(f"{link}/klopt").status_code == 303
    assert Position.get(Position.person == anna).confirmed_at == now()
