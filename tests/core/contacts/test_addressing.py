"""Where a message to a position goes: every step of the ladder, with its reason, and never to who has left."""

from collections.abc import Callable
from datetime import date

import pytest

from ovkk_core.contacts import (
    FormOfAddress,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionFunction,
    Step,
    current_positions,
    resolve,
    salutation_together,
)
from tests.core.contacts.counting import counted

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 5, 1)
HOME = {"street": "Vilsterseweg", "house_number": 11, "postcode": "7734 PD", "city": "Vilsteren"}


def make_council(**values: object) -> Organisation:
    """Store a village council."""
    return Organisation.create(name="Dorpsbelang Vilsteren", kind=OrganisationKind.VILLAGE_COUNCIL, **values)


def make_person(given_name: str = "Anna", **values: object) -> Person:
    """Store somebody named Van Dijk who wishes to be a mevrouw."""
    wish = FormOfAddress.FORMAL_MRS
    return Person.create(given_name=given_name, name_prefix="van", family_name="Dijk", form_of_address=wish, **values)


def secretary(council: Organisation, **values: object) -> Position:
    """Store the position of a secretary."""
    return Position.create(organisation=council, function=PositionFunction.SECRETARY, **values)


def full() -> Position:
    """Store a secretary for whom every step of the ladder is there."""
    council = make_council(email="info@pb.test", **HOME)
    anna, bea = make_person(email="anna@pb.test"), make_person("Bea", email="bea@pb.test")
    return secretary(council, person=anna, deputy=bea, email="secretaris@pb.test")


def only(*bad: str) -> Callable[[str], bool]:
    """Give what says that mail arrives everywhere but at ``bad``."""
    return lambda address: address not in bad


@pytest.mark.parametrize(
    ("bounced", "step", "address", "name", "reason"),
    [
        (0, Step.FUNCTION, "secretaris@pb.test", "Anna van Dijk", "eigen adres van de functie."),
        (1, Step.PERSON, "anna@pb.test", "Anna van Dijk", "eigen adres van Anna van Dijk."),
        (2, Step.DEPUTY, "bea@pb.test", "Bea van Dijk", "plaatsvervanger, Bea van Dijk."),
        (3, Step.GENERAL, "info@pb.test", "Anna van Dijk", "algemene adres van de organisatie."),
    ],
)
def test_ladder_goes_a_step_down_for_every_address_that_does_not_work(
    bounced: int, step: Step, address: str, name: str, reason: str
) -> None:
    bad = ("secretaris@pb.test", "anna@pb.test", "bea@pb.test")[:bounced]
    found = resolve(full(), DAY, usable=only(*bad))
    assert (found.step, found.salutation, found.postal) == (step, "Geachte mevrouw Van Dijk,", None)
    assert found.recipient is not None
    assert (found.recipient.address, found.recipient.name) == (address, name)
    assert found.reason.endswith(reason)
    assert found.reason.count("werkt niet") == bounced


def test_ladder_ends_in_a_letter_to_the_organisation() -> None:
    found = resolve(full(), DAY, usable=lambda _address: False)
    assert (found.step, found.recipient) == (Step.LETTER, None)
    assert found.postal == ("Dorpsbelang Vilsteren", "t.a.v. Anna van Dijk", "Vilsterseweg 11", "7734 PD  VILSTEREN")
    assert found.reason.endswith("Het gaat per brief naar de organisatie.")


def test_letter_goes_to_the_home_of_the_holder_when_the_organisation_has_no_address() -> None:
    found = resolve(secretary(make_council(), person=make_person(**HOME)), DAY)
    assert found.postal == ("Anna van Dijk", "Vilsterseweg 11", "7734 PD  VILSTEREN")
    assert found.reason == (
        "Anna van Dijk heeft geen e-mailadres. De organisatie heeft geen algemeen e-mailadres. "
        "Het gaat per brief naar Anna van Dijk."
    )


def test_ladder_says_so_when_it_ends_nowhere() -> None:
    found = resolve(secretary(make_council(street="Dorpsstraat"), person=make_person()), DAY)
    assert (found.step, found.recipient, found.postal) == (Step.NOWHERE, None, None)
    assert found.reason.endswith("Er is ook geen volledig postadres: het kan niet worden verstuurd.")


