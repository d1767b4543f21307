"""Form fields for what our tables hold: moments, states and references."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

import peewee
from flask_babel import gettext as _
from wtforms import DateTimeLocalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from ovkk_core.clock import AMSTERDAM
from ovkk_core.web.admin.joining import options_of
from ovkk_core.web.admin.showing import words_of

NONE = ""
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]  # what browsers send, and what we show


class MomentField(DateTimeLocalField):
    """A date and time on the clock of Europe/Amsterdam; ``data`` is aware. The hour skipped in spring is refused."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **{"format": FORMATS, **kwargs})

    def process_data(self, value: Any) -> None:
        """Show an aware moment in local time."""
        self.data = value.astimezone(AMSTERDAM).replace(tzinfo=None) if isinstance(value, datetime) else value

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read local time; of the hour that comes twice in autumn the first is meant (RFC 5545 3.3.5)."""
        super().process_formdata(valuelist)
        if self.data is None:
            return
        moment = self.data.replace(tzinfo=AMSTERDAM)
        if moment.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != self.data:
            self.data = None
            raise ValueError(_("This time does not exist: the clock is put forward in that night. Choose another."))
        self.data = moment

    def populate_obj(self, obj: Any, name: str) -> None:
        """Give the record an aware moment, also when the form only showed it."""
        value = self.data
        aware = value.replace(tzinfo=AMSTERDAM) if isinstance(value, datetime) and value.tzinfo is None else value
        setattr(obj, name, aware)


class ChoiceField(SelectField):
    """One of a closed set; ``blank`` offers to choose nothing. The members of an enum are their own choices."""

    def __init__(self, label: Any = None, *, blank: bool = False, enum: type[Enum] | None = None, **kwargs: Any):
        self.enum = enum
        self.values: dict[str, Any] = {}
        choices = kwargs.pop("choices", None)
        if enum and not choices:
            choices = [(member, words_of(member)) for member in enum]
        self._blank = blank
        super().__init__(label, coerce=self._value_of, choices=self._keyed(choices or ()), **kwargs)

    def _keyed(self, choices: Any) -> list[tuple[str, Any]]:
        keyed = [(str(getattr(value, "value", value)), value, words) for value, words in choices]
        self.values = {key: self.enum(value) if self.enum else value for key, value, _words in keyed}
        blank = [SelectChoice(NONE, "–")] if self._blank else []
        return [*blank, *(SelectChoice(key, words) for key, _value, words in keyed)]

    def _value_of(self, given: Any) -> Any:
        if given is None or given == NONE:
            return None
        return self.values.get(str(getattr(given, "value", given)), given)

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if self.data is None and self._blank:
            return
        if self.data not in self.values.values():
            raise ValidationError(_("Choose one of the options."))


class ReferenceField(ChoiceField):
    """One row of another table; ``data`` is its key."""

    def __init__(self, label: Any = None, *, model: type[peewee.Model], **kwargs: Any):
        super().__init__(label, choices=options_of(model), **kwargs)

    def process_data(self, value: Any) -> None:
        """Take a row for its key."""
        self.data = str(value._pk) if isinstance(value, peewee.Model) else None if value is None else str(value)
