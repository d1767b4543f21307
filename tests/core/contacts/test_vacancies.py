"""What is vacant, what is expected, and who held what on a day."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import User
from ovkk_core.contacts import (
    ExpectedPosition,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionFunction,
    Province,
    expected_functions,
    positions_on,
    vacancies,
)
from ovkk_core.contacts.expecting import OFFERED, expect
from ovkk_core.contacts.following import todos
from tests.core.contacts.counting import counted
from tests.core.contacts.test_contacts_admin import token
from tests.people import log_in, make_user

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 5, 1)
COUNCIL, TOWN = OrganisationKind.VILLAGE_COUNCIL, OrganisationKind.MUNICIPALITY
CHAIR, SECRETARY, TREASURER = PositionFunction.CHAIR, PositionFunction.SECRETARY, PositionFunction.TREASURER


@pytest.fixture
def anna(app: Flask, database: None) -> FlaskClient:
    """Give Anna, who coordinates."""
    client = app.test_client()
    log_in(client, make_user("coordinator"))
    return client


def make_body(name: str = "Dorpsbelang", kind: OrganisationKind = COUNCIL, town: str = "Dalfsen") -> Organisation:
    """Store an organisation in a municipality."""
    province, _ = Province.get_or_create(name="Overijssel")
    municipality, _ = Municipality.get_or_create(name=town, province=province)
    return Organisation.create(name=name, kind=kind, municipality=municipality)


def hold(body: Organisation, function: PositionFunction, name: str = "Smit", **more: object) -> Position:
    """Store a position that somebody holds."""
    return Position.create(organisation=body, function=function, person=Person.create(family_name=name), **more)


def test_vacancy_is_what_is_expected_and_nobody_holds_on_the_day() -> None:
    body = make_body()
    hold(body, CHAIR)
    hold(body, SECRETARY, ends_on=date(2026, 4, 30))
    hold(body, TREASURER, starts_on=date(2026, 6, 1))
    found = [(one.function, one.position_id, one.since) for one in vacancies(DAY)]
    assert found == [(SECRETARY, None, date(2026, 4, 30)), (TREASURER, None, None)]
    assert [one.function for one in vacancies(date(2026, 6, 1))] == [SECRETARY]


def test_vacancy_knows_the_empty_position_to_fill_also_of_what_is_not_expected() -> None:
    body = make_body(kind=OrganisationKind.PARTNER)
    empty = Position.create(organisation=body, function=CHAIR)
    assert [(one.function, one.position_id) for one in vacancies(DAY)] == [(CHAIR, empty.id)]
    hold(body, CHAIR)
    assert vacancies(DAY) == []


def test_office_with_an_address_of_its_own_is_not_vacant() -> None:
    body = make_body(kind=TOWN)
    office = PositionFunction.COUNCIL_OFFICE
    assert office in {one.function for one in vacancies(DAY)}
    Position.create(organisation=body, function=office, email="griffie@dalfsen.test")
    assert office not in {one.function for one in vacancies(DAY)}


def test_vacancies_are_narrowed_down_and_cost_the_same_however_many() -> None:
    make_body("Gemeente Ommen", TOWN, "Ommen")
    with counted() as few:
        vacancies(DAY)
    for number in range(10):
        make_body(f"Dorpsbelang {number}")
    with counted() as many:
        assert len(vacancies(DAY)) == 33
    assert len(few) == len(many)
    ommen = Municipality.get(name="Ommen")
    assert {one.organisation.name for one in vacancies(DAY, municipality_ids={ommen.id})} == {"Gemeente Ommen"}
    assert len(vacancies(DAY, kinds={COUNCIL}, functions={CHAIR})) == 10


def test_association_decides_what_is_expected_and_only_that_is_stored() -> None:
    defaults = {(kind, one) for kind, functions in expected_functions().items() for one in functions}
    assert (TOWN, PositionFunction.LIAISON_OFFICER) in defaults
    assert defaults <= OFFERED
    member = (COUNCIL, PositionFunction.BOARD_MEMBER)
    expect(defaults - {(COUNCIL, TREASURER)} | {member})
    assert expected_functions()[COUNCIL] == (CHAIR, SECRETARY, PositionFunction.BOARD_MEMBER)
    assert {(row.function, row.expected) for row in ExpectedPosition.select()} == {
        (TREASURER, False),
        (member[1], True),
    }
    expect(defaults)
    assert ExpectedPosition.select().count() == 0


def test_who_was_secretary_on_a_day_is_answered_for_past_and_future() -> None:
    body = make_body()
    hold(body, SECRETARY, "Oud", ends_on=date(2024, 6, 30))
    hold(body, SECRETARY, "Nieuw", starts_on=date(2024, 7, 1), ends_on=date(2028, 6, 30))
    days = {date(2024, 5, 1): ["Oud"], date(2024, 7, 1): ["Nieuw"], date(2027, 1, 1): ["Nieuw"], date(2029, 1, 1): []}
    assert {day: [p.person.family_name for p in positions_on(day)] for day in days} == days


def test_screen_of_a_day_shows_who_held_what_and_explains_a_wrong_day(anna: FlaskClient) -> None:
    hold(make_body(), SECRETARY, "Oud", ends_on=date(2024, 6, 30))
    address = "/beheer/functies-op-een-dag/?function=secretary&q=dorpsb&day="
    assert "Oud" in anna.get(f"{address}2024-05-01").text
    assert "Niemand had op die dag" in anna.get(f"{address}2024-07-01").text
    assert "Vul een datum in" in anna.get(f"{address}1 mei").text
    assert anna.get("/beheer/functies-op-een-dag/?q=%00&day=2024-05-01").status_code == 200


def test_vacancy_is_filled_from_the_list_with_a_form_that_is_half_done(anna: FlaskClient) -> None:
    body = make_body()
    empty = Position.create(organisation=body, function=TREASURER)
    page = anna.get("/beheer/vacatures/?kind=village_council&municipality=&function=").text
    assert page.count("admin-badge--bad") == 3
    assert f"/beheer/functies/{empty.id}/bewerken/" in page
    address = f"/beheer/functies/nieuw/?organisation={body.id}&amp;function=chair"
    assert address in page
    form = anna.get(address.replace("&amp;", "&")).text
    assert f'<option selected value="{body.id}">' in form
    assert '<option selected value="chair">' in form


def test_expected_positions_are_chosen_on_a_screen(anna: FlaskClient) -> None:
    address = "/beheer/verwachte-functies/"
    data = {"csrf_token": token(anna, address), "expected": ["village_council.chair", "no.such"]}
    assert anna.post(address, data=data).status_code == 303
    assert {kind: functions for kind, functions in expected_functions().items() if functions} == {COUNCIL: (CHAIR,)}


def test_missing_liaison_officers_ask_attention_of_who_keeps_contacts() -> None:
    make_body("Gemeente Ommen", TOWN, "Ommen")
    keeper: User = make_user("redacteur")
    assert [item.title for item in todos(keeper)] == ["Gemeente Ommen heeft geen kerncontactambtenaar"]
    make_body("Gemeente Dalfsen", TOWN)
    assert [item.title for item in todos(keeper)] == ["2 gemeenten hebben geen kerncontactambtenaar"]
    assert list(todos(make_user("lezer", name="Bram"))) == []
