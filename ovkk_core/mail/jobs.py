"""The work of the post office."""

from ovkk_core.hookspecs import JobSpec
from ovkk_core.mail.outbox import DELIVER


def jobs() -> list[JobSpec]:
    """Give the jobs of this room."""
    return [JobSpec(DELIVER, "Post versturen", run=_deliver, every="* * * * *")]


def _deliver() -> None:
    pass
