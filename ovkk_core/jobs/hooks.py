"""This room's hook implementations."""

from collections.abc import Iterable

from ovkk_core.hookspecs import Processing, hookimpl
from ovkk_core.jobs import privacy


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare that nothing is kept of people."""
    return privacy.PROCESSING
