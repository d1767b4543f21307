"""The tables of date polls. People and their answers leave no history: they are deleted a year later (PRIV-7)."""

from enum import Enum
from typing import Any
from uuid import uuid4

import peewee

from ovkk_core.calendars import Event
from ovkk_core.clock import now, today
from ovkk_core.contacts import Person, Position
from ovkk_core.database import BaseModel, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.history import TrackedModel
from ovkk_core.mail import OutboxMail


class Choice(Enum):
    """Whether somebody can come."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class DatePoll(TrackedModel):
    """A question to chosen people: when can you come? ``closes_on`` is the last day to answer.

    ``uid`` is reserved for the event that the winner becomes; ``event`` is that event. ``ended_on`` is when somebody
    ended the poll without a date.
    """

    title = LineField(verbose_name="Titel")
    explanation = ProseField(default="", verbose_name="Toelichting")
    location = LineField(default="", verbose_name="Plaats")
    closes_on = peewee.DateField(index=True)
    uid = peewee.CharField(max_length=36, unique=True, default=lambda: str(uuid4()))
    event = peewee.ForeignKeyField(Event, null=True, on_delete="RESTRICT")
    reminded_on = peewee.DateField(null=True)
    ended_on = peewee.DateField(null=True)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def open(self) -> bool:
        """Whether people can answer."""
        return self.event_id is None and self.ended_on is None and today() <= self.closes_on


class PollOption(TrackedModel):
    """A moment to choose from."""

    poll = peewee.ForeignKeyField(DatePoll, backref="options", on_delete="CASCADE")
    starts_at = UtcDateTimeField()
    ends_at = UtcDateTimeField()

    class Meta:
        indexes = ((("poll", "starts_at", "ends_at"), True),)


class PollGuest(BaseModel):
    """Somebody who was asked, at ``address``; what they said about the whole, and when.

    ``wrote_at`` is when they last answered our mail by mail; ``returned`` is why a mail to them came back.
    """

    poll = peewee.ForeignKeyField(DatePoll, backref="guests", on_delete="CASCADE")
    position = peewee.ForeignKeyField(Position, null=True, on_delete="SET NULL")
    person = peewee.ForeignKeyField(Person, null=True, on_delete="SET NULL")
    name = LineField()
    salutation = LineField()
    address = LineField()
    mail = peewee.ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
    comment = ProseField(default="", verbose_name="Opmerking")
    answered_at = UtcDateTimeField(null=True)
    wrote_at = UtcDateTimeField(null=True)
    returned = LineField(default="")
    reminded_on = peewee.DateField(null=True)

    class Meta:
        indexes = ((("poll", "address"), True),)


class PollLink(BaseModel):
    """A personal link, one per mail; only the hash is kept, so that who reads the database cannot answer."""

    token_hash = peewee.CharField(max_length=64, primary_key=True)
    guest = peewee.ForeignKeyField(PollGuest, backref="links", on_delete="CASCADE")


class PollAnswer(BaseModel):
    """What a guest last said about an option, and when."""

    guest = peewee.ForeignKeyField(PollGuest, backref="answers", on_delete="CASCADE")
    option = peewee.ForeignKeyField(PollOption, backref="answers", on_delete="CASCADE")
    choice = StateField(Choice)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("guest", "option"), True),)


WAITING = DatePoll.event.is_null() & DatePoll.ended_on.is_null()  # no date was chosen yet, and one may be


def options_of(poll: DatePoll) -> Any:
    """Give the options in order of time, as a query."""
    return PollOption.select().where(PollOption.poll == poll).order_by(PollOption.starts_at, PollOption.id)
