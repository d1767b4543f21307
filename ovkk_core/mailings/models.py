"""The tables of mailings: the message, its variants with whom each goes to, and who got none after all."""

from enum import Enum
from typing import Any
from uuid import uuid4

import peewee

from ovkk_core.audiences import Audience, Snapshot, SnapshotMember, drop_unready
from ovkk_core.database import BaseModel, JsonField, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.errors import BadInputError
from ovkk_core.files import File
from ovkk_core.history import TrackedModel
from ovkk_core.mail import MailBody

ROOM = "mailings"


class MailingState(Enum):
    """Where a mailing stands. From ``SCHEDULED`` on, its text and its list do not change any more."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    STOPPED = "stopped"


class Toward(Enum):
    """Whom a follow-up goes to, of those the earlier mailing was for."""

    UNREACHED = "unreached"
    SILENT = "silent"
    EVERYBODY = "everybody"


class Mailing(TrackedModel):
    """One message to an audience, or to part of those an earlier one was for (``follows`` and ``toward``).

    ``owner`` is the room that made it: what another room made has its variants from there. ``purpose`` decides who
    may be written to. ``about`` names what people are to answer. ``campaign`` names its mails in the outbox.
    ``attempt`` counts the decisions to send; ``writer`` is who last changed the text. ``tested_at`` is when somebody
    last had it sent to themselves as it is.
    """

    title = LineField(max_length=120, verbose_name="Naam")
    owner = LineField(default=ROOM)
    purpose: Any = LineField(default="", verbose_name="Doel")
    audience = peewee.ForeignKeyField(Audience, null=True, backref="mailings", on_delete="RESTRICT")
    follows: Any = peewee.ForeignKeyField("self", null=True, backref="follow_ups", on_delete="RESTRICT")
    toward = StateField(Toward, null=True)
    about = LineField(default="")
    subject = LineField(default="", max_length=150, verbose_name="Onderwerp")
    blocks = JsonField(default=list)
    state = StateField(MailingState, default=MailingState.DRAFT)
    writer = LineField(default="")
    asked_by = LineField(default="")
    approved_by = LineField(default="")
    approved_at: Any = UtcDateTimeField(null=True)
    remark = ProseField(default="", verbose_name="Opmerking")
    campaign = LineField(unique=True, default=lambda: f"mailing-{uuid4().hex}")
    attempt = peewee.IntegerField(default=0)
    tested_at: Any = UtcDateTimeField(null=True)
    due_at: Any = UtcDateTimeField(null=True)
    started_at: Any = UtcDateTimeField(null=True)
    queued_at: Any = UtcDateTimeField(null=True)
    ended_at: Any = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("state", "due_at"), False),)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def own(self) -> bool:
        """Whether it was written here, rather than given by another room."""
        return bool(self.owner == ROOM)

    @property
    def changeable(self) -> bool:
        """Whether its text and its list may still change."""
        return self.state is MailingState.DRAFT

    @property
    def decided(self) -> bool:
        """Whether it was decided to send it, so that nothing of it changes any more."""
        return self.state not in {MailingState.DRAFT, MailingState.IN_REVIEW, MailingState.APPROVED}

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Delete a mailing of which nothing was sent; raises ``BadInputError`` for another."""
        if self.decided:
            raise BadInputError(f"'{self.title}' is al ingepland of verstuurd en blijft bewaard.")
        drop_list(self)
        return super().delete_instance(*args, **kwargs)


class MailingVariant(BaseModel):
    """Whom a text goes to: a snapshot and, once it was decided to send, the text as it was then.

    ``reached`` is the last member of the snapshot that was put in the outbox.
    """

    mailing = peewee.ForeignKeyField(Mailing, backref="variants", on_delete="CASCADE")
    place = peewee.IntegerField(default=0)
    title = LineField(default="")
    snapshot = peewee.ForeignKeyField(Snapshot, on_delete="RESTRICT")
    body = peewee.ForeignKeyField(MailBody, null=True, on_delete="RESTRICT")
    reached = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("mailing", "place"), True),)


class MailingSkip(BaseModel):
    """A member of the list who got no mail of their own after all, and why."""

    mailing = peewee.ForeignKeyField(Mailing, backref="skips", on_delete="CASCADE")
    member = peewee.ForeignKeyField(SnapshotMember, on_delete="CASCADE")
    reason = LineField(max_length=600)

    class Meta:
        indexes = ((("mailing", "member"), True),)


class MailingPicture(BaseModel):
    """A picture that stands in the text of a mailing, so that nobody deletes it from the gallery."""

    mailing = peewee.ForeignKeyField(Mailing, backref="pictures", on_delete="CASCADE")
    file = peewee.ForeignKeyField(File, on_delete="RESTRICT")

    class Meta:
        indexes = ((("mailing", "file"), True),)


def variants_of(mailing: Mailing) -> list[MailingVariant]:
    """Give the variants in their order, each with its snapshot, in one query."""
    query = MailingVariant.select(MailingVariant, Snapshot).join(Snapshot)
    return list(query.where(MailingVariant.mailing == mailing).order_by(MailingVariant.place))


def drop_list(mailing: Mailing) -> None:
    """Forget the list, as it is to be another one; a worker that still makes it stops."""
    snapshots = [variant.snapshot_id for variant in MailingVariant.select().where(MailingVariant.mailing == mailing)]
    MailingVariant.delete().where(MailingVariant.mailing == mailing).execute()
    drop_unready(snapshots)
