"""The work of the toy plugin."""

from ovkk_core.hookspecs import JobSpec
from toy_plugin.models import Toy


def make_toy(title: str = "van de werker") -> None:
    """Make a toy once."""
    if not Toy.select().where(Toy.title == title).exists():
        Toy.create(title=title)


JOBS = [
    JobSpec("toy.make", "Speelgoed maken", make_toy),
    JobSpec("toy.nightly", "Elke nacht speelgoed maken", make_toy, every="30 2 * * *"),
]
