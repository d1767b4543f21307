"""The table of uploaded pictures and documents; their bytes lie in the files folder under a random name."""

from enum import Enum
from typing import Any, ClassVar

import peewee

from ovkk_core.accounts import User
from ovkk_core.clock import now
from ovkk_core.database import LineField, StateField, UtcDateTimeField, fold
from ovkk_core.errors import BadInputError
from ovkk_core.history import TrackedModel

MIDDLE = 50


class FileKind(Enum):
    """What a file is."""

    PICTURE = "picture"
    DOCUMENT = "document"


class File(TrackedModel):
    """A picture or a document. Refer to it with ``on_delete="RESTRICT"``, so that what is in use cannot go.

    ``focal_x`` and ``focal_y`` are per cent from the left and the top of what must stay in sight. ``sha256`` is of
    the bytes as they were sent; ``size`` of everything that is kept. ``tagged`` is whether a screen reader can follow
    a document. ``public`` files are for everybody who has the address, others for who may see the gallery.
    """

    UNTRACKED: ClassVar[frozenset[str]] = frozenset({"search_key"})

    name = peewee.CharField(max_length=32, unique=True)
    kind = StateField(FileKind, index=True)
    media_type = peewee.CharField(max_length=40)
    title = LineField(max_length=120, default="")
    alt = LineField(max_length=250, default="")
    shows_people = peewee.BooleanField(default=False)
    consent_note = LineField(max_length=500, default="")
    public = peewee.BooleanField(default=True)
    focal_x = peewee.IntegerField(default=MIDDLE)
    focal_y = peewee.IntegerField(default=MIDDLE)
    width = peewee.IntegerField(default=0)
    height = peewee.IntegerField(default=0)
    size = peewee.IntegerField()
    sha256 = peewee.CharField(max_length=64, index=True)
    tagged = peewee.BooleanField(default=True)
    search_key = peewee.TextField(default="")
    uploaded_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL", backref="+")
    created_at = UtcDateTimeField(default=now, index=True)

    def __str__(self) -> str:
        return str(self.title or self.alt)

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.kind is FileKind.PICTURE

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save what may be; raises :class:`BadInputError` for what :func:`lacking` says."""
        for words in lacking(self).values():
            raise BadInputError(words)
        self.search_key = fold(f"{self.title} {self.alt}")
        return super().save(*args, **kwargs)


def lacking(file: Any) -> dict[str, str]:
    """Give what must still be said of ``file`` before it can be kept, by field; none when all is well.

    A picture says what can be seen on it, a document what it is; people on a public picture agreed (PRIV-11).
    """
    found = {}
    if file.is_picture and not (file.alt or "").strip():
        found["alt"] = "Beschrijf wat er te zien is, voor wie de foto niet kan zien."
    if not file.is_picture and not (file.title or "").strip():
        found["title"] = "Geef het document een titel."
    if file.public and file.shows_people and not (file.consent_note or "").strip():
        found["consent_note"] = (
            "Er zijn mensen op te herkennen. Schrijf op hoe zij toestemming gaven, of maak de foto niet openbaar."
        )
    return found
