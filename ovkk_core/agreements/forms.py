"""The form of an agreement: for whom and why, which events, what happens to cancelled ones, and the website."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ovkk_core.agreements.choices import CANCELLING, PLACES, VANISHING, Cancelling, Places, Vanishing
from ovkk_core.agreements.embedding import origins, unused_name
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.sentences import title_of, who
from ovkk_core.audiences import audience_choices
from ovkk_core.calendars import Event, feeds, selecting
from ovkk_core.contacts import Municipality, Position
from ovkk_core.contacts.positions import current_positions
from ovkk_core.errors import BadInputError
from ovkk_core.web import Form

SWITCH = {"no": _l("No"), "yes": _l("Yes")}
EMBED = {"no": _l("No"), "yes": _l("Yes, as a list in a frame and as data")}


def ticks(label: Any, description: Any = "") -> SelectMultipleField:
    """Give a field of boxes to tick."""
    return SelectMultipleField(
        label, description=description, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class AgreementForm(Form):
    """What is agreed with a partner."""

    name = StringField(_l("Name of the calendar"), [InputRequired(), Length(max=100)])
    contact = SelectField(
        _l("Contact"),
        [InputRequired()],
        coerce=int,
        description=_l("The address stops working when this person no longer holds the position."),
    )
    purpose = TextAreaField(
        _l("What is it for?"), [Length(max=500)], description=_l("The partner sees this in the calendar program.")
    )
    activities = ticks(_l("Which activities?"), _l("Tick nothing for all of them, also those to come."))
    places = RadioField(
        _l("Where?"), [InputRequired()], choices=[SelectChoice(one.value, text) for one, text in PLACES.items()]
    )
    municipalities = ticks(_l("Which municipalities?"))
    themes = ticks(_l("Which themes?"), _l("Tick nothing for all themes."))
    audiences = ticks(_l("Which audiences?"), _l("Tick nothing for all events. What is for everybody is always there."))
    others = RadioField(
        _l("Also what others plan?"),
        [InputRequired()],
        choices=[SelectChoice(*pair) for pair in SWITCH.items()],
        description=_l(
            "Dates from calendars of others that were approved for our public agenda, with the name of who plans them. "
            "They have a municipality, but none of our activities or themes: those choices are for our own events."
        ),
    )
    conference = RadioField(
        _l("Show the link for taking part from a distance?"),
        [InputRequired()],
        choices=[SelectChoice(*pair) for pair in SWITCH.items()],
        description=_l(
            "Choose yes only for a contact who is welcome at every online meeting in this calendar: "
            "whoever sees the calendar can then join. Public calendars and lists on websites never show the link."
        ),
    )
    cancelling = RadioField(
        _l("When an event is cancelled"),
        [InputRequired()],
        choices=[SelectChoice(one.value, text) for one, text in CANCELLING.items()],
    )
    vanishing = RadioField(
        _l("When an event is withdrawn, or its component is switched off"),
        [InputRequired()],
        choices=[SelectChoice(one.value, text) for one, text in VANISHING.items()],
    )
    ends_on = DateField(_l("Last day"), [Optional()], description=_l("Leave empty for no end."))
    embed = RadioField(
        _l("Also show it on the partner's website?"),
        [InputRequired()],
        choices=[SelectChoice(*pair) for pair in EMBED.items()],
    )
    origins = TextAreaField(
        _l("Which websites may show the list?"),
        description=_l("One on each line, such as https://www.village.example"),
    )

    def __init__(self, agreement: FeedAgreement, **kwargs: Any) -> None:
        super().__init__(data=_data(agreement), **kwargs)
        self.contact.choices = [SelectChoice(*pair) for pair in _contacts(agreement)]
        self.activities.choices = [SelectChoice(*pair) for pair in _activities(agreement)]
        self.municipalities.choices = [
            SelectChoice(place.slug, place.name) for place in Municipality.select().order_by(Municipality.sort_key)
        ]
        self.audiences.choices = [SelectChoice(*pair) for pair in audience_choices()]
        self.themes.choices = [SelectChoice(*pair) for pair in _themes(agreement)]

    def validate_municipalities(self, field: Field) -> None:
        """Ask for at least one when only some count."""
        if self.places.data == Places.MUNICIPALITIES.value and not field.data:
            raise ValidationError(_l("Tick at least one municipality."))

    def validate_origins(self, field: Field) -> None:
        """Ask for whole addresses of websites."""
        try:
            origins(field.data or "")
        except BadInputError as error:
            raise ValidationError(str(error)) from error

    def fill(self, agreement: Any) -> Any:
        """Put what was typed into ``agreement``, without saving."""
        agreement.name, agreement.purpose = self.name.data, self.purpose.data or ""
        agreement.contact = Position.get_by_id(self.contact.data)
        agreement.activities, agreement.themes = self.activities.data, self.themes.data
        agreement.audiences = self.audiences.data
        agreement.places = Places(self.places.data)
        chosen = agreement.places is Places.MUNICIPALITIES
        agreement.municipalities = self.municipalities.data if chosen else []
        agreement.cancelling = Cancelling(self.cancelling.data)
        agreement.vanishing = Vanishing(self.vanishing.data)
        agreement.ends_on = self.ends_on.data
        agreement.others, agreement.conference = self.others.data == "yes", self.conference.data == "yes"
        agreement.origins = origins(self.origins.data or "")
        wanted = self.embed.data == "yes"
        agreement.embed = (agreement.embed or unused_name(agreement.name)) if wanted else ""
        return agreement


def _data(agreement: FeedAgreement) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: getattr(agreement, name)
        for name in ("name", "purpose", "activities", "municipalities", "themes", "audiences")
    }
    for name in ("places", "cancelling", "vanishing"):
        data[name] = getattr(agreement, name).value
    return data | {
        "contact": agreement.contact_id,
        "ends_on": agreement.ends_on,
        "embed": "yes" if agreement.embed else "no",
        "others": "yes" if agreement.others else "no",
        "conference": "yes" if agreement.conference else "no",
        "origins": "\n".join(agreement.origins),
    }


def _contacts(agreement: FeedAgreement) -> list[tuple[int, str]]:
    """Give who holds a position now, and whoever is the contact already."""
    found = [position for position in current_positions() if position.person_id]
    choices = [(position.id, f"{position.organisation}: {_holder(position)}") for position in found]
    if agreement.contact_id and agreement.contact_id not in dict(choices):
        choices.insert(0, (agreement.contact_id, who(agreement.contact)))
    return choices


def _holder(position: Position) -> str:
    return f"{position.person}, {str(position.own_title or position.function.label).casefold()}"


def _activities(agreement: FeedAgreement) -> list[tuple[str, str]]:
    rows = Event.select(Event.owner).where(selecting.shown()).distinct().tuples()
    found = {name for (name,) in rows} | {feed.key for feed in feeds.of_plugins()}
    choices = [(name, title_of(name)) for name in found | set(agreement.activities)]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def _themes(agreement: FeedAgreement) -> list[tuple[str, str]]:
    rows = Event.select(Event.categories).where(selecting.shown()).tuples()
    themes = {str(theme) for (categories,) in rows for theme in categories or ()} | set(agreement.themes)
    return [(theme, theme) for theme in sorted(themes, key=str.casefold)]
