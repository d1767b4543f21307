"""A calendar of one position or person: one button, and it dies with the position."""

import pytest
from flask.testing import FlaskClient

from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.clock import frozen
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, PositionFunction, Village
from tests.core.agreements.conftest import DAY, NOW, MakeEvent, Partner
from tests.core.agreements.test_agreement_feeds import titles
from tests.core.agreements.test_agreement_secrecy import shown_token
from tests.people import log_in, make_user

HERE = "/beheer/agenda-afspraken/functies/"


@pytest.fixture
def anna(client: FlaskClient) -> FlaskClient:
    """Give a coordinator at work."""
    log_in(client, make_user("coordinator"))
    return client


@pytest.mark.parametrize(
    ("kind", "name", "has"),
    [
        ("organisation", "Agenda voor Bram Bakker, secretaris, Dorpsraad Vilsteren", ["Hier"]),
        ("person", "Agenda voor Bram Bakker", ["Daar", "Hier"]),
    ],
)
def test_feed_5_one_button_gives_a_position_or_person_a_calendar_that_dies_with_the_position(
    anna: FlaskClient, event: MakeEvent, contact: Position, vilsteren: Village, kind: str, name: str, has: list[str]
) -> None:
    council = Organisation.create(
        name="Gemeente Ommen", kind=OrganisationKind.MUNICIPALITY, municipality=vilsteren.municipality
    )
    Position.create(person=contact.person, organisation=council, function=PositionFunction.CHAIR)
    event("Hier", village=vilsteren)
    event("Daar", village=Village.create(name="Beerze", slug="beerze", municipality=vilsteren.municipality))
    given = anna.post(f"{HERE}{contact.id}/", data={"kind": kind})
    assert given.status_code == 200
    assert given.headers["Cache-Control"] == "no-store"
    one = FeedAgreement.get()
    assert (one.name, one.contact, one.places) == (name, contact, Places(kind))
    program = Partner(anna, shown_token(given.text))
    assert sorted(titles(program.text())) == has
    contact.ends_on = NOW.date()
    contact.save()
    with frozen(NOW + DAY):
        assert program.get().status_code == 404


def test_second_click_makes_no_second_calendar_and_changes_no_address(anna: FlaskClient, contact: Position) -> None:
    program = Partner(anna, shown_token(anna.post(f"{HERE}{contact.id}/", data={"kind": "organisation"}).text))
    again = anna.post(f"{HERE}{contact.id}/", data={"kind": "organisation"})
    assert (again.status_code, again.location) == (303, f"/beheer/agenda-afspraken/{FeedAgreement.get().id}/")
    assert program.get().status_code == 200
    assert FeedAgreement.select().count() == 1


def test_list_finds_who_holds_a_position_now(anna: FlaskClient, contact: Position) -> None:
    chris = Person.create(given_name="Chris", family_name="Visser")
    past = (NOW - DAY).date()
    function = PositionFunction.CHAIR
    left = Position.create(person=chris, organisation=contact.organisation, function=function, ends_on=past)
    assert "Bram Bakker" in anna.get(f"{HERE}?q=bakker+vilst").text
    assert "Visser" not in anna.get(HERE).text
    assert "Niemand gevonden" in anna.get(f"{HERE}?q=visser").text
    assert anna.post(f"{HERE}{left.id}/", data={"kind": "person"}).status_code == 404
    assert anna.post(f"{HERE}{contact.id}/", data={"kind": "all"}).status_code == 422
    assert FeedAgreement.select().count() == 0
