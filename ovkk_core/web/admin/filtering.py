"""Filters of a list: a plain form, one control or two for each named column."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import peewee
from flask_babel import gettext as _
from playhouse.fields import EnumFieldMixin

from ovkk_core.clock import AMSTERDAM
from ovkk_core.web.admin.joining import options_of
from ovkk_core.web.admin.keys import keys_of
from ovkk_core.web.admin.showing import in_words, words_of

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

LONGEST = 200
YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Filter:
    """A way to narrow a list down: by ``kind`` of column a choice, a piece of text, a number or two days."""

    path: str
    kind: str  # choice, reference, text, number, days

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names in the address."""
        name = f"f_{self.path}"
        return (f"{name}.van", f"{name}.tot") if self.kind == "days" else (name,)


@dataclass(frozen=True)
class Input:
    """One control of the filter form; ``options`` make it a choice."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


def clean(text: str) -> str:
    """Give what was typed without control characters, which PostgreSQL refuses, and not endlessly long."""
    return "".join(c for c in text[:LONGEST] if unicodedata.category(c) not in {"Cc", "Cs"})


def filters_of(view: "AdminView") -> list[Filter]:
    """Give the filters of ``column_filters``; raise ``TypeError`` for a column that cannot be one."""
    return [Filter(path, _kind(view, path)) for path in view.column_filters or ()]


def apply(view: "AdminView", query: Any, arguments: Mapping[str, str]) -> Any:
    """Narrow ``query`` down; a value that makes no sense selects nothing."""
    for one in view.filters:
        for name in one.arguments:
            value = clean(arguments.get(name, "")).strip()
            if value:
                condition = _condition(view, one, name, value)
                query = query.where(peewee.SQL("1 = 0") if condition is None else condition)
    return query


def inputs(view: "AdminView", arguments: Mapping[str, str]) -> list[Input]:
    """Give the controls, filled with what the address asks."""
    found = []
    for one in view.filters:
        label = str(view.get_column_name(one.path))
        options = tuple(_options(view, one))
        for name in one.arguments:
            words = {".van": _("%(column)s from", column=label), ".tot": _("%(column)s until", column=label)}
            found.append(Input(name, words.get(name[-4:], label), one.kind, clean(arguments.get(name, "")), options))
    return found


def active(controls: Sequence[Input]) -> list[tuple[str, str, str]]:
    """Give (name, label, value in words) of every filter in use."""
    used = [control for control in controls if control.value]
    return [(c.name, c.label, dict(c.options).get(c.value) or _day_in_words(c)) for c in used]


def _kind(view: "AdminView", path: str) -> str:
    field = view.reach.plain(path) if isinstance(path, str) else None
    if field is None:
        raise TypeError(f"{type(view).__name__}: cannot filter by {path!r}")
    if isinstance(field, peewee.ForeignKeyField):
        return "reference"
    if view.column_choices.get(path) or isinstance(field, peewee.BooleanField | EnumFieldMixin):
        return "choice"
    if isinstance(field, peewee.DateField | peewee.DateTimeField):
        return "days"
    return "number" if isinstance(field, peewee.IntegerField) else "text"


def _options(view: "AdminView", one: Filter) -> list[tuple[str, str]]:
    field: Any = view.reach.plain(one.path)
    if one.kind == "reference":
        return options_of(field.rel_model)
    choices = view.column_choices.get(one.path)
    if choices:
        return [(str(getattr(value, "value", value)), str(words)) for value, words in choices]
    if isinstance(field, EnumFieldMixin):
        return [(str(member.value), words_of(member)) for member in field.enum_class]
    return [("1", _("yes")), ("0", _("no"))] if isinstance(field, peewee.BooleanField) else []


def _condition(view: "AdminView", one: Filter, name: str, value: str) -> Any:
    """Give the condition, or None when ``value`` is not one that this filter knows."""
    field = view.reach.field(one.path)
    if one.kind == "text":
        return field.contains(value)
    if one.kind == "number":
        return field == int(value) if value.isascii() and value.lstrip("-").isdecimal() and len(value) < 19 else None
    if one.kind == "days":
        return _days(field, view.reach.plain(one.path), name, value)
    plain: Any = view.reach.plain(one.path)
    if one.kind == "reference":
        keys = keys_of(plain.rel_model, [value])
        return field == keys[0] if keys else None
    if value not in dict(_options(view, one)):
        return None
    return field == (value == "1" if isinstance(plain, peewee.BooleanField) else plain.python_value(value))


def _days(field: Any, plain: Any, name: str, value: str) -> Any:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    if day.year not in YEARS:
        return None
    until = name.endswith(".tot")
    if isinstance(plain, peewee.DateField):
        return field <= day if until else field >= day
    start = datetime.combine(day + timedelta(days=until), time.min, AMSTERDAM)
    return field < start if until else field >= start


def _day_in_words(control: Input) -> str:
    try:
        return str(in_words(date.fromisoformat(control.value))) if control.kind == "days" else control.value
    except ValueError:
        return control.value
