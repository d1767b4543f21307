"""The forms of the screens about consents."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ovkk_core.consents.kinds import ConsentWay
from ovkk_core.consents.wordings import SHORTEST
from ovkk_core.contacts import Language
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import Purpose
from ovkk_core.mail import Recipient
from ovkk_core.web import Form

BY_HAND = (ConsentWay.SPOKEN, ConsentWay.WRITTEN, ConsentWay.REPLY)


class DecisionForm(Form):
    """What somebody told us about mail."""

    purpose = SelectField(_l("About which mail?"), [InputRequired()])
    decision = RadioField(
        _l("What did they decide?"),
        [InputRequired(_l("Choose one of the options."))],
        choices=[SelectChoice("give", _l("Yes, mail me")), SelectChoice("withdraw", _l("No, do not mail me"))],
    )
    how = SelectField(
        _l("How do we know?"), [InputRequired()], choices=[SelectChoice(way.value, way.label) for way in BY_HAND]
    )
    proof = StringField(
        _l("What shows it?"),
        [Length(max=500)],
        description=_l("For example: signed list of the meeting of 3 March, in the folder Lists."),
    )

    def __init__(self, offered: Iterable[Purpose], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.purpose.choices = [SelectChoice(purpose.name, purpose.title) for purpose in offered]

    def validate_proof(self, field: Field) -> None:
        """Ask for proof of consent: we must be able to show it (PRIV-3)."""
        if self.decision.data == "give" and not (field.data or "").strip():
            raise ValidationError(_l("Say what shows that this person agreed."))

    @property
    def way(self) -> ConsentWay:
        """How it was told."""
        return ConsentWay(self.how.data)


class WordingForm(Form):
    """The next version of the words people agree to."""

    language = SelectField(
        _l("Language"), [InputRequired()], choices=[SelectChoice(one.value, one.label) for one in Language]
    )
    text = TextAreaField(
        _l("Text"),
        [InputRequired(), Length(min=SHORTEST, max=2000)],
        description=_l("What people say yes to: what they get, how often, and that they can always stop it."),
        render_kw={"rows": 5},
    )


class SuppressForm(Form):
    """An address to look up or to put on the list."""

    address = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)])
    note = StringField(_l("Why?"), [Length(max=200)], description=_l("Only when you put it on the list."))

    def validate_address(self, field: Field) -> None:
        """Refuse what is no address."""
        try:
            Recipient(field.data.strip())
        except BadInputError as error:
            raise ValidationError(str(error)) from error
