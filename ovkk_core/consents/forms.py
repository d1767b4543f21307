"""The forms in which people choose what they want to hear about; they need no cookie, so they hold no token."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ovkk_core.consents import deciding
from ovkk_core.consents.judging import may_write_to
from ovkk_core.consents.kinds import ConsentWay
from ovkk_core.consents.preferring import preference_of, save_preference, themes
from ovkk_core.consents.purposes import purposes, purposes_to_choose
from ovkk_core.consents.signing_up import Request
from ovkk_core.consents.wordings import wording_text
from ovkk_core.contacts import Language, Municipality, Person
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.mail import Recipient
from ovkk_core.web import Form

LONGEST_NAME = 100


def ticks(label: Any, description: Any = "", **kwargs: Any) -> SelectMultipleField:
    """Give a field of boxes to tick."""
    kwargs |= {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, description=description, **kwargs)


class InterestsForm(Form):
    """Themes and municipalities to choose from."""

    class Meta(Form.Meta):
        """Without a token: it stands behind a secret link, or anybody may send it."""

        csrf = False

    themes = ticks(_l("Which themes?"), _l("Tick nothing for all themes."))
    municipalities = ticks(_l("Which municipalities?"), _l("Tick nothing for all municipalities."), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes.choices = [SelectChoice(theme, theme) for theme in themes()]
        places = Municipality.select(Municipality.id, Municipality.name).order_by(Municipality.sort_key)
        self.municipalities.choices = [SelectChoice(place.id, place.name) for place in places]


class SignUpForm(InterestsForm):
    """What somebody fills in who wants to hear from us. Nothing is ticked beforehand (PRIV-2)."""

    purposes = ticks(_l("What do you want to get?"), validators=[InputRequired(_l("Tick what you want to get."))])
    email = EmailField(
        _l("Your e-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "email"}
    )
    given_name = StringField(_l("First name"), [Length(max=LONGEST_NAME)], render_kw={"autocomplete": "given-name"})
    family_name = StringField(_l("Family name"), [Length(max=LONGEST_NAME)], render_kw={"autocomplete": "family-name"})

    def __init__(self, language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        asked = [p.name for p in purposes().values() if p.basis == "consent"]
        self.purposes.choices = [SelectChoice(name, wording_text(name, language)) for name in asked]

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address; says nothing about whether we know it (SEC-10)."""
        try:
            Recipient(field.data.strip())
        except BadInputError as error:
            raise ValidationError(str(error)) from error

    def validate_given_name(self, field: Field) -> None:
        """Refuse what no name holds: an address of a website, which would make our mail carry it."""
        if any(mark in (field.data or "") for mark in ("://", "www.", "<", ">", "@")):
            raise ValidationError(_l("Type only a name."))

    validate_family_name = validate_given_name

    def request(self) -> Request:
        """Give what was filled in."""
        return Request(
            address=self.email.data,
            purposes=self.purposes.data,
            given_name=(self.given_name.data or "").strip(),
            family_name=(self.family_name.data or "").strip(),
            themes=self.themes.data,
            municipalities=self.municipalities.data,
            language=self.language,
        )


class PreferencesForm(InterestsForm):
    """What a known person wants to get and read about, ticked as it is now; for a page behind their own link."""

    purposes = ticks(_l("What do you want to get?"))

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        chosen = preference_of(person)
        self.wanted = [p.name for p in purposes_to_choose() if may_write_to(person, p.name).allowed]
        present = {"themes": chosen.themes, "municipalities": chosen.municipalities, "purposes": self.wanted}
        super().__init__(*args, data=present, **kwargs)
        language = person.language if isinstance(person.language, Language) else Language.NL
        self.purposes.choices = [SelectChoice(p.name, _words(p.name, language)) for p in purposes_to_choose()]


def save_preferences(person: Person, form: PreferencesForm, how: ConsentWay = ConsentWay.PERSONAL_PAGE) -> None:
    """Store what a valid ``form`` says: consent given and withdrawn where the ticks changed, and the interests."""
    ticked = set(form.purposes.data)
    with transaction():
        for purpose in purposes_to_choose():
            if purpose.name in ticked and purpose.name not in form.wanted:
                deciding.give(person, purpose.name, how)
            elif purpose.name not in ticked and purpose.name in form.wanted:
                deciding.withdraw(person, purpose.name, how)
        save_preference(person, form.themes.data, form.municipalities.data)


def _words(purpose: str, language: Language) -> str:
    declared = purposes()[purpose]
    return (
        wording_text(purpose, language) if declared.basis == "consent" else f"{declared.title}. {declared.explanation}"
    )
