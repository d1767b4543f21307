"""A table that a broken migration may fail to make."""

from ovkk_core.database import BaseModel, LineField


class Crumb(BaseModel):
    """What is left."""

    title = LineField()
