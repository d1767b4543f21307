"""The tables of audiences: the rules, and whom they had when they were used."""

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum
from typing import Any

import peewee

from ovkk_core.audiences import rules
from ovkk_core.clock import now
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.contacts.slugs import unused_slug
from ovkk_core.database import BaseModel, JsonField, LineField, StateField, UtcDateTimeField, transaction
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import TrackedModel
from ovkk_core.registry import bump

STAMP = "audiences"
PATIENCE = timedelta(minutes=15)  # after which a list that is still being made will not come any more
UNCHANGEABLE = "Een momentopname verandert niet meer. Maak een nieuwe."


class Audience(TrackedModel):
    """Whom we mean: a rule over the contacts. ``slug`` is made at the first save and then stays: feeds have it.

    ``purpose`` names what we write to them for, "" when that differs. ``standard`` ones come with the platform and
    cannot be deleted. ``public_feed``: everybody may know of it and follow its events.
    """

    name = LineField(max_length=100, verbose_name="Naam")
    slug: Any = LineField(unique=True)
    purpose = LineField(default="", verbose_name="Doel")
    rule = JsonField(default=lambda: rules.stored(rules.Group()))
    public_feed = peewee.BooleanField(default=False)
    standard = peewee.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def tree(self) -> rules.Group:
        """The rule as groups and conditions; raises ``BadInputError`` for one that is damaged."""
        return rules.read(self.rule)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save a rule that is sound, with a slug; calendars hear of it by the stamp."""
        rules.read(self.rule)
        with transaction():
            if not self.slug:
                self.slug = unused_slug(Audience, self.name, f"{self.name} doelgroep")
            saved = super().save(*args, **kwargs)
            bump(STAMP)
        return saved

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Delete it; what was frozen stays.

        Refused with ``BadInputError`` for one that comes with the platform, and while something is meant for it.
        """
        if self.standard:
            raise BadInputError(f"'{self.name}' hoort bij het platform. U kunt haar wijzigen, niet verwijderen.")
        with transaction():
            Snapshot.update(audience=None).where(Snapshot.audience == self).execute()
            deleted = self._delete_unused(*args, **kwargs)
            bump(STAMP)
        return deleted

    def _delete_unused(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_instance(*args, **kwargs)
        except peewee.IntegrityError as error:
            raise BadInputError(
                f"'{self.name}' wordt nog gebruikt, bijvoorbeeld bij een activiteit. Haal de doelgroep daar eerst weg."
            ) from error


class SnapshotState(Enum):
    """Whether whom it had has been kept. Only the worker, for a large audience, has the states before ``READY``.

    ``FAILED`` is sometimes tried again. ``DROPPED``: nobody wanted it any more before it was ready.
    """

    BEGUN = "begun"
    READY = "ready"
    FAILED = "failed"
    DROPPED = "dropped"


UNFINISHED = (SnapshotState.BEGUN, SnapshotState.FAILED)


class Snapshot(BaseModel):
    """Whom an audience had when it was used: its sentence then, what for, when and by whom. Never changed.

    Until it is ``ready`` it has no members, ``done`` of the ``count`` that are expected have been looked at, and
    ``problem`` says why it failed.
    """

    audience = peewee.ForeignKeyField(Audience, backref="snapshots", null=True, on_delete="SET NULL")
    name = LineField()
    sentence = peewee.TextField()
    purpose = LineField(default="")
    at = UtcDateTimeField(default=now, index=True)
    actor = LineField()
    count = peewee.IntegerField(default=0)
    state = StateField(SnapshotState, default=SnapshotState.READY)
    done = peewee.IntegerField(default=0)
    problem = LineField(default="", max_length=500)

    @property
    def ready(self) -> bool:
        """Whether it has its members."""
        return bool(self.state is SnapshotState.READY)

    @property
    def busy(self) -> bool:
        """Whether the worker will still make it, as far as we know."""
        return self.state is SnapshotState.BEGUN and self.at > now() - PATIENCE

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store it once; raises ``DeniedError`` for a change."""
        _refuse_change(self)
        return super().save(*args, **kwargs)

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: what was used stays as it was."""
        raise DeniedError(UNCHANGEABLE)


class SnapshotMember(BaseModel):
    """One of those it had. ``excluded`` says why no mail goes to them, "" for those to whom it does.

    ``by_letter``: paper still can.
    """

    snapshot = peewee.ForeignKeyField(Snapshot, backref="members", on_delete="CASCADE")
    position = peewee.ForeignKeyField(Position, null=True, backref="snapshots", on_delete="SET NULL")
    person = peewee.ForeignKeyField(Person, null=True, backref="snapshots", on_delete="SET NULL")
    organisation = peewee.ForeignKeyField(Organisation, null=True, backref="snapshots", on_delete="SET NULL")
    name = LineField()
    role = LineField(default="", max_length=600)
    address = LineField(default="")
    excluded = LineField(default="", max_length=600)
    by_letter = peewee.BooleanField(default=False)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store it once; raises ``DeniedError`` for a change."""
        _refuse_change(self)
        return super().save(*args, **kwargs)

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: what was used stays as it was."""
        raise DeniedError(UNCHANGEABLE)


class Product(Enum):
    """What can be made of an audience to download."""

    CSV = "csv"
    XLSX = "xlsx"
    LETTERS = "letters"
    LABELS = "labels"


class Making(BaseModel):
    """The file that the worker makes of a large audience, for who asked.

    ``done`` of the ``total`` members have been looked at. ``problem`` says why it could not be made. Gone after a day.
    """

    audience = peewee.ForeignKeyField(Audience, backref="makings", on_delete="CASCADE")
    what = StateField(Product)
    arguments = JsonField(default=dict)
    actor = LineField()
    created_at = UtcDateTimeField(default=now)
    done = peewee.IntegerField(default=0)
    total = peewee.IntegerField(default=0)
    ready_at = UtcDateTimeField(null=True)
    content = peewee.BlobField(default=b"")
    problem = LineField(default="", max_length=500)


def drop_unready(snapshots: Iterable[int]) -> None:
    """Let the worker leave those of these snapshots that it did not finish; nobody wants them any more.

    The rows stay: on SQLite a new one would get the number of one that was deleted, and with it that one's work.
    """
    mine = Snapshot.id.in_(list(snapshots)) & Snapshot.state.in_(UNFINISHED)
    Snapshot.update(state=SnapshotState.DROPPED).where(mine).execute()


def _refuse_change(row: Any) -> None:
    if row.id:
        raise DeniedError(UNCHANGEABLE)
