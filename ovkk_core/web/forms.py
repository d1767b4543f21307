"""The base of every form: Dutch errors, labels above fields, a summary of what to repair (A11Y-4)."""

from typing import Any

from flask import Flask, flash, session
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.widgets import Select


class Form(FlaskForm):
    """A form of ours; show it with the macros of ``web/forms.html``."""

    @property
    def mistakes(self) -> list[tuple[Any, str]]:
        """Give each field that needs repair with the first thing that is wrong with it, in the order of the form."""
        return [(field, first_error(field)) for field in self if field.errors]


def use_forms(app: Flask) -> None:
    """Give templates what the macros of ``web/forms.html`` ask of a field."""
    app.jinja_env.globals.update(
        attributes=attributes,
        control=control,
        described_by=described_by,
        first_error=first_error,
        messages_waiting=messages_waiting,
        shape=shape,
    )


def flash_done(message: str | Markup) -> None:
    """Say on the next page that something succeeded."""
    flash(message, "done")


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
