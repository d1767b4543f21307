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
        """Save what may be: a picture says what it shows, a document what it is, people on it agreed (PRIV-11)."""
        if self.is_picture and not (self.alt or "").strip():
            raise BadInputError("Beschrijf wat er op de foto staat, voor wie hem niet kan zien.")
        if not self.is_picture and not (self.title or "").strip():
            raise BadInputError("Geef het document een titel.")
        if self.public and self.shows_people and not (self.consent_note or "").strip():
            raise BadInputError(
                "Op deze foto zijn mensen te herkennen. Schrijf op hoe zij toestemming gaven, of maak de foto niet "
                "openbaar."
            )
        self.search_key = fold(f"{self.title} {self.alt}")
        return super().save(*args, **kwargs)
