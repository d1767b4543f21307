"""The form with somebody's own details; it needs no cookie, as the link is the secret that guards it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, IntegerField, SelectField, StringField, TelField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ovkk_core.contacts import FormOfAddress, Language, Person, shown_phone, stored_phone, stored_postcode
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting
from ovkk_core.mail import Recipient
from ovkk_core.personal import mail
from ovkk_core.web import Form

NAMES = ("title", "initials", "given_name", "nickname", "name_prefix", "family_name")
PLACE = ("street", "house_number", "house_letter", "house_addition", "postcode", "city")
REACHED = ("email", "phone")
WISHES = ("form_of_address", "language")
LONGEST, LONGEST_PART = 100, 20
LARGEST_NUMBER = 99_999


def line(label: Any, complete: str, most: int = LONGEST, description: Any = "") -> StringField:
    """Give a field for one line that the browser can fill in (WCAG 1.3.5)."""
    keywords = {"autocomplete": complete} if complete else {"autocomplete": "off"}
    return StringField(label, [Length(max=most)], description=description, render_kw=keywords)


class DetailsForm(Form):
    """What we know of somebody that they may change themselves."""

    class Meta(Form.Meta):
        """Without a token: it stands behind a secret link."""

        csrf = False

    title = line(_l("Title"), "honorific-prefix", LONGEST_PART)
    initials = line(_l("Initials"), "", LONGEST_PART)
    given_name = line(_l("First name"), "given-name")
    nickname = line(_l("Name that friends use"), "nickname")
    name_prefix = line(_l("Prefix"), "", LONGEST_PART, _l("Such as van, de or van der."))
    family_name = StringField(
        _l("Family name"), [InputRequired(), Length(max=LONGEST)], render_kw={"autocomplete": "family-name"}
    )
    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "email"})
    phone = TelField(_l("Telephone"), [Length(max=30)], render_kw={"autocomplete": "tel"})
    street = line(_l("Street or PO box"), "")
    house_number = IntegerField(_l("House number"), [Optional(), NumberRange(1, LARGEST_NUMBER)])
    house_letter = line(_l("House letter"), "", LONGEST_PART)
    house_addition = line(_l("Addition to the house number"), "", LONGEST_PART)
    postcode = line(_l("Postcode"), "postal-code", 10)
    city = line(_l("Town"), "address-level2")
    form_of_address = SelectField(_l("How shall we address you?"))
    language = SelectField(_l("In which language shall we write?"))

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        present: dict[str, Any] = {name: getattr(person, name) for name in (*NAMES, *PLACE, *REACHED)}
        present |= {"phone": shown_phone(person.phone)}
        present |= {name: getattr(person, name).value for name in WISHES}
        super().__init__(*args, data=present, **kwargs)
        self.form_of_address.choices = [(wish.value, wish.label) for wish in FormOfAddress]
        self.language.choices = [(language.value, language.label) for language in Language]

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address."""
        _as_stored(lambda: Recipient(field.data.strip()))

    def validate_phone(self, field: Field) -> None:
        """Refuse what is no number."""
        _as_stored(lambda: stored_phone(field.data or ""))

    def validate_postcode(self, field: Field) -> None:
        """Refuse what is no postcode."""
        _as_stored(lambda: stored_postcode(field.data or ""))


def save_details(person: Person, form: DetailsForm) -> bool:
    """Store what a valid ``form`` says, as done by the person; say whether anything is different now.

    When the address changes, the former one is told, without saying what it became.
    """
    before = {name: getattr(person, name) for name in form.data if hasattr(person, name)}
    values: dict[str, Any] = {name: (form[name].data or "").strip() for name in (*NAMES, *REACHED)}
    values |= {name: form[name].data for name in PLACE} | {"house_number": form.house_number.data}
    values |= {"form_of_address": FormOfAddress(form.form_of_address.data), "language": Language(form.language.data)}
    former = str(person.email)
    with transaction(), acting(f"persoon:{person.id}"):
        for name, value in values.items():
            if value != getattr(person, name):
                setattr(person, name, value)
        person.save()
        after = {name: getattr(person, name) for name in before}
        if former and former.casefold() != str(person.email).casefold():
            mail.queue_address_changed(former, person)
    return before != after


def _as_stored(read: Any) -> None:
    try:
        read()
    except BadInputError as error:
        raise ValidationError(str(error)) from error
