"""Which villages an agreement is about."""

import peewee

from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.contacts import Municipality, Organisation, OrganisationKind, OrganisationVillage, Position, Village
from ovkk_core.contacts.positions import current_positions


def villages_of(agreement: FeedAgreement) -> frozenset[int] | None:
    """Give the villages that ``agreement`` is about; None for everywhere."""
    if agreement.places is Places.ALL:
        return None
    if agreement.places is Places.MUNICIPALITIES:
        return _in_municipalities(Municipality.slug.in_(agreement.municipalities))
    if agreement.places is Places.ORGANISATION or not agreement.contact.person_id:
        return _of_organisations([agreement.contact.organisation])
    positions = current_positions().where(Position.person == agreement.contact.person_id)
    return _of_organisations([one.organisation for one in positions])


def _of_organisations(organisations: list[Organisation]) -> frozenset[int]:
    """Give their villages, and all of the municipality for one that is a municipality or names no villages."""
    links = OrganisationVillage.select(OrganisationVillage.organisation, OrganisationVillage.village)
    found: set[int] = set()
    for organisation in organisations:
        own = {village for _, village in links.where(OrganisationVillage.organisation == organisation).tuples()}
        whole = organisation.kind is OrganisationKind.MUNICIPALITY or not own
        found |= own
        if whole and organisation.municipality_id:
            found |= _in_municipalities(Municipality.id == organisation.municipality_id)
    return frozenset(found)


def _in_municipalities(condition: peewee.Expression) -> frozenset[int]:
    rows = Village.select(Village.id).join(Municipality).where(condition).tuples()
    return frozenset(number for (number,) in rows)


def municipalities_of(agreement: FeedAgreement) -> frozenset[int] | None:
    """Give the municipalities in which those villages are; None for everywhere."""
    villages = villages_of(agreement)
    if villages is None:
        return None
    rows = Village.select(Village.municipality).where(Village.id.in_(list(villages))).distinct().tuples()
    return frozenset(number for (number,) in rows)
