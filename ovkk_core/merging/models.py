"""The tables of merging: pairs that may be one, pairs that are not, and what each merge did."""

from datetime import datetime, timedelta
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.contacts import ContactKind
from ovkk_core.database import BaseModel, JsonField, LineField, StateField, UtcDateTimeField

UNDO_FOR = timedelta(days=30)


class DuplicatePair(BaseModel):
    """Two contacts that may be one, the smaller id first; found anew every night. ``reasons`` are Dutch."""

    kind = StateField(ContactKind)
    low = peewee.IntegerField()
    high = peewee.IntegerField()
    score = peewee.IntegerField()
    reasons = JsonField()

    class Meta:
        indexes = ((("kind", "low", "high"), True), (("kind", "score"), False))


class NotSame(BaseModel):
    """Two contacts of which somebody said that they are two, the smaller id first; they are not shown again."""

    kind = StateField(ContactKind)
    low = peewee.IntegerField()
    high = peewee.IntegerField()
    at = UtcDateTimeField(default=now)
    actor = LineField()

    class Meta:
        indexes = ((("kind", "low", "high"), True),)


class Merge(BaseModel):
    """One contact that went into another. ``journal`` holds every row as it was, for as long as it can be undone.

    The ids, and the ``slug`` of an organisation, stay for good: an old address leads to the contact that was kept.
    """

    kind = StateField(ContactKind)
    kept_id = peewee.IntegerField(index=True)
    merged_id = peewee.IntegerField(index=True)
    slug = LineField(default="", index=True)
    name = LineField(default="", max_length=600)
    at: Any = UtcDateTimeField(default=now, index=True)
    actor = LineField()
    moved = JsonField(default=dict)
    journal = JsonField(null=True)
    undone_at: Any = UtcDateTimeField(null=True)
    undone_by = LineField(default="")

    @property
    def undo_until(self) -> datetime:
        """Until when it can be undone."""
        moment: datetime = self.at + UNDO_FOR
        return moment

    @property
    def open(self) -> bool:
        """Whether its time to be undone has not run out yet."""
        return self.undone_at is None and self.journal is not None and now() < self.undo_until
