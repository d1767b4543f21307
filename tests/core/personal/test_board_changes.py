"""Changes of the board: by a link and by the association, what goes along, what stops, and undoing."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from ovkk_core.agreements import FeedAgreement, Places, give_token, make_own_feed
from ovkk_core.clock import frozen, now
from ovkk_core.contacts import Organisation, Person, Position, resolve
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting
from ovkk_core.jobs import tick
from ovkk_core.mail import OutboxMail
from ovkk_core.personal import Handover, LinkScope, Newcomer, hand_over, personal_link
from ovkk_core.personal.handing import UNDO_FOR, take_effect, undo
from ovkk_core.personal.models import PersonalLink
from ovkk_core.planning.inviting import invite
from ovkk_core.planning.models import PollGuest
from ovkk_core.planning.polls import PollPlan, save_poll
from tests.core.personal.conftest import NOW, hold, path

BEA = Newcomer("Bea", "de", "Boer", "bea@dorp.test")
FORM = {"starts_on": "2026-02-02", "who": "nieuw", "given_name": "Bea", "name_prefix": "de", "family_name": "Boer"}
SCREEN = "/beheer/bestuurswissels/"


def rows() -> list[tuple[object, ...]]:
    return [row for model in (Position, FeedAgreement, Person) for row in model.select().order_by(model.id).tuples()]


def test_secretary_hands_over_by_link_and_everything_of_the_position_goes_along(
    client: FlaskClient, secretary: Position, council: Organisation, link: str
) -> None:
    agreement, _ = make_own_feed(secretary.id, Places.ORGANISATION.value)
    personal, _ = make_own_feed(secretary.id, Places.PERSON.value)
    feed = f"/kalender/prive/{give_token(agreement)}.ics"
    scoped = path(personal_link(secretary.person, LinkScope.ORGANISATION, organisation=council))
    moments = [(NOW + timedelta(days=number), NOW + timedelta(days=number, hours=1)) for number in (30, 31)]
    poll = save_poll(PollPlan("Overleg", date(2026, 2, 27), moments))
    invite(poll, [f"f{secretary.id}"])
    assert [client.get(one).status_code for one in (feed, f"{scoped}")] == [200, 303]
    OutboxMail.delete().execute()
    sent = client.post(f"{link}/bestuurswissel/{secretary.id}", data=FORM | {"email": "bea@dorp.test"})
    assert (sent.status_code, sent.location) == (303, f"{link}?klaar=wissel")
    new = Position.get(Position.person == Person.get(email="bea@dorp.test"))
    assert (new.function, new.starts_on) == (secretary.function, date(2026, 2, 2))
    assert Position.get_by_id(secretary.id).ends_on == date(2026, 2, 1)
    assert [client.get(one).status_code for one in (feed, scoped)] == [404, 404]
    assert resolve(Position.get_by_id(secretary.id)).recipient.address == "bea@dorp.test"  # type: ignore[union-attr]
    kept = FeedAgreement.get_by_id(agreement.id)
    assert (kept.contact_id, kept.name) == (new.id, "Agenda voor Bea de Boer, secretaris, Dorpsbelang Vilsteren")
    assert FeedAgreement.get_by_id(personal.id).ended
    assert PollGuest.get().address == "bea@dorp.test"
    mails = {(mail.kind, mail.address) for mail in OutboxMail.select()}
    assert mails == {
        ("personal.thanks", "anna@dorp.test"),
        ("personal.welcome", "bea@dorp.test"),
        ("planning.poll_invitation", "bea@dorp.test"),
    }
    assert client.post(f"{link}/bestuurswissel/{new.id}", data=FORM).status_code == 404


def test_change_by_link_waits_for_a_look_and_undo_puts_everything_back(
    client: FlaskClient, secretary: Position, link: str, editor: FlaskClient
) -> None:
    make_own_feed(secretary.id, Places.ORGANISATION.value)
    before = rows()
    client.post(f"{link}/bestuurswissel/{secretary.id}", data=FORM | {"email": "bea@dorp.test"})
    assert "1 bestuurswissel via een persoonlijke link" in editor.get("/beheer/").text
    assert "Bea de Boer" in editor.get(SCREEN).text
    number = Handover.get().id
    assert editor.post(f"{SCREEN}{number}/terug").status_code == 303
    assert rows() == before
    assert "bestuurswissel via" not in editor.get("/beheer/").text
    assert editor.post(f"{SCREEN}{number}/terug").status_code == 422
    with frozen(now() + UNDO_FOR + timedelta(days=1)), pytest.raises(BadInputError):
        undo(hand_over(secretary, BEA, date(2026, 2, 2), by_link=False) and Handover.get_by_id(number))


def test_change_in_the_future_takes_effect_on_its_day_once(secretary: Position, council: Organisation) -> None:
    agreement, _ = make_own_feed(secretary.id, Places.ORGANISATION.value)
    hand_over(secretary, BEA, date(2026, 4, 1), by_link=False)
    take_effect()
    assert OutboxMail.select().count() == 0
    assert FeedAgreement.get_by_id(agreement.id).contact_id == secretary.id
    with frozen(NOW + timedelta(days=58)):
        take_effect()
        take_effect()
        assert OutboxMail.select().count() == 2
        assert FeedAgreement.get_by_id(agreement.id).contact.person.email == "bea@dorp.test"
        assert resolve(Position.get_by_id(secretary.id)).recipient.address == "bea@dorp.test"  # type: ignore[union-attr]


def test_who_may_hand_over_by_link_what(client: FlaskClient, anna: Person, council: Organisation) -> None:
    chair = hold(Person.create(family_name="Bos", email="bos@dorp.test"), council, "CHAIR")
    member = hold(anna, council, "BOARD_MEMBER")
    elsewhere = hold(anna, Organisation.create(name="Ander", kind=council.kind))
    hers = path(personal_link(anna))
    general = path(personal_link(None, LinkScope.ORGANISATION, organisation=council))

    def seen(link: str, position: Position) -> int:
        return client.get(f"{link}/bestuurswissel/{position.id}").status_code

    assert [seen(hers, one) for one in (member, chair, elsewhere)] == [200, 404, 200]
    assert [seen(general, one) for one in (member, chair, elsewhere)] == [200, 200, 404]
    page = client.get(f"{general}/bestuurswissel/{chair.id}").text
    assert "bos@dorp.test" not in page + client.get(hers).text


def test_known_address_with_the_same_name_is_the_same_person(secretary: Position) -> None:
    bea = Person.create(family_name="Boer", given_name="B.", email="BEA@dorp.test")
    handover = hand_over(secretary, BEA, date(2026, 2, 2), by_link=False)
    assert handover.new_position.person == bea
    undo(handover)
    assert Person.get_by_id(bea.id).email == "BEA@dorp.test"
    other = hand_over(secretary, Newcomer("Piet", "", "Boer-Bos", "bea@dorp.test"), date(2026, 2, 2), by_link=False)
    assert other.new_position.person != bea


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"family_name": ""}, "Vul de naam in van wie komt"),
        ({"email": "geen"}, "geen mailadres"),
        ({"starts_on": "2019-01-01"}, "binnen twee jaar"),
        ({"starts_on": ""}, "Vul dit in"),
        ({"who": "12345"}, "Kies een van de mogelijkheden"),
    ],
    ids=["name", "address", "past", "day", "who"],
)
def test_a11y_4_mistakes_in_a_change_are_named_and_nothing_is_done(
    client: FlaskClient, secretary: Position, link: str, changed: dict[str, str], words: str
) -> None:
    sent = client.post(f"{link}/bestuurswissel/{secretary.id}", data=FORM | {"email": "bea@dorp.test"} | changed)
    assert sent.status_code == 422
    assert words in sent.text
    assert Handover.select().count() == 0


def test_office_hands_over_to_somebody_it_searched(editor: FlaskClient, secretary: Position) -> None:
    bos = Person.create(family_name="Bos", email="bos@dorp.test")
    assert "Dorpsbelang Vilsteren" in editor.get(f"{SCREEN}?naam=vilst").text
    address = f"{SCREEN}functie/{secretary.id}"
    assert "Bos" not in editor.get(address).text
    assert "Bos" in editor.get(f"{address}?zoek=bos").text
    sent = editor.post(address, data={"starts_on": "2026-02-02", "who": str(bos.id), "zoek": "bos"})
    assert sent.status_code == 303
    assert not Handover.get().by_link
    assert Position.get(Position.person == bos).organisation == secretary.organisation


def test_feed_5_link_of_an_organisation_dies_with_the_position(client: FlaskClient, secretary: Position) -> None:
    scoped = path(personal_link(secretary.person, LinkScope.ORGANISATION, organisation=secretary.organisation))
    with acting("system"):
        hand_over(secretary, None, date(2026, 2, 10), by_link=False)
    with frozen(NOW + timedelta(days=7)):
        assert client.get(scoped).status_code == 303
    with frozen(NOW + timedelta(days=8)):
        assert client.get(scoped).status_code == 404
        tick()
    assert PersonalLink.select().count() == 1
