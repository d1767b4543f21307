"""Makes the form of an admin screen from the fields of its model."""

from typing import Any

import peewee
from flask_admin.contrib.peewee.form import CustomModelConverter
from playhouse.fields import EnumFieldMixin
from wtforms import DateField, TextAreaField, TimeField
from wtforms.validators import NumberRange

from ovkk_core.web.admin.fields import ChoiceField, MomentField, ReferenceField


class Converter(CustomModelConverter):
    """Gives every field of ours a control that browsers know, without scripts."""

    def __init__(self, view: Any, additional: Any = None) -> None:
        super().__init__(view, additional)
        ours = {
            peewee.ForeignKeyField: self.reference,
            peewee.DateTimeField: self.moment,
            peewee.DateField: self.plain(DateField),
            peewee.TimeField: self.plain(TimeField),
            peewee.TextField: self.prose,
        }
        known: dict[Any, Any] = vars(self)["converters"]
        self.converters = {EnumFieldMixin: self.state} | known | ours

    def convert(self, model: Any, field: Any, field_args: Any) -> Any:
        """Give (name, form field), labelled and explained as on the rest of the screen."""
        view = self.view
        own = {"label": view.get_column_name(field.name), "description": view.column_descriptions.get(field.name, "")}
        arguments = own | (field_args or {})
        choices = view.column_choices.get(field.name)
        if choices and not isinstance(field, EnumFieldMixin) and field.name not in self.overrides:
            return field.name, ChoiceField(choices=choices, blank=field.null, **_without_length(arguments, field))
        if isinstance(field, peewee.IntegerField) and not isinstance(field, peewee.ForeignKeyField):
            arguments["validators"] = [*arguments.get("validators", ()), _range_of(field)]
        return super().convert(model, field, arguments)

    def state(self, model: Any, field: Any, **kwargs: Any) -> Any:
        """A choice between the members of an enum."""
        choices = self.view.column_choices.get(field.name)
        kwargs["validators"] = [v for v in kwargs["validators"] if type(v).__name__ not in {"Length", "Optional"}]
        return field.name, ChoiceField(enum=field.enum_class, choices=choices, blank=field.null, **_plain(kwargs))

    def reference(self, model: Any, field: Any, **kwargs: Any) -> Any:
        """A choice between the rows of another table."""
        return field.name, ReferenceField(model=field.rel_model, blank=field.null, **_plain(kwargs))

    def moment(self, model: Any, field: Any, **kwargs: Any) -> Any:
        """A date and time."""
        return field.name, MomentField(**_plain(kwargs))

    def prose(self, model: Any, field: Any, **kwargs: Any) -> Any:
        """Text of several lines."""
        return field.name, TextAreaField(**kwargs)

    def plain(self, kind: Any) -> Any:
        """A control of ``kind``, without decoration."""
        return lambda _model, field, **kwargs: (field.name, kind(**_plain(kwargs)))


def _range_of(field: peewee.IntegerField) -> NumberRange:
    """Refuse what the column cannot hold, with words instead of an error of the database."""
    bits = {peewee.BigIntegerField: 63, peewee.SmallIntegerField: 15}
    largest = 2 ** next((size for kind, size in bits.items() if isinstance(field, kind)), 31) - 1
    return NumberRange(-largest, largest)


def _plain(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only text fields understand."""
    return {name: value for name, value in kwargs.items() if name not in {"filters", "max_length"}}


def _without_length(arguments: dict[str, Any], field: Any) -> dict[str, Any]:
    default = arguments.pop("default", field.default)
    return arguments | {"default": default}
