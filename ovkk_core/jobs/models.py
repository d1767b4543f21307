"""The table of jobs."""

from enum import Enum

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, JsonField, LineField, ProseField, StateField, UtcDateTimeField


class JobState(Enum):
    """Where a job stands. ``DEAD`` has failed too often and waits for a person."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"


class Job(BaseModel):
    """One run of a declared job. ``key`` makes a run unique: the same key is enqueued once."""

    name = LineField()
    room = LineField()
    arguments = JsonField(default=dict)
    key = LineField(null=True, unique=True)
    state = StateField(JobState, default=JobState.QUEUED)
    due_at = UtcDateTimeField(default=now)
    attempts = peewee.IntegerField(default=0)
    lease_until = UtcDateTimeField(null=True)
    last_error = ProseField(default="")
    created_at = UtcDateTimeField(default=now)
    finished_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("state", "due_at"), False),)
