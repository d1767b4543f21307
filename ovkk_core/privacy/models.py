"""The tables of privacy: what was let go by which rule."""

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, UtcDateTimeField


class RetentionRun(BaseModel):
    """One run of one rule: what was from before ``before`` went, ``count`` in all; or why it failed."""

    rule = LineField(index=True)
    at = UtcDateTimeField(default=now, index=True)
    before = UtcDateTimeField()
    count = peewee.IntegerField(default=0)
    problem = LineField(default="", max_length=500)
