"""Forms for settings: each kind checked, with words that say how to repair it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, ColorField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ovkk_core.hookspecs import SettingSpec
from ovkk_core.registry import setting
from ovkk_core.web.forms import Form

ON, OFF = "1", "0"
LONGEST = {"line": 255, "text": 10_000}


@dataclass(frozen=True)
class SettingKind:
    """A kind of setting that a room above the web knows: its form field, and the text to keep for what that gives."""

    field: Callable[[SettingSpec], Any]
    text: Callable[[Any], str]


KINDS: dict[str, SettingKind] = {}


def add_setting_kind(name: str, kind: SettingKind) -> None:
    """Let settings be of a kind that this room does not know."""
    KINDS[name] = kind


def form_of(specs: Iterable[SettingSpec], formdata: Any = None) -> Any:
    """Give a form with a field per setting, filled with the present values or with ``formdata``."""
    found = {field_name(spec.key): spec for spec in specs}
    fields = {name: _field(spec) for name, spec in found.items()}
    form = type("SettingsForm", (Form,), fields)
    present = {name: _shown(spec, setting(spec.key)) for name, spec in found.items()}
    return form(formdata=formdata, data=present)


def field_name(key: str) -> str:
    """Give the name in the form of a setting."""
    return key.replace(".", "__")


def stored(spec: SettingSpec, value: Any) -> str:
    """Give the text to keep for what the form gave."""
    if spec.kind == "switch":
        return ON if value else OFF
    if spec.kind in KINDS:
        return KINDS[spec.kind].text(value)
    return str(value or "").replace("\r\n", "\n").strip()


def _shown(spec: SettingSpec, value: str) -> Any:
    return value == ON if spec.kind == "switch" else value


def _field(spec: SettingSpec) -> Any:
    if spec.kind in KINDS:
        return KINDS[spec.kind].field(spec)
    if spec.kind == "switch":
        return BooleanField(spec.title, description=spec.help)
    if spec.kind == "colour":
        return ColorField(spec.title, [InputRequired(), _colour], description=spec.help)
    if spec.kind == "text":
        return TextAreaField(spec.title, [Length(max=LONGEST["text"])], description=spec.help)
    needed = [InputRequired()] if spec.default else []  # what has a default cannot do without
    checks = [*needed, Length(max=LONGEST["line"]), _one_line, *([_number] if spec.kind == "number" else [])]
    attributes = {"inputmode": "decimal"} if spec.kind == "number" else {}
    return StringField(spec.title, checks, description=spec.help, render_kw=attributes)


def _colour(_form: Any, field: Any) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", field.data or ""):
        raise ValidationError(_("Choose a colour, or type # and six characters, such as #2c5f46."))


def _number(_form: Any, field: Any) -> None:
    if field.data and not re.fullmatch(r"-?\d{1,12}([.,]\d{1,6})?", field.data.strip(), re.ASCII):
        raise ValidationError(_("Type a number in digits, such as 14."))


def _one_line(_form: Any, field: Any) -> None:
    if not (field.data or "").isprintable():
        raise ValidationError(_("Use one line, without invisible characters. Type it instead of pasting."))
