"""On whose behalf the present code runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_actor: ContextVar[str] = ContextVar("actor", default="system")
_reason: ContextVar[str] = ContextVar("reason", default="")


def actor() -> str:
    """Give who acts: ``user:<id>``, ``job:<name>``, ``cli`` or ``system``; never a name or address."""
    return _actor.get()


def reason() -> str:
    """Give why, in words for the history panel; "" when nobody said."""
    return _reason.get()


@contextmanager
def acting(who: str, why: str = "") -> Iterator[None]:
    """Record everything in the block as done by ``who``, because ``why``."""
    tokens = _actor.set(who), _reason.set(why)
    try:
        yield
    finally:
        _actor.reset(tokens[0])
        _reason.reset(tokens[1])
