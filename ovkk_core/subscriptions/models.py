"""The tables of others' calendars: where they are, and what was read in them."""

from enum import Enum
from typing import ClassVar

import peewee

from ovkk_core.clock import now
from ovkk_core.contacts import Municipality, Organisation
from ovkk_core.database import BaseModel, JsonField, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.history import TrackedModel


class ModerationRule(Enum):
    """How items become public: each by a person, those whose title has one of the words at once, or all at once."""

    BY_HAND = "by_hand"
    BY_WORDS = "by_words"
    ALL = "all"


class Progress(Enum):
    """Whether a fetch was asked for, or runs now."""

    IDLE = "idle"
    WAITING = "waiting"
    RUNNING = "running"


class ItemState(Enum):
    """What was decided: nothing yet, for everybody to see, or for planning only."""

    NEW = "new"
    PUBLIC = "public"
    HIDDEN = "hidden"


class Subscription(TrackedModel):
    """A calendar of others: at an ``address`` that is fetched, or, without one, uploaded as a file.

    ``good_at`` is when we last had its present content, ``read_at`` when that was last taken apart.
    """

    UNTRACKED: ClassVar[frozenset[str]] = frozenset(
        {
            "etag",
            "last_modified",
            "tried_at",
            "good_at",
            "read_at",
            "next_at",
            "failures",
            "error",
            "progress",
            "dropped",
        }
    )

    title = LineField(verbose_name="Naam")
    address = LineField(max_length=1000, default="", verbose_name="Adres")
    organisation = peewee.ForeignKeyField(Organisation, null=True, on_delete="SET NULL")
    municipality = peewee.ForeignKeyField(Municipality, null=True, on_delete="SET NULL")
    purpose = LineField(default="", verbose_name="Doel")
    rule = StateField(ModerationRule, default=ModerationRule.BY_HAND)
    words = LineField(default="", verbose_name="Woorden")
    active = peewee.BooleanField(default=True)
    etag = LineField(default="")
    last_modified = LineField(default="")
    tried_at = UtcDateTimeField(null=True)
    good_at = UtcDateTimeField(null=True)
    read_at = UtcDateTimeField(null=True)
    next_at = UtcDateTimeField(null=True)
    failures = peewee.IntegerField(default=0)
    error = ProseField(default="")
    progress = StateField(Progress, default=Progress.IDLE)
    dropped = JsonField(default=list)

    class Meta:
        only_save_dirty = True  # a form that is saved during a fetch leaves alone what the fetch writes

    def __str__(self) -> str:
        return str(self.title)

    @property
    def uploaded(self) -> bool:
        """Whether it came as a file, so that there is nothing to fetch."""
        return not self.address


class OutsideItem(BaseModel):
    """One date in a calendar of others. ``key`` stands for their UID and recurrence, within our subscription.

    ``duplicate_of`` is the same date as we knew it before, there or in another calendar; then it is not shown.
    ``missing_since`` is when it was no longer in its calendar; a day later it is gone here too.
    """

    subscription = peewee.ForeignKeyField(Subscription, backref="items", on_delete="CASCADE")
    key = peewee.CharField(max_length=64)
    uid = ProseField()
    title = LineField()
    description = ProseField(default="")
    place = LineField(default="")
    address = LineField(default="")
    starts_at = UtcDateTimeField(index=True)
    ends_at = UtcDateTimeField(index=True)
    all_day = peewee.BooleanField(default=False)
    kept = JsonField(default=list)
    state = StateField(ItemState, default=ItemState.NEW, index=True)
    duplicate_of = peewee.ForeignKeyField("self", null=True, backref="duplicates", on_delete="SET NULL")
    missing_since = UtcDateTimeField(null=True)
    changed_at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("subscription", "key"), True),)

    def __str__(self) -> str:
        return str(self.title)
