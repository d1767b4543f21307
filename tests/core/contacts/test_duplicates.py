"""Who may be in the books twice: found by what contacts share, with reasons, without comparing all with all."""

import pytest

from ovkk_core.contacts import (
    ContactKind,
    Details,
    DuplicateIndex,
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Province,
    Village,
    organisation_index,
    person_index,
)


def persons(*details):
    index = DuplicateIndex(ContactKind.PERSON)
    for one in details:
        index.add(one)
    return index


JAN = Details(1, "Jan van der Berg", "jan@vilsteren.example", "0529 47 81 94", "7734 PD", ("Vilsteren",))


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ({"email": "JAN@vilsteren.example"}, ("zelfde e-mailadres",)),
        ({"phone": "+31 529 478 194"}, ("zelfde telefoonnummer",)),
        ({"phone": "0031529478194", "name": "Marie Bos"}, ("zelfde telefoonnummer",)),
        ({"name": "BERG, Jan van der", "village": "vilsteren"}, ("zelfde naam en zelfde dorp",)),
        ({"name": "Jan v.d. Bergh", "village": "Vilsteren"}, ("naam lijkt voor 94 % en zelfde dorp",)),
        ({"name": "Jan van den Bergh", "village": "Vilsteren"}, ("naam lijkt voor 94 % en zelfde dorp",)),
        ({"name": "J.P. van der Berg", "postcode": "7734pd"}, ("naam lijkt voor 95 % en zelfde postcode",)),
        ({"name": "Jan van der Berg"}, ("zelfde naam",)),
        ({"name": "Jan van der Berg", "village": "Dalfsen"}, ()),
        ({"name": "Joke van der Berg", "village": "Vilsteren"}, ()),
        ({"name": "Han van der Berg", "village": "Vilsteren"}, ()),
        ({"name": "Jan Bakker", "village": "Vilsteren"}, ()),
        ({}, ()),
    ],
)
def test_person_is_found_by_what_is_the_same_and_the_reasons_say_so(asked, reasons):
    found = persons(JAN).matches(**asked)

    assert tuple(reason for match in found for reason in match.reasons) == reasons


def test_two_agreeing_reasons_weigh_more_than_one_and_never_itself():
    index = persons(JAN, Details(2, "Marie Bos", JAN.email))

    found = index.like(Details(3, JAN.name, JAN.email, JAN.phone))

    assert [(m.id, m.score) for m in found] == [(1, 99), (2, 72)]
    assert [m.id for m in index.like(JAN, but=1)] == [2]


def test_number_of_a_whole_office_says_nothing_by_itself():
    index = persons(*(Details(n, name, phone="14 0523") for n, name in enumerate(["A Bos", "B Vos", "C Mos", "D Los"])))

    assert index.matches(name="Piet Nieuw", phone="14 0523") == []
    assert [m.id for m in index.matches(name="Bert Bos", phone="14 0523")] == []
    assert [m.id for m in index.matches(name="B. Vos", phone="140523")] == [1]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("PB Vilsteren", 1),
        ("Dorpsraad Vilsteren", 1),
        ("Ver. Plaatselijk Belang Vilstern", 1),
        ("Dorpshuis De Bron Vilsteren", 2),
        ("Dorpshuis De Brug", None),
        ("IJsclub Vilsteren", None),
    ],
)
def test_organisation_is_found_under_another_name_of_the_same_body(name, found):
    index = DuplicateIndex(ContactKind.ORGANISATION)
    index.add(Details(1, "Plaatselijk Belang Vilsteren", villages=("Vilsteren",)))
    index.add(Details(2, "Stichting Dorpshuis De Bron", villages=("Vilsteren", "Lenthe")))

    assert [m.id for m in index.matches(name=name, village="Vilsteren")] == ([found] if found else [])


@pytest.mark.usefixtures("database")
def test_index_knows_what_stands_in_the_books():
    province = Province.create(name="Overijssel")
    village = Village.create(name="Rijsterveen", municipality=Municipality.create(name="Dalfsen", province=province))
    body = Organisation.create(
        name="Dorpsbelang Rijsterveen", kind=OrganisationKind.VILLAGE_COUNCIL, kvk_number="05012345"
    )
    OrganisationVillage.create(organisation=body, village=village)
    jan = Person.create(given_name="Johannes", nickname="Jan", family_name="Bakker", city="Rijsterveen")

    assert [m.id for m in organisation_index().matches(kvk_number="0501 2345")] == [body.id]
    assert [m.id for m in organisation_index().matches(name="PB", village=village.name)] == [body.id]
    assert [m.id for m in person_index().matches(name="Johannes Bakker", village="Rijsterveen")] == [jan.id]
