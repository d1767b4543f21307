"""Tells how far work on many members is, while it goes on."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ovkk_core.database import connected

log = logging.getLogger(__name__)

SECONDS = 1.0  # between two reports
Look = Callable[[Iterable[Any]], Iterable[Any]]  # sees the rows go by


@contextmanager
def telling(tell: Callable[[int], object]) -> Iterator[Look]:
    """Give a look at rows that go by, and ``tell`` every second how many did.

    On a connection of its own: SQLite lets nobody write who is still reading.
    """
    finished, seen = threading.Event(), 0

    def look(rows: Iterable[Any]) -> Iterator[Any]:
        nonlocal seen
        for row in rows:
            seen += 1
            yield row

    def report() -> None:
        while not finished.wait(SECONDS):
            try:
                with connected():
                    tell(seen)
            except Exception:
                log.exception("how far the work on an audience is could not be told; trying again")

    thread = threading.Thread(target=report, daemon=True, name="telling")
    thread.start()
    try:
        yield look
    finally:
        finished.set()
        thread.join()
