"""Values in words, for tables, the history panel and exports."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.clock import AMSTERDAM
from ovkk_core.web.days import clock, short_day

EMPTY = "–"


def value_at(record: Any, path: str) -> Any:
    """Give the value at a dotted path, such as ``village.name``; None as soon as a step is empty."""
    for name in path.split("."):
        if record is None:
            return None
        record = getattr(record, name)
        record = record() if callable(record) and not isinstance(record, peewee.Model) else record
    return record


def in_words(value: Any, choices: Mapping[Any, Any] | None = None) -> Any:
    """Give ``value`` as a person reads it; ``choices`` are the words for a closed set of values."""
    if choices and (found := choices.get(value, choices.get(getattr(value, "value", value)))) is not None:
        return found
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{_day(value)}, {clock(value)}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return value.strftime("%H.%M")
    if isinstance(value, Enum):
        return words_of(value)
    if isinstance(value, list | tuple | set):
        return ", ".join(str(in_words(item)) for item in value) or EMPTY
    return value


def words_of(member: Enum) -> str:
    """Give the label of an enum member: its ``label`` where it has one, else its name in lower case."""
    return str(getattr(member, "label", "") or member.name.replace("_", " ").lower())


def for_table(value: Any, choices: Mapping[Any, Any] | None = None) -> Any:
    """Give ``value`` for a spreadsheet: numbers and dates as such, moments in local time, the rest as text."""
    if isinstance(value, datetime):
        return value.astimezone(AMSTERDAM).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
    if value is None or (isinstance(value, int | float | date | time) and not isinstance(value, bool) and not choices):
        return value
    words = in_words(value, choices)
    return "" if words == EMPTY else str(words)


def _day(moment: date) -> str:
    local = moment.astimezone(AMSTERDAM) if isinstance(moment, datetime) and moment.tzinfo else moment
    return f"{short_day(moment)} {local.year}"
