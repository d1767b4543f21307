"""Places, organisations and positions: keys, slugs, days, mail addresses and history."""

from datetime import UTC, date, datetime

import peewee
import pytest

from ovkk_core.clock import frozen
from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Province,
    Village,
    current_positions,
    mail_address,
    salutation_for,
)
from ovkk_core.database import Room, model_differences
from ovkk_core.errors import BadInputError
from ovkk_core.history import restore, revisions_of

pytestmark = pytest.mark.usefixtures("database")


def make_village(name: str = "Hoonhorst", municipality: str = "Dalfsen") -> Village:
    """Store a village, with its municipality and province where they are not there yet."""
    province, _ = Province.get_or_create(name="Overijssel")
    place, _ = Municipality.get_or_create(name=municipality, province=province)
    return Village.create(name=name, municipality=place)


def make_council(**values: object) -> Organisation:
    """Store a village council."""
    return Organisation.create(name="Dorpsbelang Hoonhorst", kind=OrganisationKind.VILLAGE_COUNCIL, **values)


def test_models_and_migrations_agree() -> None:
    assert model_differences(Room("contacts", "ovkk_core.contacts")) == ""


def test_village_name_may_recur_in_another_municipality_and_then_has_a_longer_slug() -> None:
    villages = [make_village("Sibculo", "Hardenberg"), make_village("Sibculo", "Twenterand")]
    assert [village.slug for village in villages] == ["sibculo", "sibculo-twenterand"]


def test_village_name_is_unique_within_its_municipality() -> None:
    make_village()
    with pytest.raises(peewee.IntegrityError):
        make_village()


def test_slug_stays_when_the_name_changes() -> None:
    village = make_village()
    village.name = "Hoonhorst aan de Vecht"
    village.save()
    assert Village.get().slug == "hoonhorst"


def test_save_of_village_leaves_a_revision_without_the_derived_key() -> None:
    village = make_village("de Lutte", "Losser")
    village.population = 3845
    village.save()
    assert revisions_of(village)[0].changes == {"population": [None, 3845]}
    assert Village.get().sort_key == "lutte de"


def test_organisation_gives_its_villages_in_order() -> None:
    council = make_council()
    for name in ("de Lutte", "Beuningen"):
        OrganisationVillage.create(organisation=council, village=make_village(name, "Losser"))
    assert [village.name for village in council.villages] == ["Beuningen", "de Lutte"]


def test_organisation_with_positions_cannot_be_deleted() -> None:
    council = make_council()
    Position.create(organisation=council, function=PositionFunction.CHAIR)
    with pytest.raises(BadInputError, match="heeft nog functies"):
        council.delete_instance()


def test_person_with_positions_cannot_be_deleted() -> None:
    anna = Person.create(given_name="Anna", family_name="Smit")
    Position.create(organisation=make_council(), function=PositionFunction.CHAIR, person=anna)
    with pytest.raises(BadInputError, match="heeft nog functies"):
        anna.delete_instance()


def test_deleted_organisation_and_its_links_can_be_restored() -> None:
    council = make_council()
    link = OrganisationVillage.create(organisation=council, village=make_village())
    council.delete_instance()
    restore(Organisation, revisions_of(council)[0])
    restore(OrganisationVillage, revisions_of(link)[0])
    assert [village.name for village in Organisation.get().villages] == ["Hoonhorst"]


def test_position_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(BadInputError, match="einddatum ligt vóór"):
        Position.create(
            organisation=make_council(),
            function=PositionFunction.CHAIR,
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 31),
        )


@pytest.mark.parametrize(
    ("day", "functions"),
    [
        (date(2025, 12, 31), ["other"]),
        (date(2026, 1, 1), ["chair", "other"]),
        (date(2026, 6, 30), ["chair", "other"]),
        (date(2026, 7, 1), ["secretary", "other"]),
    ],
)
def test_current_positions_are_those_of_the_day_both_dates_included(day: date, functions: list[str]) -> None:
    council = make_council()
    Position.create(organisation=council, function=PositionFunction.OTHER)
    Position.create(organisation=council, function=PositionFunction.SECRETARY, starts_on=date(2026, 7, 1))
    Position.create(
        organisation=council,
        function=PositionFunction.CHAIR,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
    )
    assert [position.function.value for position in current_positions(day)] == functions


def test_current_positions_are_by_default_those_of_today_in_amsterdam() -> None:
    Position.create(organisation=make_council(), function=PositionFunction.CHAIR, starts_on=date(2026, 7, 1))
    with frozen(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert current_positions().count() == 1


def test_current_positions_show_a_vacancy() -> None:
    Position.create(organisation=make_council(), function=PositionFunction.CHAIR)
    (vacancy,) = current_positions()
    assert (vacancy.person, vacancy.organisation.name) == (None, "Dorpsbelang Hoonhorst")


@pytest.mark.parametrize(
    ("of_function", "of_person", "of_organisation", "address"),
    [
        ("voorzitter@pb.test", "anna@pb.test", "info@pb.test", "voorzitter@pb.test"),
        ("", "anna@pb.test", "info@pb.test", "anna@pb.test"),
        ("", "", "info@pb.test", "info@pb.test"),
    ],
)
def test_mail_address_prefers_the_function_then_the_person_then_the_organisation(
    of_function: str, of_person: str, of_organisation: str, address: str
) -> None:
    anna = Person.create(given_name="Anna", name_prefix="van", family_name="Dijk", email=of_person)
    council = make_council(email=of_organisation)
    position = Position.create(organisation=council, person=anna, function=PositionFunction.CHAIR, email=of_function)
    to = mail_address(position)
    assert to is not None
    assert (to.address, to.name) == (address, "Anna van Dijk")


def test_mail_for_a_vacancy_goes_to_the_board() -> None:
    position = Position.create(organisation=make_council(email="info@pb.test"), function=PositionFunction.CHAIR)
    to = mail_address(position)
    assert to is not None
    assert (to.address, to.name, salutation_for(position)) == (
        "info@pb.test",
        "Dorpsbelang Hoonhorst",
        "Geacht bestuur,",
    )


def test_mail_address_is_none_when_nobody_has_one() -> None:
    position = Position.create(organisation=make_council(), function=PositionFunction.CHAIR)
    assert mail_address(position) is None
