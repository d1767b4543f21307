"""The table of the toy plugin."""

from ovkk_core.database import LineField
from ovkk_core.history import TrackedModel


class Toy(TrackedModel):
    """A toy; also what the plugin was told, so that tests can read it back from any process."""

    title = LineField(verbose_name="naam")
    kind = LineField(default="speelgoed")
