"""The tables of history."""

from enum import Enum

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, JsonField, LineField, StateField, UtcDateTimeField


class Change(Enum):
    """What happened to a record."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"


class Revision(BaseModel):
    """One change of one record: ``changes`` is field → [before, after], as JSON values."""

    table_name = LineField()
    object_id = LineField()
    change = StateField(Change)
    at = UtcDateTimeField(default=now)
    actor = LineField()
    reason = LineField(default="")
    changes = JsonField()

    class Meta:
        indexes = ((("table_name", "object_id"), False),)


class RevisionRange(BaseModel):
    """Records made together, such as by an import: one line in the history of each of them, instead of a revision."""

    table_name = LineField()
    first_id = peewee.BigIntegerField()
    last_id = peewee.BigIntegerField()
    at = UtcDateTimeField(default=now)
    actor = LineField()
    reason = LineField(default="")

    class Meta:
        indexes = ((("table_name", "first_id"), False),)


class AuditEntry(BaseModel):
    """Who did what to which record, without contents; each row holds the hash of the one before (PRIV-8)."""

    at = UtcDateTimeField(default=now, index=True)
    actor = LineField(index=True)
    action = LineField()
    object_type = LineField(default="")
    object_id = LineField(default="", max_length=600)  # the numbers of all rows of a list that somebody saw
    previous = peewee.CharField(max_length=64)
    digest = peewee.CharField(max_length=64, unique=True)
