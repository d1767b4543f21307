"""Calls code of others without letting it take us along: errors are caught, hangs are left behind.

This is the one place where any exception is caught. A call that hangs keeps its thread until it ends by
itself; the registry then stops calling that hook, so that few threads are ever lost.
"""

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from ovkk_core.database import connected

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What a guarded call gave: a value, or the reason why there is none."""

    value: Any = None
    reason: str = ""
    hung: bool = False


def within(seconds: float, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Call ``function`` in a thread of its own and wait at most ``seconds`` for it.

    The thread sees the caller's context (request, actor) but not its transaction.
    """
    outcome = Outcome(reason=f"antwoordde niet binnen {seconds:g} seconden", hung=True)
    done = threading.Event()
    context = copy_context()

    def run() -> None:
        result = context.run(caught, function, *args, **kwargs)
        if not outcome_taken.is_set():
            outcome.value, outcome.reason, outcome.hung = result.value, result.reason, False
        done.set()

    outcome_taken = threading.Event()
    threading.Thread(target=run, daemon=True, name="plugin").start()
    done.wait(seconds)
    outcome_taken.set()
    return outcome


def caught(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """Call ``function`` here; give its value, or its exception as a reason. Logs the traceback."""
    try:
        return Outcome(value=function(*args, **kwargs))
    except (Exception, SystemExit) as error:
        log.exception("a plugin failed in %s", getattr(function, "__qualname__", function))
        return Outcome(reason=f"{type(error).__name__}: {error}")


def with_connection(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``function`` so that it finds an open database connection in whatever thread it runs."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with connected():
            return function(*args, **kwargs)

    return run
