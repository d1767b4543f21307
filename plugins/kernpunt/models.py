"""The tables of the newsletter: editions, what stands in them and for whom, what was told, and where it was placed."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar
from uuid import uuid4

import peewee

from ovkk_core.audiences import Audience, Snapshot
from ovkk_core.calendars import Event
from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField, fold
from ovkk_core.files import File
from ovkk_core.history import TrackedModel
from ovkk_core.mailings import Mailing


class EditionState(Enum):
    """Where an edition stands. From ``SCHEDULED`` on it does not change; ``SENT`` ones are in the archive."""

    DRAFT = "draft"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENT = "sent"


class Edition(TrackedModel):
    """One number of the newsletter. Contributions are due on ``deadline``; it appears at ``publishes_at`` (UTC).

    ``intro`` is public. ``writer`` is who last changed what is in it, ``approved_by`` who found it good.
    """

    title = LineField(max_length=120, verbose_name="Titel")
    slug = LineField(unique=True)
    intro = ProseField(default="", verbose_name="Inleiding")
    deadline = peewee.DateField()
    publishes_at: Any = UtcDateTimeField(index=True)
    state = StateField(EditionState, default=EditionState.DRAFT)
    publication = peewee.ForeignKeyField(Event, null=True, unique=True, on_delete="SET NULL")
    contribution = peewee.ForeignKeyField(Event, null=True, unique=True, on_delete="SET NULL")
    writer = LineField(default="")
    approved_by = LineField(default="")
    approved_at: Any = UtcDateTimeField(null=True)
    mailing = peewee.ForeignKeyField(Mailing, null=True, backref="newsletter_editions", on_delete="RESTRICT")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def changeable(self) -> bool:
        """Whether what is in it may still change."""
        return self.state in {EditionState.DRAFT, EditionState.APPROVED}

    @property
    def appeared(self) -> bool:
        """Whether it was decided to send it, and its moment has come."""
        return bool(not self.changeable and self.publishes_at <= now())


class Section(TrackedModel):
    """A fixed part of every edition; lower ``place`` comes first. What plugins give goes where the title says."""

    title = LineField(unique=True, max_length=80, verbose_name="Rubriek")
    place = peewee.IntegerField(default=100, verbose_name="Plaats in de volgorde")

    def __str__(self) -> str:
        return str(self.title)


class Item(TrackedModel):
    """A piece in an edition. ``key`` says what it is about; ``source`` is the room that offered it, "" for our own.

    ``offered_title`` and ``offered_text`` are as the room gave them. ``left_out``: offered, but not wanted here.
    ``gone``: the room offers it no more. ``by`` is who wrote a piece of our own.
    """

    UNTRACKED: ClassVar[frozenset[str]] = frozenset({"searchable"})

    edition = peewee.ForeignKeyField(Edition, backref="items", on_delete="CASCADE")
    section = peewee.ForeignKeyField(Section, on_delete="RESTRICT")
    place = peewee.IntegerField(default=0)
    key = LineField(default=lambda: f"kernpunt:{uuid4()}", index=True)
    source = LineField(default="")
    title = LineField(max_length=150, verbose_name="Kop")
    text = ProseField(default="", verbose_name="Tekst")
    address = LineField(default="", max_length=1000, verbose_name="Lees meer op")
    day = peewee.DateField(null=True)
    picture = peewee.ForeignKeyField(File, null=True, backref="newsletter_items", on_delete="RESTRICT")
    offered_title = LineField(default="")
    offered_text = ProseField(default="")
    by = LineField(default="")
    in_archive = peewee.BooleanField(default=True)
    left_out = peewee.BooleanField(default=False)
    gone = peewee.BooleanField(default=False)
    searchable = peewee.TextField(default="")

    class Meta:
        indexes = ((("edition", "key"), True),)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def rewritten(self) -> bool:
        """Whether it differs from what the room offered."""
        return bool(self.source) and (self.title, self.text) != (self.offered_title, self.offered_text)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save it, with what the archive is searched by."""
        self.searchable = fold(f"{self.title} {self.text}")
        return super().save(*args, **kwargs)


class ItemAudience(TrackedModel):
    """An item is for an audience."""

    item = peewee.ForeignKeyField(Item, backref="audience_links", on_delete="CASCADE")
    audience = peewee.ForeignKeyField(Audience, on_delete="CASCADE")

    class Meta:
        indexes = ((("item", "audience"), True),)


class Variant(TrackedModel):
    """An edition as one audience gets it: its own subject and lead, and the items that are for it.

    ``snapshot`` is whom it goes to, fixed before somebody decides to send.
    """

    edition = peewee.ForeignKeyField(Edition, backref="variants", on_delete="CASCADE")
    audience = peewee.ForeignKeyField(Audience, on_delete="RESTRICT")
    place = peewee.IntegerField(default=0)
    subject = LineField(default="", max_length=150, verbose_name="Onderwerp")
    lead = ProseField(default="", verbose_name="Aanloop")
    included = peewee.BooleanField(default=True)
    snapshot = peewee.ForeignKeyField(Snapshot, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("edition", "audience"), True),)


class LedgerEntry(BaseModel):
    """An audience was told of something, in an edition; there is one per audience and ``key``, so never twice."""

    key = LineField()
    audience = peewee.ForeignKeyField(Audience, on_delete="CASCADE")
    edition = peewee.ForeignKeyField(Edition, backref="ledger", on_delete="CASCADE")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("key", "audience"), True),)


class Print(BaseModel):
    """An edition as a PDF, as it was last made; valid for what ``made_for`` is the digest of."""

    edition = peewee.ForeignKeyField(Edition, unique=True, on_delete="CASCADE")
    made_for = peewee.CharField(max_length=64)
    pdf = peewee.BlobField()


class Outlet(TrackedModel):
    """A medium of others where we offer items: a site, a municipal page, a local paper. ``characters`` fit there."""

    name = LineField(unique=True, verbose_name="Naam")
    characters = peewee.IntegerField(default=600, verbose_name="Tekens die passen")
    wants_picture = peewee.BooleanField(default=True, verbose_name="Met foto")
    address = LineField(default="", max_length=1000, verbose_name="Waar u het aanbiedt")
    note = ProseField(default="", verbose_name="Hoe het gaat")
    active = peewee.BooleanField(default=True, verbose_name="In gebruik")

    def __str__(self) -> str:
        return str(self.name)


class Placing(TrackedModel):
    """An item was placed by an outlet: where, when, and who wrote that down."""

    item = peewee.ForeignKeyField(Item, backref="placings", on_delete="CASCADE")
    outlet = peewee.ForeignKeyField(Outlet, backref="placings", on_delete="RESTRICT")
    address = LineField(default="", max_length=1000, verbose_name="Webadres")
    placed_on = peewee.DateField()
    placed_by = LineField(default="")

    class Meta:
        indexes = ((("item", "outlet"), True),)
