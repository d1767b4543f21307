"""How a value of the database stands in a whole export, and comes back out of it the same.

NULL is ``\\N``; a text that begins with a backslash gets one more. Moments and days are ISO 8601, JSON is JSON, bytes
are base64. What a spreadsheet could run is neutralised (SEC-16), and restored.
"""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

import peewee

from ovkk_core.web import plain_cell, safe_cell

NULL = "\\N"


def as_text(value: Any) -> str:
    """Give a value, as a model has it, as a cell."""
    if value is None:
        return NULL
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return safe_cell(f"\\{value}" if value.startswith("\\") else value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def json_text(value: Any) -> str:
    """Give a value of a JSON field as a cell."""
    return NULL if value is None else safe_cell(json.dumps(value, ensure_ascii=False))


def writer_of(field: peewee.Field) -> Callable[[Any], str]:
    """Give how values of a field become cells."""
    return json_text if isinstance(field, peewee.JSONField) else as_text


def reader_of(field: peewee.Field) -> Callable[[str], Any]:
    """Give how cells become what the database stores; raises ``ValueError`` for what cannot be."""
    target = field.rel_field if isinstance(field, peewee.ForeignKeyField) else field
    parse = next((parse for kind, parse in PARSERS if isinstance(target, kind)), _text)
    stored = (lambda value: value) if isinstance(target, peewee.JSONField) else field.db_value
    return lambda cell: None if cell == NULL else stored(parse(cell))


def _text(cell: str) -> str:
    text = plain_cell(cell)
    return text[1:] if text.startswith("\\") else text


def _json(cell: str) -> str:
    text = plain_cell(cell)
    json.loads(text)
    return text


def _bytes(cell: str) -> bytes:
    try:
        return base64.b64decode(cell, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


PARSERS: list[tuple[type[peewee.Field], Callable[[str], Any]]] = [
    (peewee.JSONField, _json),
    (peewee.BooleanField, lambda cell: {"1": True, "0": False}[cell]),
    (peewee.IntegerField, int),
    (peewee.DecimalField, Decimal),
    (peewee.FloatField, float),
    (peewee.DateTimeField, datetime.fromisoformat),
    (peewee.DateField, date.fromisoformat),
    (peewee.TimeField, time.fromisoformat),
    (peewee.BlobField, _bytes),
]
