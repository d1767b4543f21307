"""The table of outgoing post."""

from enum import Enum
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField


class MailState(Enum):
    """Where a mail stands.

    ``CLAIMED`` is in the hands of a worker. ``DEFERRED`` is tried again later. ``DOUBT`` was handed over without an
    answer, so it may have arrived: it is sent again with the same Message-ID. ``FAILED`` waits for a person.
    ``DROPPED`` was taken out before it left, as it is not wanted any more.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    DOUBT = "doubt"
    DROPPED = "dropped"


class OutboxMail(BaseModel):
    """One mail to one address, complete in ``content`` (RFC 5322 bytes) from the moment it is queued.

    ``room`` declared its kind. ``key`` makes a mail unique: the same key is queued once. ``due_at`` is when a
    worker may take it; for a claimed mail that is when its worker is given up; None is never. ``reply`` is what
    the mail server answered last. ``tried_at`` is the first attempt.
    """

    kind = LineField()
    room = LineField()
    key = LineField(null=True, unique=True)
    message_id = LineField(unique=True)
    sender = LineField()
    address = LineField(index=True)
    name = LineField(default="")
    subject = ProseField()
    content = peewee.BlobField()
    state = StateField(MailState, default=MailState.QUEUED)
    due_at: Any = UtcDateTimeField(null=True, default=now)
    attempts = peewee.IntegerField(default=0)
    reply = ProseField(default="")
    queued_at: Any = UtcDateTimeField(default=now)
    tried_at: Any = UtcDateTimeField(null=True)
    sent_at = UtcDateTimeField(null=True, index=True)
    failed_at = UtcDateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.subject)

    class Meta:
        indexes = ((("due_at", "id"), False), (("state", "id"), False))
