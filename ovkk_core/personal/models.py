"""The tables of personal pages: links (hashed), the yearly check, changes of the board, and requests to erase."""

from typing import Any

import peewee

from ovkk_core.clock import now, today
from ovkk_core.contacts import Organisation, Person, Position
from ovkk_core.database import BaseModel, JsonField, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.mail import OutboxMail
from ovkk_core.personal.kinds import CheckState, ErasureState, LinkScope


class PersonalLink(BaseModel):
    """An address that was mailed: only the SHA-256 of its secret is kept. A person may have more than one.

    One about an ``organisation`` works while ``person``, if any, holds a position there. ``last_used_at`` is when
    something was last sent from the page: looking at it changes nothing (ITIP-8).
    """

    digest = peewee.CharField(max_length=64, unique=True)
    scope = StateField(LinkScope, default=LinkScope.OWN)
    person = peewee.ForeignKeyField(Person, backref="personal_links", null=True, on_delete="CASCADE")
    organisation = peewee.ForeignKeyField(Organisation, backref="personal_links", null=True, on_delete="CASCADE")
    created_at = UtcDateTimeField(default=now)
    expires_at = UtcDateTimeField()
    revoked_at = UtcDateTimeField(null=True)
    last_used_at = UtcDateTimeField(null=True)


class LinkRequest(BaseModel):
    """Somebody asked for a new link; gone once the worker has answered it."""

    address = LineField()
    asked_at = UtcDateTimeField(default=now)


class ErasureRequest(BaseModel):
    """Somebody asked to be erased; the row stays as proof when the person is gone (AVG 17)."""

    person = peewee.ForeignKeyField(Person, backref="erasure_requests", null=True, on_delete="SET NULL")
    note = ProseField(default="", verbose_name="Toelichting")
    asked_at = UtcDateTimeField(default=now)
    state = StateField(ErasureState, default=ErasureState.OPEN, index=True)
    answer: Any = ProseField(default="", verbose_name="Antwoord")
    decided_at: Any = UtcDateTimeField(null=True)
    decided_by: Any = LineField(default="")


class CheckRound(BaseModel):
    """A yearly question to organisations of some kinds, and to who is active there: are these details right?"""

    name = LineField(verbose_name="Naam")
    kinds = JsonField(default=list)
    started_at = UtcDateTimeField(default=now)
    started_by: Any = LineField()
    closes_on = peewee.DateField()
    first_reminder_on = peewee.DateField()
    second_reminder_on = peewee.DateField()
    reminders = peewee.IntegerField(default=0)
    sent_at: Any = UtcDateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def open(self) -> bool:
        """Whether people can still answer."""
        return bool(today() <= self.closes_on)


class CheckItem(BaseModel):
    """One person or organisation in a round; without ``mailed_at`` nobody could be asked by mail."""

    round = peewee.ForeignKeyField(CheckRound, backref="items", on_delete="CASCADE")
    person = peewee.ForeignKeyField(Person, backref="check_items", null=True, on_delete="CASCADE")
    organisation = peewee.ForeignKeyField(Organisation, backref="check_items", null=True, on_delete="CASCADE")
    state = StateField(CheckState, default=CheckState.OPEN)
    mail = peewee.ForeignKeyField(OutboxMail, null=True, on_delete="SET NULL")
    mailed_at: Any = UtcDateTimeField(null=True)
    answered_at: Any = UtcDateTimeField(null=True)
    answered_by: Any = LineField(default="")


class Handover(BaseModel):
    """Somebody left a position; ``new_position`` is the successor's, if there is one.

    ``told_at`` is when the rooms were told, on the first day of the successor; ``old_ends_on`` is what undoing puts
    back. What was done by a personal link waits for somebody who looks at it: ``reviewed_at``.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="handovers", on_delete="CASCADE")
    old_position = peewee.ForeignKeyField(Position, backref="+", null=True, on_delete="SET NULL")
    new_position = peewee.ForeignKeyField(Position, backref="+", null=True, on_delete="SET NULL")
    starts_on = peewee.DateField(index=True)
    old_ends_on = peewee.DateField(null=True)
    made_person = peewee.BooleanField(default=False)
    by_link = peewee.BooleanField()
    entered_at = UtcDateTimeField(default=now)
    entered_by = LineField()
    told_at: Any = UtcDateTimeField(null=True)
    reviewed_at: Any = UtcDateTimeField(null=True)
    reviewed_by: Any = LineField(default="")
    undone_at: Any = UtcDateTimeField(null=True)
