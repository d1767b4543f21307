"""The demonstration: a person and an organisation that somebody entered a second time."""

from datetime import date

from ovkk_core.contacts import (
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
)
from ovkk_core.database import transaction
from ovkk_core.merging.finding import search


def load() -> None:
    """Enter a secretary and a village council once more, written another way, and look for who is double."""
    with transaction():
        secretary = _secretary()
        if secretary is not None:
            _again(secretary.person)
            _council_again(secretary.organisation)
        search()


def _secretary() -> Position | None:
    found: Position | None = (
        Position.select()
        .join(Organisation)
        .where(
            Position.function == PositionFunction.SECRETARY,
            Position.person.is_null(False),
            Position.ends_on.is_null(),
            Organisation.kind == OrganisationKind.VILLAGE_COUNCIL,
            Organisation.name.startswith("Plaatselijk Belang"),
            Organisation.demo,
        )
        .order_by(Position.id)
        .first()
    )
    return found


def _again(person: Person) -> None:
    """Enter the person with only a letter for a first name, and a number that the first entry lacks."""
    double = Person.create(
        initials=f"{person.given_name[:1]}.",
        name_prefix=person.name_prefix,
        family_name=person.family_name,
        form_of_address=person.form_of_address,
        email=person.email,
        phone="0529 55 01 23",
        demo=True,
        source="presentielijst van een themabijeenkomst (voorbeeld)",
    )
    centre = Organisation.get_or_none(Organisation.kind == OrganisationKind.PARTNER, Organisation.demo)
    if centre is not None:
        Position.create(
            organisation=centre,
            person=double,
            function=PositionFunction.OTHER,
            own_title="vrijwilliger",
            starts_on=date(2025, 9, 1),
        )


def _council_again(council: Organisation) -> None:
    """Enter the council under the short name for such a body."""
    double = Organisation.create(
        name=council.name.replace("Plaatselijk Belang", "PB"),
        kind=council.kind,
        municipality=council.municipality,
        phone="0529 55 04 56",
        city=council.city,
        demo=True,
        source="visitekaartje (voorbeeld)",
    )
    for link in council.village_links:
        OrganisationVillage.create(organisation=double, village=link.village_id)
