"""The base of every form: Dutch errors, labels above fields, a summary of what to repair (A11Y-4)."""

from typing import Any

from flask import Flask, flash, session
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations as library_words
from markupsafe import Markup
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.form import BaseForm
from wtforms.widgets import Select

# what the library says, and how we say it: what to do, rather than what is wrong
WORDS = {
    "This field is required.": _l("Fill this in."),
    "Not a valid choice.": _l("Choose one of the options."),
    "Invalid Choice: could not coerce.": _l("Choose one of the options."),
    "Not a valid integer value.": _l("Type a whole number in digits, such as 14."),
    "Not a valid decimal value.": _l("Type a number in digits, such as 14,5."),
    "Not a valid float value.": _l("Type a number in digits, such as 14,5."),
    "Not a valid date value.": _l("Fill in a date with day, month and year, such as 10-03-2026."),
    "Not a valid time value.": _l("Fill in a time, such as 19:30."),
    "Not a valid datetime value.": _l("Fill in a date and a time."),
    "Invalid email address.": _l("Type a whole e-mail address, such as name@village.example."),
    "Invalid URL.": _l("Type a whole address that begins with https://."),
}


class Words:
    """Speaks for the library in the visitor's language."""

    def gettext(self, text: str) -> str:
        """Give our words for a message of the library, else its own translation."""
        return str(WORDS[text]) if text in WORDS else str(library_words.gettext(text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Give the library's own translation."""
        return str(library_words.ngettext(singular, plural, count))


class Form(FlaskForm):
    """A form of ours; show it with the macros of ``web/forms.html``."""

    class Meta(FlaskForm.Meta):
        """Lets the library speak our words."""

        def get_translations(self, _: Any) -> Words:
            """Give who speaks for the library."""
            return Words()


def use_forms(app: Flask) -> None:
    """Give templates what the macros of ``web/forms.html`` ask of a field."""
    app.jinja_env.globals.update(
        attributes=attributes,
        control=control,
        described_by=described_by,
        first_error=first_error,
        messages_waiting=messages_waiting,
        mistakes_in=mistakes_in,
        shape=shape,
    )


def flash_done(message: str | Markup) -> None:
    """Say on the next page that something succeeded."""
    flash(message, "done")


def mistakes_in(form: BaseForm) -> list[tuple[Field | None, str]]:
    """Give what is wrong with the form as a whole, then the first thing that is wrong with each field, in order."""
    whole: list[tuple[Field | None, str]] = [(None, str(error)) for error in form.form_errors]
    return whole + [(field, first_error(field)) for field in form if field.errors]


def messages_waiting() -> bool:
    """Say whether a message waits to be shown."""
    return "_flashes" in session


def shape(field: Field) -> str:
    """Say how a field is laid out: ``checkbox``, ``choices`` (a group of boxes or buttons) or ``control``."""
    if isinstance(field, BooleanField):
        return "checkbox"
    group = isinstance(field, RadioField | SelectMultipleField) and not isinstance(field.widget, Select)
    return "choices" if group else "control"


def control(field: Field) -> str:
    """Give the style class of an input, a select or a text area."""
    if isinstance(field, SelectField | SelectMultipleField):
        return "utrecht-select"
    return "utrecht-textarea" if isinstance(field, TextAreaField) else "utrecht-textbox"


def described_by(field: Field, help_text: str) -> str:
    """Give the ids of what explains a field, as ``aria-describedby`` wants them."""
    return " ".join(f"{field.id}-{what}" for what, there in (("help", help_text), ("error", field.errors)) if there)


def attributes(field: Field, help_text: str) -> dict[str, str]:
    """Give what assistive technology needs to know of a field."""
    found = {"aria-describedby": described_by(field, help_text)}
    if field.errors:
        found["aria-invalid"] = "true"
    return {name: value for name, value in found.items() if value}


def first_error(field: Field) -> str:
    """Give the first thing that is wrong with a field; lists and enclosures nest theirs."""
    errors: Any = field.errors
    while isinstance(errors, list | tuple | dict) and errors:
        errors = next(iter(errors.values())) if isinstance(errors, dict) else errors[0]
    return str(errors)
