"""The tables of the registry."""

import peewee

from ovkk_core.clock import now
from ovkk_core.database import BaseModel, LineField, ProseField, UtcDateTimeField
from ovkk_core.history import TrackedModel


class PluginState(TrackedModel):
    """Whether a plugin is on. No row means off."""

    name = LineField(unique=True)
    enabled = peewee.BooleanField(default=False)


class Fault(BaseModel):
    """The last thing that went wrong in a plugin, per hook; ``paused`` keeps it from being called again."""

    plugin = LineField()
    hook = LineField()
    reason = ProseField()
    paused = peewee.BooleanField(default=False)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("plugin", "hook"), True),)


class Setting(TrackedModel):
    """A value the association changed; a key without a row has its declared default."""

    key = LineField(unique=True)
    value = ProseField()


class Stamp(BaseModel):
    """A number that rises with every change of what it names, so that every process sees it at its next request."""

    name = peewee.CharField(primary_key=True)
    value = peewee.BigIntegerField(default=0)
