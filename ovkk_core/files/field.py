"""A form field with which to choose a picture of the gallery, or to add one there, without a script."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from ovkk_core.accounts import permitted
from ovkk_core.errors import BadInputError
from ovkk_core.files import judging, keeping
from ovkk_core.files.declarations import WRITE
from ovkk_core.files.models import File, FileKind

MOST_OFFERED = 300


class PictureWidget:
    """Shows a list of pictures and, below it, how to add one."""

    def __call__(self, field: "PictureField", **attributes: Any) -> Markup:
        """Give the HTML; ``attributes`` are for the list, which the label is about."""
        attributes = attributes | {"class_": "utrecht-select"}
        return Markup(  # noqa: S704 - of our own template
            render_template(
                "files/picture_field.html",
                field=field,
                attributes={name.rstrip("_"): value for name, value in attributes.items()},
                may_add=permitted(WRITE),
                endings=",".join(judging.PICTURE_ENDINGS),
            )
        )


class PictureField(Field):
    """A picture or none: ``data`` is a :class:`File` or None. Give ``InputRequired`` when there must be one.

    Its form needs ``enctype="multipart/form-data"``. A picture that is added is kept in the gallery as soon as it is
    right, also when something else in the form is not, so that nobody has to send it again (3.3.7). Only public
    pictures are offered, unless ``public_only`` is False.
    """

    widget = PictureWidget()

    def __init__(self, label: Any = None, validators: Any = None, *, public_only: bool = True, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.public_only = public_only
        self.added: dict[str, str] = {}
        self.upload: Any = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the choice, and what was filled in to add a picture."""
        super().process(formdata, data, extra_filters)
        if formdata:
            self.added = {what: formdata.get(self.part(what), "") for what in ("alt", "consent", "people")}
            self.upload = formdata.get(self.part("upload"))
            if not getattr(self.upload, "filename", ""):
                self.upload = None
        if self.upload is not None:
            self.raw_data = [self.upload.filename]  # so that InputRequired sees an answer

    def process_data(self, value: Any) -> None:
        """Take a file, or its number as a setting keeps it."""
        if isinstance(value, str):
            value = File.get_or_none(File.id == int(value)) if value.isdecimal() else None
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the picture that was chosen, if it was offered."""
        number = valuelist[0] if valuelist else ""
        self.data = self._offered().where(File.id == int(number)).first() if number.isdecimal() else None
        if number and self.data is None:
            raise ValueError(_("Choose one of the options."))

    def pre_validate(self, form: Any) -> None:
        """Add the picture that was sent, and choose it."""
        if self.upload is None:
            return
        if not permitted(WRITE):
            raise ValidationError(_("You may choose a picture, but not add one."))
        content = self.upload.stream.read(judging.LARGEST + 1)
        self.upload = None
        people = bool(self.added["people"])
        told = keeping.Told(alt=self.added["alt"], shows_people=people, consent_note=self.added["consent"])
        try:
            self.data = keeping.same_as(content, self._offered()) or keeping.store_picture(
                content, self.file_name, told
            )
        except BadInputError as error:
            raise ValidationError(str(error)) from error
        self.added = {}

    def part(self, what: str) -> str:
        """Give the name of one of the boxes with which a picture is added."""
        return f"{self.name}-{what}"

    @property
    def file_name(self) -> str:
        """How the file that was sent was called."""
        return str(self.raw_data[0]) if self.raw_data else ""

    def offered(self) -> list[File]:
        """Give the pictures to choose from, newest first, the chosen one among them."""
        found = list(self._offered().order_by(File.id.desc()).limit(MOST_OFFERED))
        if self.data is not None and self.data not in found:
            found.append(self.data)
        return found

    def _offered(self) -> Any:
        query = File.select().where(File.kind == FileKind.PICTURE)
        return query.where(File.public) if self.public_only else query
