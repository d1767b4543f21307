"""The form that asks what each column of a file is."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from ovkk_core.errors import BadInputError
from ovkk_core.exchange.fields import COLUMNS, ENTITIES
from ovkk_core.exchange.models import ImportBatch
from ovkk_core.web import Form

NAME = "kolom_{}"


class NamingForm(Form):
    """A choice per column, and how to go about differences and doubles."""

    replace = RadioField(
        _l("When the file says something else than we have"),
        choices=[
            SelectChoice("1", _l("the file is right")),
            SelectChoice("0", _l("what we have stays, only what is empty is filled")),
        ],
    )
    search = BooleanField(
        _l("Look for contacts that resemble each other"),
        description=_l("Takes longer: with 100,000 rows about half a minute."),
    )

    @classmethod
    def of(cls, batch: ImportBatch) -> "NamingForm":
        """Give the form of a batch, filled as it was guessed or remembered."""
        fields: dict[str, Any] = {}
        for at, (column, key) in enumerate(zip(batch.columns, batch.mapping, strict=True)):
            fields[NAME.format(at)] = SelectField(column or _("(no heading)"), choices=_choices(), default=key)
        made = type("ColumnsForm", (cls,), fields)
        form: NamingForm = made(data={"replace": "1" if batch.replace else "0", "search": batch.search_duplicates})
        form.width = len(batch.columns)
        return form

    width = 0

    @property
    def columns(self) -> list[Any]:
        """The choices of the columns, in order."""
        return [self[NAME.format(at)] for at in range(self.width)]

    def mapping(self) -> list[str]:
        """Give what was chosen."""
        return [field.data or "" for field in self.columns]

    def refuse(self, error: BadInputError) -> None:
        """Show why the choices cannot be used."""
        self.form_errors.append(str(error))


def _choices() -> list[SelectChoice]:
    """Give the fields in the groups of their records."""
    return [
        SelectChoice("", _("leave this column alone"), optgroup=_("Not used")),
        *(
            SelectChoice(column.key, column.title, optgroup=str(title))
            for entity, title in ENTITIES.items()
            for column in COLUMNS
            if column.entity == entity
        ),
    ]
