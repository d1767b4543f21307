"""Rows in plain text, for who asks what we hold about them: readable, and exact enough to take elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from ovkk_core.clock import AMSTERDAM


def row_in_words(row: Any, labels: Mapping[str, Any]) -> dict[str, str]:
    """Give Dutch label → text for what of ``row`` has a value; ``labels`` is label → the name of a field.

    Days and moments are as in ISO 8601, moments in Europe/Amsterdam. A callable instead of a field's name is given
    the row.
    """
    found = {}
    for label, field in labels.items():
        value = field(row) if callable(field) else getattr(row, field)
        if value not in (None, "", [], {}):
            found[label] = plain(value)
    return found


def plain(value: Any) -> str:
    """Give one value as text."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{value.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Enum):
        return str(getattr(value, "label", "") or value.name.replace("_", " ").lower())
    if isinstance(value, list | tuple | set):
        return ", ".join(plain(one) for one in value)
    return str(value)
