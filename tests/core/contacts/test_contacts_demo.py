"""The contacts of the demonstration: real places, invented people, the same every time."""

import pytest

from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Village,
    current_positions,
    demo,
    mail_address,
    vacancies,
)
from ovkk_core.database import db

pytestmark = pytest.mark.usefixtures("database")


def test_demo_fills_the_room_with_marked_inventions_on_test_addresses() -> None:
    demo.load()
    sizes = [model.select().count() for model in (Municipality, Village, Organisation, OrganisationVillage)]
    assert sizes == [25, 180, 60, 33]
    assert 140 <= Person.select().count() <= 170
    for model in (Organisation, Person):
        assert all(row.demo and row.email.endswith(".test") for row in model.select())
    assert all(position.email.endswith(".test") for position in Position.select().where(Position.email != ""))


def test_demo_persons_have_each_their_own_address() -> None:
    demo.load()
    addresses = [person.email for person in Person.select()]
    assert len(set(addresses)) == len(addresses)


def test_demo_has_vacancies_former_chairs_and_a_mail_address_for_every_position() -> None:
    demo.load()
    now = list(current_positions())
    assert {p.function for p in now if p.person is None} == {
        PositionFunction.TREASURER,
        PositionFunction.LIAISON_OFFICER,
        PositionFunction.COUNCIL_OFFICE,  # an office: it has an address rather than a person
    }
    assert len(now) < Position.select().count()
    assert all(mail_address(position) for position in now)


def test_demo_is_the_same_every_time() -> None:
    casts = []
    for _ in range(2):
        with db.atomic() as attempt:
            demo.load()
            casts.append([(p.full_name, p.email, p.form_of_address) for p in Person.select().order_by(Person.id)])
            attempt.rollback()
    assert casts[0] == casts[1]


def test_demo_puts_every_municipality_with_a_known_village_on_the_map() -> None:
    demo.load()
    known = {v.municipality_id for v in Village.select().where(Village.latitude.is_null(False))}
    assert {m.id for m in Municipality.select().where(Municipality.latitude.is_null(False))} == known


def test_demo_has_every_municipality_with_what_is_expected_and_states_members_with_their_term() -> None:
    demo.load()
    bodies = {OrganisationKind.MUNICIPALITY, OrganisationKind.PROVINCE}
    assert Organisation.select().where(Organisation.kind == OrganisationKind.MUNICIPALITY).count() == 25
    assert {one.function for one in vacancies(kinds=bodies)} == {PositionFunction.LIAISON_OFFICER}
    members = Position.select().where(Position.function == PositionFunction.STATES_MEMBER)
    assert {(p.starts_on.year, p.ends_on.year) for p in members} == {(2019, 2023), (2023, 2027)}
    assert all(p.person.demo for p in members)
