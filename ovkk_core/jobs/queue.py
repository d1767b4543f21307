"""Puts jobs in the queue, in the same transaction as the decision that asks for them."""

from datetime import datetime
from typing import Any

from ovkk_core.clock import now
from ovkk_core.database import after_commit
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import waking
from ovkk_core.jobs.models import Job
from ovkk_core.registry import registry


def specs() -> dict[str, tuple[str, JobSpec]]:
    """Give (room, declaration) of every declared job by name."""
    return {spec.name: (room, spec) for room, spec in registry.collect("register_jobs")}


def enqueue(name: str, *, due_at: datetime | None = None, key: str | None = None, **arguments: Any) -> None:
    """Have the worker run the declared job ``name`` with JSON-able ``arguments``, at ``due_at`` or at once.

    Does nothing when a job with the same ``key`` was enqueued before and is still kept (``running.KEEP``).
    Raises ``KeyError`` for an undeclared name. The worker is woken after the commit.
    """
    room, _ = specs()[name]
    Job.insert(
        name=name, room=room, arguments=arguments, key=key, due_at=due_at or now(), created_at=now()
    ).on_conflict_ignore().execute()
    after_commit(waking.wake)
