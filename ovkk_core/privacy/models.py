"""The tables of privacy: what was let go by which rule, and who was erased, by number only."""

from enum import Enum
from typing import Any
from uuid import uuid4

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, JsonField, LineField, StateField, UtcDateTimeField


class RetentionRun(BaseModel):
    """One run of one rule: what was from before ``before`` went, ``count`` in all; or why it failed."""

    rule = LineField(index=True)
    at = UtcDateTimeField(default=now, index=True)
    before = UtcDateTimeField()
    count = peewee.IntegerField(default=0)
    problem = LineField(default="", max_length=500)


class ErasureState(Enum):
    """Whether somebody is erased: not yet, everywhere, or not everywhere since something failed."""

    WAITING = "waiting"
    DONE = "done"
    INCOMPLETE = "incomplete"


class Erasure(BaseModel):
    """That a person was erased: the number, and when the record was made, by which an old backup is recognised.

    ``people`` are [number, moment] of the person and of who was merged into them ("" when not known). ``remains`` are
    [table, key] of rows in which the family name still stands. ``mails_held`` and ``mailings_held`` say how much post
    to others was kept from leaving, as the person stood in it. No name or address is kept (PRIV-6).
    """

    uid = peewee.CharField(max_length=36, unique=True, default=lambda: str(uuid4()))
    person_id: Any = peewee.IntegerField(index=True)
    people = JsonField(default=list)
    why = LineField(default="")
    actor = LineField(default="")
    at: Any = UtcDateTimeField(default=now, index=True)
    state = StateField(ErasureState, default=ErasureState.WAITING)
    done_at: Any = UtcDateTimeField(null=True)
    problem: Any = LineField(default="", max_length=500)
    remains = JsonField(default=list)
    mails_held: Any = peewee.IntegerField(default=0)
    mailings_held: Any = peewee.IntegerField(default=0)
