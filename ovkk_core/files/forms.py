"""The forms with which a picture or document is added and what is said of it is changed."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from ovkk_core.files import judging
from ovkk_core.files.keeping import Told
from ovkk_core.files.models import File, FileKind, lacking
from ovkk_core.web import Form

WITHIN = _l("Type a whole number from 0 to 100.")


def _upload(description: Any, endings: Iterable[str]) -> FileField:
    """Give a box for a file; made before the other boxes of a form, so that it stands first in what to repair."""
    return FileField(
        _l("File on your device"),
        [FileRequired(_l("Choose a file."))],
        description=description,
        render_kw={"accept": ",".join(endings)},
    )


PICTURE = _upload(
    _l("A .jpg, .png or .webp of at most 12 MB. We remove where and when it was taken."), judging.PICTURE_ENDINGS
)
DOCUMENT = _upload(_l("A .pdf of at most 12 MB. People get it as a download."), [".pdf"])


class ToldForm(Form):
    """What somebody says of a file; :func:`lacking` says what more must be said."""

    kind = FileKind.DOCUMENT

    title = StringField(_l("Title"), [InputRequired(), Length(max=120)])
    public = BooleanField(
        _l("Everybody may see it"),
        default=True,
        description=_l("Needed for pages and mail. Otherwise only colleagues who are logged in see it."),
    )

    def told(self) -> Told:
        """Give what was filled in."""
        return Told(title=self.title.data or "", public=bool(self.public.data))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask what must be said of this kind of file too."""
        right = super().validate(extra_validators)
        for name, words in lacking(File(kind=self.kind, **vars(self.told()))).items():
            if not self[name].errors:
                self[name].errors = [words]
            right = False
        return right


class PictureToldForm(ToldForm):
    """What somebody says of a picture."""

    kind = FileKind.PICTURE

    alt = StringField(
        _l("What can be seen on it?"),
        [InputRequired(_l("Describe what can be seen, for who cannot see the picture.")), Length(max=250)],
        description=_l("One sentence, for who cannot see the picture."),
    )
    title = StringField(_l("Title"), [Length(max=120)], description=_l("By which you find it again."))
    shows_people = BooleanField(_l("People can be recognised on it"))
    consent_note = StringField(
        _l("How did they agree?"),
        [Length(max=500)],
        description=_l("For example: all asked on the spot on 7 March, or: form of the association."),
    )

    def told(self) -> Told:
        """Give what was filled in."""
        said = {name: self[name].data or "" for name in ("title", "alt", "consent_note")}
        return Told(**said, shows_people=bool(self.shows_people.data), public=bool(self.public.data))


class NewDocumentForm(ToldForm):
    """A document and what it is."""

    file = DOCUMENT


class NewPictureForm(PictureToldForm):
    """A picture and what it shows."""

    file = PICTURE


class PictureForm(PictureToldForm):
    """What is said of a picture that is there, and its focal point."""

    focal_x = IntegerField(
        _l("From the left, in per cent"),
        [InputRequired(), NumberRange(0, 100, WITHIN)],
        render_kw={"inputmode": "numeric"},
    )
    focal_y = IntegerField(
        _l("From the top, in per cent"),
        [InputRequired(), NumberRange(0, 100, WITHIN)],
        render_kw={"inputmode": "numeric"},
    )


NEW: dict[FileKind, type[ToldForm]] = {FileKind.PICTURE: NewPictureForm, FileKind.DOCUMENT: NewDocumentForm}
CHANGE: dict[FileKind, type[ToldForm]] = {FileKind.PICTURE: PictureForm, FileKind.DOCUMENT: ToldForm}


def focus_of(form: ToldForm, file: File) -> tuple[int, int]:
    """Give the focal point that a form asks for; of a document the one that it has."""
    if isinstance(form, PictureForm):
        return form.focal_x.data, form.focal_y.data
    return file.focal_x, file.focal_y


def already_there(file: File) -> str:
    """Say that a file was sent before."""
    return _("This file was there already, as ‘%(what)s’. It has not been added again.", what=file)