@pytest.mark.parametrize(
    ("kind", "salutation", "attention"),
    [
        (OrganisationKind.VILLAGE_COUNCIL, "Geacht bestuur,", ("t.a.v. het bestuur",)),
        (OrganisationKind.COMMUNITY_CENTRE, "Geacht bestuur,", ("t.a.v. het bestuur",)),
        (OrganisationKind.MUNICIPALITY, "Geachte heer of mevrouw,", ()),
    ],
)
def test_vacancy_is_for_the_board_or_for_whoever_opens_it(
    kind: OrganisationKind, salutation: str, attention: tuple[str, ...]
) -> None:
    body = Organisation.create(name="De Brink", kind=kind, email="info@brink.test", **HOME)
    found = resolve(secretary(body), DAY)
    assert (found.step, found.salutation) == (Step.GENERAL, salutation)
    assert found.reason == ("Niemand heeft deze functie nu. Het gaat naar het algemene adres van de organisatie.")
    letter = resolve(secretary(body), DAY, usable=lambda _address: False)
    assert letter.postal == ("De Brink", *attention, "Vilsterseweg 11", "7734 PD  VILSTEREN")


def test_vacancy_with_a_deputy_is_for_the_deputy() -> None:
    bea = make_person("Bea", email="bea@pb.test")
    assert resolve(secretary(make_council(email="info@pb.test"), deputy=bea), DAY).step is Step.DEPUTY


def test_position_that_is_over_goes_to_the_successor() -> None:
    council = make_council(email="info@pb.test")
    left = secretary(council, person=make_person(), email="oud@pb.test", ends_on=date(2026, 4, 30))
    secretary(council, person=make_person("Bea", email="bea@pb.test"), starts_on=DAY)
    found = resolve(left, DAY)
    assert (found.step, found.recipient and found.recipient.address) == (Step.PERSON, "bea@pb.test")
    assert found.reason == (
        "Deze functie eindigde op 30 april 2026. Nu is het voor Bea van Dijk. "
        "Het gaat naar het eigen adres van Bea van Dijk."
    )


def test_who_left_gets_nothing_when_nobody_succeeded() -> None:
    council = make_council(email="info@pb.test")
    everything = {"email": "oud@pb.test", "deputy": make_person("Bea", email="bea@pb.test")}
    left = secretary(council, person=make_person(email="a@pb.test", **HOME), ends_on=date(2026, 4, 30), **everything)
    assert resolve(left, date(2026, 4, 30)).step is Step.FUNCTION
    found = resolve(left, DAY)
    assert (found.step, found.salutation) == (Step.GENERAL, "Geacht bestuur,")
    assert resolve(left, DAY, usable=only("info@pb.test")).step is Step.NOWHERE


def test_other_members_of_a_board_do_not_succeed_each_other() -> None:
    council = make_council(email="info@pb.test")
    values = {"organisation": council, "function": PositionFunction.BOARD_MEMBER}
    left = Position.create(person=make_person(), ends_on=date(2026, 4, 30), **values)
    Position.create(person=make_person("Bea", email="bea@pb.test"), **values)
    assert resolve(left, DAY).step is Step.GENERAL


def test_position_that_has_not_begun_goes_to_who_holds_it_until_then() -> None:
    council = make_council()
    secretary(council, person=make_person(email="anna@pb.test"), ends_on=date(2026, 5, 31))
    coming = secretary(council, person=make_person("Bea", email="bea@pb.test"), starts_on=date(2026, 6, 1))
    found = resolve(coming, DAY)
    assert found.recipient is not None
    assert found.recipient.address == "anna@pb.test"
    assert found.reason.startswith("Deze functie begint op 1 juni 2026. Nu is het voor Anna van Dijk.")


def test_one_message_to_several_greets_them_together() -> None:
    council = make_council()
    anna, bea = (secretary(council, person=make_person(name)) for name in ("Anna", "Bea"))
    assert salutation_together([anna]) == "Geachte mevrouw Van Dijk,"
    assert salutation_together([anna, bea]) == "Geachte dames en heren,"


def test_destinations_of_a_list_cost_no_query_each() -> None:
    for number in range(3):
        council = make_council(email=f"info{number}@pb.test")
        secretary(council, person=make_person(), deputy=make_person("Bea", email="bea@pb.test"))
    listed = list(current_positions())
    resolve(listed[0])  # which addresses get no mail is read once
    with counted() as asked:
        assert [resolve(position).step for position in listed] == [Step.DEPUTY] * 3
    assert asked == []
