"""The tables of outgoing post: each mail, the texts that many mails share, own texts, and campaigns."""

from enum import Enum
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.history import TrackedModel


class MailState(Enum):
    """Where a mail stands.

    ``CLAIMED`` is in the hands of a worker. ``DEFERRED`` is tried again later. ``DOUBT`` was handed over without an
    answer, so it may have arrived: it is sent again with the same Message-ID. ``FAILED`` waits for a person.
    ``HELD`` waits for a person too: somebody whom it named was erased.
    ``DROPPED`` was taken out before it left, as it is not wanted any more.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    DOUBT = "doubt"
    HELD = "held"
    DROPPED = "dropped"


class MailText(TrackedModel):
    """The texts that the association wrote for a kind of mail; while not ``own``, those of the platform are used."""

    kind = LineField(unique=True)
    own = peewee.BooleanField(default=True)
    subject = ProseField()
    text = ProseField()
    mjml = ProseField()

    def __str__(self) -> str:
        return str(self.kind)


class CampaignStanding(Enum):
    """Whether the mails of a campaign go out: now, later, or never more."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Campaign(BaseModel):
    """Many mails that are paused, resumed and stopped together; ``name`` is the caller's."""

    name = LineField(unique=True)
    standing = StateField(CampaignStanding, default=CampaignStanding.RUNNING)


class MailBody(BaseModel):
    """The texts of a mail to many, with their placeholders, kept as they were when it was queued.

    ``html`` is compiled. ``list_id`` is the stable part of List-Id, "" for mail that is no list. ``marketing`` mail
    is for ``purpose`` (a purpose of consent) and is dropped when somebody unsubscribes.
    """

    kind = LineField()
    room = LineField()
    subject = ProseField()
    text = peewee.TextField()
    html = peewee.TextField()
    list_id = LineField(default="")
    list_name = LineField(default="")
    marketing = peewee.BooleanField(default=False)
    purpose = LineField(default="")
    automatic = peewee.BooleanField(default=True)
    sender = LineField()
    sender_name = LineField(default="")
    reply_to = LineField(default="")
    reply_name = LineField(default="")
    made_at: Any = UtcDateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.subject)


class OutboxMail(BaseModel):
    """One mail to one address.

    It is complete in ``content`` (RFC 5322 bytes) from the moment it is queued; or it is one of many, with a shared
    ``body`` that ``personal`` (JSON) fills when it is delivered. Beside ``content`` ``personal`` holds what filled it,
    without links, for ``recalling.py`` ("" for nothing). ``room`` declared its kind. ``key`` makes a mail
    unique: the same key is queued once. ``due_at`` is when a worker may take it; for a claimed mail that is when its
    worker is given up; None is never. ``reply`` is what the mail server answered last. ``tried_at`` is the first
    attempt; ``handed_at`` says since when a claimed mail is being handed over, None when its worker has not begun.
    ``claimed_by`` is the worker that has it. ``answers`` is the Message-ID of the mail that a machine answers with
    this one. ``person`` is the key of a person in a room above this one.
    """

    kind = LineField()
    room = LineField()
    key = LineField(null=True, unique=True)
    message_id = LineField(unique=True)
    sender = LineField()
    address = LineField(index=True)
    name = LineField(default="")
    domain = LineField(default="")
    subject = ProseField()
    content = peewee.BlobField(default=b"")
    body = peewee.ForeignKeyField(MailBody, null=True, backref="mails", on_delete="RESTRICT")
    personal = peewee.TextField(default="")
    campaign = LineField(null=True)
    person = peewee.IntegerField(null=True, index=True)
    answers = LineField(default="")
    state = StateField(MailState, default=MailState.QUEUED)
    due_at: Any = UtcDateTimeField(null=True, default=now)
    claimed_by = LineField(default="")
    attempts = peewee.IntegerField(default=0)
    reply = ProseField(default="")
    queued_at: Any = UtcDateTimeField(default=now)
    tried_at: Any = UtcDateTimeField(null=True)
    handed_at: Any = UtcDateTimeField(null=True)
    sent_at = UtcDateTimeField(null=True, index=True)
    failed_at = UtcDateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.subject)

    class Meta:
        indexes = (
            (("due_at", "id"), False),
            (("state", "id"), False),
            (("campaign", "state"), False),
            (("kind", "queued_at"), False),
        )
