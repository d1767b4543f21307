"""Calls code of others without letting it take us along: errors are caught, hangs are left behind.

This is the one place where any exception is caught. A call that hangs keeps its thread until it ends by
itself; its database connection is taken away, so that it holds no lock and no place in the pool. The registry
then stops calling that hook, so that few threads are ever lost.
"""

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from ovkk_core.database import connected, db, drop_connection, take_away

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What a guarded call gave: a value, or the reason why there is none."""

    value: Any = None
    reason: str = ""
    hung: bool = False


def within(seconds: float | None, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Call ``function`` in a thread of its own and wait at most ``seconds`` for it; None waits until it ends.

    The thread sees the caller's context (request, actor) but not its transaction.
    """
    answers: list[Outcome] = []
    done = threading.Event()
    context = copy_context()

    def run() -> None:
        try:
            answers.append(context.run(caught, function, *args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - KeyboardInterrupt of a plugin; no real one reaches a thread
            answers.append(Outcome(reason=described(error)))
        finally:
            done.set()

    threading.Thread(target=run, daemon=True, name="plugin").start()
    if done.wait(seconds):
        return answers[0]
    return Outcome(reason=f"antwoordde niet binnen {seconds:g} seconden", hung=True)


def within_connected(seconds: float | None, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Do as :func:`within`, with a database connection that is taken away when the call hangs."""
    held: list[Any] = []
    taken = threading.Event()
    in_turn = threading.Lock()  # or we might take what the pool has given to another thread meanwhile

    def run() -> Any:
        with connected():
            held.append(db.connection())
            try:
                return function(*args, **kwargs)
            finally:
                with in_turn:
                    held.clear()
                if taken.is_set():
                    drop_connection()

    outcome = within(seconds, run)
    if outcome.hung:
        with in_turn:
            for connection in held:
                taken.set()
                take_away(connection)
    return outcome


def caught(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Call ``function`` here; give its value, or its exception as a reason. Logs the traceback."""
    try:
        return Outcome(value=function(*args, **kwargs))
    except (Exception, SystemExit) as error:
        log.exception("a plugin failed in %s", getattr(function, "__qualname__", function))
        return Outcome(reason=described(error))


def described(error: BaseException) -> str:
    """Give the kind and words of an error, also of one that cannot say what it is."""
    try:
        return f"{type(error).__name__}: {error}".removesuffix(": ")
    except Exception:  # noqa: BLE001 - a plugin's own __str__
        return type(error).__name__
