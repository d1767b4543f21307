"""The tables of the inbox: each message once as it came, each mail that came back, and the checks of delivery."""

from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.inbox.kinds import BounceKind, MessageKind
from ovkk_core.mail import OutboxMail


class Message(BaseModel):
    """A message as it came in, kept once: ``digest`` is of its bytes.

    ``mail`` is the mail of ours it is about, which went to ``about``; ``proven`` says that an unforgeable token shows
    that, so that it may change something (MAIL-9). ``done`` says in Dutch what was done with it. It waits for a person
    until ``handled_at``. ``whole`` is False when it was too large to keep.
    """

    digest = LineField(max_length=64, unique=True)
    kind = StateField(MessageKind, index=True)
    sorted_as = StateField(MessageKind)
    sender = LineField(default="")
    sender_name = LineField(default="")
    about = LineField(default="", index=True)
    subject = ProseField(default="")
    text = ProseField(default="")
    content = peewee.BlobField()
    size = peewee.IntegerField()
    whole = peewee.BooleanField(default=True)
    mail = peewee.ForeignKeyField(OutboxMail, null=True, backref="answers_to", on_delete="SET NULL")
    proven = peewee.BooleanField(default=False)
    done: Any = ProseField(default="")
    sent_at: Any = UtcDateTimeField(null=True)
    arrived_at: Any = UtcDateTimeField(null=True)
    read_at: Any = UtcDateTimeField(default=now, index=True)
    handled_at: Any = UtcDateTimeField(null=True, index=True)
    handled_by: Any = LineField(default="")

    def __str__(self) -> str:
        return str(self.subject) or str(self.sender)


class Bounce(BaseModel):
    """That a mail to ``address`` did not arrive, and why. ``source`` is the message or the delivery that said so.

    ``dismissed_at`` is when a person judged that it does not count.
    """

    source = LineField(unique=True)
    address = LineField(index=True)
    kind = StateField(BounceKind)
    code = LineField(default="")
    words = ProseField(default="")
    mail = peewee.ForeignKeyField(OutboxMail, null=True, backref="bounces", on_delete="SET NULL")
    message = peewee.ForeignKeyField(Message, null=True, backref="bounces", on_delete="SET NULL")
    at: Any = UtcDateTimeField(default=now, index=True)
    dismissed_at: Any = UtcDateTimeField(null=True)


class Check(BaseModel):
    """The last outcome of one check of delivery; ``message`` is Dutch and says what to do when not ``ok``."""

    name = LineField(unique=True)
    title = LineField()
    ok = peewee.BooleanField()
    message = ProseField()
    at: Any = UtcDateTimeField(default=now)
