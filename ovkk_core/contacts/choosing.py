"""The choice of organisations by kind and municipality, as it stands in an address and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ovkk_core.contacts.kinds import OrganisationKind
from ovkk_core.contacts.models import Municipality

GREATEST_ID = 2**31 - 1


@dataclass(frozen=True)
class OrganisationChoices:
    """What there is to choose from, with the words for it."""

    kinds: Sequence[tuple[OrganisationKind, str]]
    municipalities: Sequence[Municipality]


def organisation_choices() -> OrganisationChoices:
    """Give every kind of organisation and every municipality, in the order of lists."""
    words = {
        OrganisationKind.VILLAGE_COUNCIL: _("village councils"),
        OrganisationKind.COMMUNITY_CENTRE: _("community centres"),
        OrganisationKind.INITIATIVE_GROUP: _("initiative groups"),
        OrganisationKind.MUNICIPALITY: _("municipalities"),
        OrganisationKind.PROVINCE: _("the province"),
        OrganisationKind.PARTNER: _("partners"),
        OrganisationKind.OTHER: _("other organisations"),
    }
    return OrganisationChoices(list(words.items()), list(Municipality.select().order_by(Municipality.sort_key)))


def chosen_organisations(args: MultiDict[str, str]) -> tuple[frozenset[OrganisationKind], frozenset[int]]:
    """Read the kinds and the ids of municipalities from an address; what makes no sense is left out."""
    known = {kind.value: kind for kind in OrganisationKind}
    numbers = args.getlist("municipality", type=int)
    return (
        frozenset(known[value] for value in args.getlist("kind") if value in known),
        frozenset(number for number in numbers if 0 < number <= GREATEST_ID),
    )
