"""The forms of audiences: the audience itself beside its rule, what to freeze it for, and letters."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ovkk_core.audiences.models import Audience
from ovkk_core.clock import today
from ovkk_core.consents import purposes
from ovkk_core.web import Form, day

BY_LETTER, EVERYBODY = "letter", "everybody"


class AudienceForm(Form):
    """Name, what for, and whether the public may follow it; the rule stands beside it."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=100)])
    purpose = SelectField(
        _l("What do we write to them for?"),
        description=_l("Decides whose consent is needed. Leave open when that differs."),
    )
    public_feed = BooleanField(_l("Show on the website: a calendar for this audience"))

    def __init__(self, audience: Audience, **kwargs: Any) -> None:
        super().__init__(obj=audience, **kwargs)
        self.purpose.choices = _purposes(audience.purpose)

    def fill(self, audience: Any) -> Any:
        """Put what was typed into ``audience``, without saving."""
        audience.name, audience.purpose = self.name.data or "", self.purpose.data or ""
        audience.public_feed = bool(self.public_feed.data)
        return audience


class PurposeForm(Form):
    """What an audience is frozen for."""

    purpose = SelectField(_l("What for?"))

    def __init__(self, audience: Audience, **kwargs: Any) -> None:
        super().__init__(data={"purpose": audience.purpose}, **kwargs)
        self.purpose.choices = _purposes(audience.purpose)


class LetterForm(Form):
    """One letter to many."""

    whom = RadioField(
        _l("To whom?"),
        [InputRequired()],
        choices=[
            SelectChoice(BY_LETTER, _l("only those whom mail cannot reach")),
            SelectChoice(EVERYBODY, _l("everybody with a postal address")),
        ],
        default=BY_LETTER,
    )
    dated = StringField(_l("Place and date"), [Length(max=80)])
    subject = StringField(_l("Subject"), [InputRequired(), Length(max=120)])
    body = TextAreaField(
        _l("Text"),
        [InputRequired(), Length(max=6000)],
        description=_l("Without salutation and closing: those are added. An empty line begins a new paragraph."),
    )
    signature = StringField(_l("Name under the letter"), [Length(max=120)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(data={"dated": day(today())}, **kwargs)


def _purposes(present: str) -> list[SelectChoice]:
    known = {purpose.name: purpose.title for purpose in purposes().values()}
    gone = [SelectChoice(present, present)] if present and present not in known else []
    return [SelectChoice("", _l("differs")), *gone, *(SelectChoice(name, title) for name, title in known.items())]
