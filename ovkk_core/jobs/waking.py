"""The thin line to huey: one message that says "look in the database"."""

import logging
from typing import Any

log = logging.getLogger(__name__)

queue: Any = None  # the huey instance of this process, once opened
look: Any = None  # its one task


def wake() -> None:
    """Wake a worker. When the queue is away nothing is lost: workers look every minute by themselves."""
    if look is None:
        return
    try:
        look()
    except Exception:
        log.warning("the queue could not be reached; workers will look within a minute", exc_info=True)
