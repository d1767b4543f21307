"""Field types that refuse at the door what would do harm later."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

import peewee
from playhouse.fields import EnumField

from ovkk_core.errors import BadInputError

JsonField = peewee.JSONField
StateField = EnumField


class UtcDateTimeField(peewee.DateTimeField):
    """An aware datetime, stored as UTC; a naive one is refused with ``ValueError``."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f"{self.name}: a moment needs a time zone")
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: Any) -> Any:
        value = super().python_value(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


class LineField(peewee.CharField):
    """One line of text, NFC, trimmed, without control characters; so no value can break a header or a feed."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value).strip()
            _refuse(value, self, allowed="")
            if len(value) > self.max_length:
                raise BadInputError(
                    f"'{self.verbose_name or self.name}' is te lang: hoogstens {self.max_length} tekens."
                )
        return super().db_value(value)


class ProseField(peewee.TextField):
    """Text of several lines, NFC, lines ended by a line feed, without other control characters but the tab."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
            _refuse(value, self, allowed="\n\t")
        return super().db_value(value)


def _refuse(value: str, field: peewee.Field, allowed: str) -> None:
    """Raise :class:`BadInputError` for control and surrogate characters that are not ``allowed``."""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in allowed for c in value):
        raise BadInputError(
            f"In '{field.verbose_name or field.name}' staat een onzichtbaar stuurteken. "
            "Typ de tekst opnieuw in plaats van te plakken."
        )
