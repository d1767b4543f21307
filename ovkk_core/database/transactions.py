"""Transactions, and what must wait until they have succeeded."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from ovkk_core.database.connection import db

Callback = Callable[[], object]
_waiting = threading.local()


@contextmanager
def transaction() -> Iterator[None]:
    """Write all or nothing; SQLite takes the write lock at the start (BEGIN IMMEDIATE).

    May be nested: an inner block that fails takes back its own writes and callbacks only.
    """
    outer: dict[Callback, None] | None = getattr(_waiting, "callbacks", None)
    mine: dict[Callback, None] = {}
    _waiting.callbacks = mine
    try:
        with db.atomic():
            yield
    finally:
        _waiting.callbacks = outer
    if outer is not None:
        outer.update(mine)
    else:
        _run(mine)


def after_commit(callback: Callback) -> None:
    """Call ``callback`` once the outermost transaction has committed; at once when there is none.

    Callbacks run in the order in which they were first given; the same function given again runs once.
    """
    callbacks: dict[Callback, None] | None = getattr(_waiting, "callbacks", None)
    if callbacks is None:
        callback()
    else:
        callbacks[callback] = None


def _run(callbacks: Iterable[Callback]) -> None:
    """Call them all, in order, and then raise the first error: one failure does not silence the rest."""
    errors: list[Exception] = []
    for callback in callbacks:
        try:
            callback()
        except Exception as error:  # noqa: BLE001 - raised below, after the others had their turn
            errors.append(error)
    if errors:
        raise errors[0]
