"""The choice of organisations to invite, as it stands in an address and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ovkk_core.contacts import Municipality, OrganisationKind
from plugins.dorpenschouw.inviting import Choice


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, with the words for it."""

    kinds: Sequence[tuple[OrganisationKind, str]]
    municipalities: Sequence[Municipality]


def choices() -> Choices:
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
    return Choices(list(words.items()), list(Municipality.select().order_by(Municipality.sort_key)))


def choice_from(args: MultiDict[str, str]) -> Choice:
    """Read the choice from an address; what makes no sense is left out."""
    known = {kind.value: kind for kind in OrganisationKind}
    return Choice(
        kinds=frozenset(known[value] for value in args.getlist("kind") if value in known),
        municipalities=frozenset(args.getlist("municipality", type=int)),
        on_route=args.get("route") == "1",
    )
