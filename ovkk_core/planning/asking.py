"""The choice of an audience, as it stands in an address and in words; and the form for a wished date."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from ovkk_core.audiences import Audience as SavedAudience
from ovkk_core.calendars import EventForm
from ovkk_core.contacts import chosen_organisations
from ovkk_core.planning.audience import Audience, audience_of
from ovkk_core.web import Form

YEARS = range(2000, 2100)


class WishForm(EventForm, Form):
    """A wished date; it is asked in the address, so it changes nothing and needs no token."""

    class Meta(Form.Meta):
        """Without a token: nothing is changed."""

        csrf = False

    def validate_day(self, field: Any) -> None:
        """Refuse a year that nobody plans for."""
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_l("Choose a year between 2000 and 2099."))


def audience_from(args: MultiDict[str, str]) -> Audience:
    """Read the audience from an address, or take over a saved one; what makes no sense is left out."""
    if saved := SavedAudience.get_or_none(SavedAudience.slug == args.get("doelgroep", "")):
        return audience_of(saved)
    kinds, municipality_ids = chosen_organisations(args)
    return Audience(municipality_ids=municipality_ids, kinds=kinds)


def arguments_of(audience: Audience) -> dict[str, list[Any]]:
    """Give ``audience`` as arguments for an address."""
    return {
        "kind": sorted(kind.value for kind in audience.kinds),
        "municipality": sorted(audience.municipality_ids),
    }
