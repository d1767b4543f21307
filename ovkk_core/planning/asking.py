"""The choice of an audience, as it stands in an address and in words; and the form for a wished date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from ovkk_core.calendars import EventForm
from ovkk_core.contacts import Municipality, OrganisationKind
from ovkk_core.planning.audience import Audience
from ovkk_core.web import Form

YEARS = range(2000, 2100)
GREATEST_ID = 2**31 - 1


class WishForm(EventForm, Form):
    """A wished date; it is asked in the address, so it changes nothing and needs no token."""

    class Meta(Form.Meta):
        """Without a token: nothing is changed."""

        csrf = False

    def validate_day(self, field: Any) -> None:
        """Refuse a year that nobody plans for."""
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_l("Choose a year between 2000 and 2099."))


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


def audience_from(args: MultiDict[str, str]) -> Audience:
    """Read the audience from an address; what makes no sense is left out."""
    known = {kind.value: kind for kind in OrganisationKind}
    numbers = args.getlist("municipality", type=int)
    return Audience(
        municipality_ids=frozenset(number for number in numbers if 0 < number <= GREATEST_ID),
        kinds=frozenset(known[value] for value in args.getlist("kind") if value in known),
    )


def arguments_of(audience: Audience) -> dict[str, list[Any]]:
    """Give ``audience`` as arguments for an address."""
    return {
        "kind": sorted(kind.value for kind in audience.kinds),
        "municipality": sorted(audience.municipality_ids),
    }
