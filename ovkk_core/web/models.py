"""The table of this room."""

import peewee

from ovkk_core.database import BaseModel


class Tries(BaseModel):
    """How often something was tried within a window; ``key`` is a digest, so that no address is kept."""

    key = peewee.CharField(primary_key=True, max_length=64)
    count = peewee.IntegerField()
    expires_at = peewee.DoubleField(index=True)  # seconds since 1970, as the library counts
