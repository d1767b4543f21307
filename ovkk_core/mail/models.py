"""The table of outgoing post."""

from enum import Enum

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField


class MailState(Enum):
    """Where a mail stands.

    ``CLAIMED`` is in the hands of a worker. ``DOUBT`` was handed over without an answer: it may have arrived; it is
    sent again with the same Message-ID. ``FAILED`` waits for a person.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    DOUBT = "doubt"


WAITING = (MailState.QUEUED, MailState.DEFERRED, MailState.DOUBT)


class OutboxMail(BaseModel):
    """One mail to one address, complete in ``content`` (RFC 5322 bytes) from the moment it is queued.

    ``key`` makes a mail unique: the same key is queued once. ``room`` is who declared its kind. ``reply`` is what
    the SMTP server answered last.
    """

    kind = LineField(index=True)
    room = LineField()
    key = LineField(null=True, unique=True)
    message_id = LineField(unique=True)
    sender = LineField()
    address = LineField(index=True)
    name = LineField(default="")
    subject = ProseField()
    content = peewee.BlobField()
    state = StateField(MailState, default=MailState.QUEUED)
    due_at = UtcDateTimeField(default=now)
    lease_until = UtcDateTimeField(null=True)
    attempts = peewee.IntegerField(default=0)
    reply = ProseField(default="")
    queued_at = UtcDateTimeField(default=now)
    sent_at = UtcDateTimeField(null=True, index=True)

    class Meta:
        indexes = ((("state", "due_at"), False),)
