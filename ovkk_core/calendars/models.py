"""The tables of calendars: one for every date of every plugin, and the feeds as they were last written."""

from datetime import date
from enum import Enum
from typing import Any, ClassVar
from uuid import uuid4

import peewee

from ovkk_core.audiences import Audience
from ovkk_core.calendars import keeping, rules
from ovkk_core.calendars.occurring import Override
from ovkk_core.calendars.recurrence import Recurrence
from ovkk_core.clock import now
from ovkk_core.contacts import Village
from ovkk_core.database import (
    BaseModel,
    JsonField,
    LineField,
    ProseField,
    StateField,
    UtcDateTimeField,
    after_commit,
    lock,
    transaction,
)
from ovkk_core.errors import BadInputError
from ovkk_core.history import TrackedModel, audit
from ovkk_core.registry import bump, registry


class EventStatus(Enum):
    """Where an event stands. A cancelled one stays visible, so that people learn of it; a withdrawn one is gone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Visibility(Enum):
    """Who may see an event; only public ones reach pages and feeds."""

    PUBLIC = "public"
    INTERNAL = "internal"


class SequenceMark(BaseModel):
    """The highest SEQUENCE ever given out for a UID; survives deletion and restoring of the event (CAL-7)."""

    uid = peewee.CharField(max_length=36, primary_key=True)
    sequence = peewee.IntegerField(default=0)

    @classmethod
    def of(cls, uid: str) -> int:
        """Give the mark of ``uid``; 0 when none was set."""
        row = cls.get_or_none(cls.uid == uid)
        return int(row.sequence) if row else 0

    @classmethod
    def set(cls, uid: str, sequence: int) -> None:
        """Keep ``sequence`` as the mark of ``uid``."""
        cls.insert(uid=uid, sequence=sequence).on_conflict(
            conflict_target=[cls.uid], update={cls.sequence: sequence}
        ).execute()


class Event(TrackedModel):
    """One date of one plugin. Saving it in any way keeps UID, SEQUENCE, LAST-MODIFIED, fragment and feeds right.

    ``starts_at`` and ``ends_at`` are UTC; for whole days set ``first_day`` and ``last_day`` (included) instead,
    and the moments follow. ``owner`` is the plugin. ``page`` is the path of the owner's own page, or "".
    ``slug`` is made at the first save and then stays, as ``uid`` does. ``repeats`` and ``exceptions`` are the stored
    forms of ``recurrence`` and ``overrides``; ``opens_at`` to ``over_at`` spans every occurrence, and follows.
    ``conference_url`` is for those who take part: no public page or feed shows it.
    """

    UNTRACKED: ClassVar[frozenset[str]] = frozenset(
        {"sequence", "last_modified", "fragment", "fragment_for", "opens_at", "over_at"}
    )

    uid = peewee.CharField(max_length=36, unique=True, default=lambda: str(uuid4()))
    slug = LineField(unique=True)
    owner = LineField(index=True)
    kind = LineField(default="")
    title = LineField(verbose_name="Titel")
    description = ProseField(default="", verbose_name="Omschrijving")
    starts_at = UtcDateTimeField(index=True)
    ends_at = UtcDateTimeField(index=True)
    first_day = peewee.DateField(null=True)
    last_day = peewee.DateField(null=True)
    repeats = LineField(default="")
    exceptions = JsonField(default=dict)
    opens_at = UtcDateTimeField(index=True)
    over_at = UtcDateTimeField(index=True)
    village = peewee.ForeignKeyField(Village, null=True, backref="events", on_delete="RESTRICT")
    location = LineField(default="", verbose_name="Plaats")
    latitude = peewee.DoubleField(null=True)
    longitude = peewee.DoubleField(null=True)
    organiser = LineField(default="", verbose_name="Organisator")
    page = LineField(default="")
    conference_url = LineField(default="", max_length=1000, verbose_name="Adres van de videovergadering")
    conference_label = LineField(default="", verbose_name="Naam van de videovergadering")
    categories = JsonField(default=list)
    status = StateField(EventStatus, default=EventStatus.DRAFT)
    visibility = StateField(Visibility, default=Visibility.PUBLIC)
    parent = peewee.ForeignKeyField("self", null=True, backref="parts", on_delete="RESTRICT")
    sequence = peewee.IntegerField(default=0)
    last_modified = UtcDateTimeField(default=now)
    fragment = peewee.TextField(default="")
    fragment_for = peewee.CharField(default="")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return self.first_day is not None

    @property
    def recurrence(self) -> Recurrence | None:
        """How it repeats; None when it does not."""
        return Recurrence.read(self.repeats) if self.repeats else None

    @recurrence.setter
    def recurrence(self: Any, rule: Recurrence | None) -> None:
        self.repeats = rule.text if rule else ""

    @property
    def overrides(self) -> dict[date, Override]:
        """What is different about single occurrences, by their day in the series."""
        return {date.fromisoformat(day): Override.read(stored) for day, stored in (self.exceptions or {}).items()}

    @property
    def cancelled(self) -> bool:
        """Whether it will not take place after all."""
        return self.status is EventStatus.CANCELLED

    @property
    def visible(self) -> bool:
        """Whether the public may see it, its owner being on."""
        return self.visibility is Visibility.PUBLIC and self.status in {EventStatus.PUBLISHED, EventStatus.CANCELLED}

    @property
    def place(self) -> str:
        """The address in one line, with the name of the village when that is not in it."""
        return keeping.place(self)

    def save(self, *args: Any, significant: bool | None = None, **kwargs: Any) -> Any:
        """Save by the rules of :func:`save_event`."""
        with transaction():
            lock("calendars.event")
            before = Event.get_or_none(Event.id == self.id) if self.id else None
            rules.settle(self, before)
            saved = super().save(*args, **kwargs)
            after = Event.get_by_id(self.id)
            rules.check(after)
            self._keep(before, after, significant)
        return saved

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Delete a draft. Raises :class:`BadInputError` for what people may have seen: that is withdrawn."""
        if self.status is not EventStatus.DRAFT:
            raise BadInputError(f"'{self.title}' is al bekendgemaakt. Trek de activiteit in, of gelast haar af.")
        return super().delete_instance(*args, **kwargs)

    def _keep(self, before: "Event | None", after: "Event", significant: bool | None) -> None:
        """Write what follows from the change, and tell."""
        kept = keeping.follow(before, after, SequenceMark.of(after.uid), significant)
        Event.update(**kept).where(Event.id == after.id).execute()
        self.__data__.update(kept)
        if before is None or before.sequence != kept["sequence"]:
            SequenceMark.set(after.uid, kept["sequence"])
        action = keeping.audited(before, after)
        if action:
            audit(action, "event", after.id)
        if after.visible or (before and before.visible):
            bump(keeping.STAMP)
        change = keeping.change(before, after)
        if change:
            after_commit(lambda: registry.tell("on_event_changed", event=self, change=change))


class EventAudience(TrackedModel):
    """An event is meant for an audience; without any it is for everybody. Parts are for whom the whole is for."""

    event = peewee.ForeignKeyField(Event, backref="audience_links", on_delete="CASCADE")
    audience = peewee.ForeignKeyField(Audience, backref="event_links", on_delete="RESTRICT")

    class Meta:
        indexes = ((("event", "audience"), True),)


class RenderedFeed(BaseModel):
    """A feed as it was last written, plain and compressed. Valid for one revision, day and ``made_for``."""

    feed = peewee.CharField(primary_key=True)
    made_for = peewee.CharField()
    day = peewee.DateField()
    revision = peewee.BigIntegerField()
    etag = peewee.CharField()
    last_modified = UtcDateTimeField()
    plain = peewee.BlobField()
    compressed = peewee.BlobField(null=True)
