"""Keys from addresses: what cannot be a key is not found, rather than an error of the database."""

from typing import Any
from uuid import UUID

import peewee

from ovkk_core.errors import NotFoundError

LARGEST = 2**63 - 1


def key_of(model: type[peewee.Model], text: Any) -> Any:
    """Give the primary key that ``text`` stands for; raise :class:`NotFoundError` when it cannot be one."""
    field = model._meta.primary_key
    key = _read(field, str(text))
    if key is None:
        raise NotFoundError("Dit bestaat niet (meer). Ga terug naar het overzicht.")
    return key


def keys_of(model: type[peewee.Model], texts: list[str]) -> list[Any]:
    """Give the keys among ``texts``; the rest is left out."""
    read = (_read(model._meta.primary_key, text) for text in texts)
    return [key for key in read if key is not None]


def _read(field: peewee.Field, text: str) -> Any:
    if isinstance(field, peewee.IntegerField):
        sound = text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST
        return int(text) if sound else None
    if isinstance(field, peewee.UUIDField):
        try:
            return UUID(text)
        except ValueError:
            return None
    return text if text and text.isprintable() else None
