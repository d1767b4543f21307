"""Claims due jobs with a lease and runs them; what a dead worker left is taken up again (REL-4)."""

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, has_app_context

from ovkk_core.clock import now
from ovkk_core.database import connected, transaction
from ovkk_core.errors import OvkkError
from ovkk_core.history import acting
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import waking
from ovkk_core.jobs.models import Job, JobState
from ovkk_core.jobs.planning import enqueue_periodic
from ovkk_core.jobs.queue import specs
from ovkk_core.registry import registry, within_connected

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPTS = 8
KEEP = timedelta(days=30)
PLUGIN_SECONDS = 3600.0  # a plugin's job that takes longer is left behind, so that it keeps no worker from others


class AbandonedError(OvkkError):
    """A job was claimed again and again by workers that died; or it never ended."""


def tick(moment: datetime | None = None) -> None:
    """Enqueue the periodic jobs whose time has come, once however many schedulers there are; and wake workers."""
    with connected():
        registry.refresh()
        enqueue_periodic(moment or now())
        take_up_abandoned()
        Job.delete().where(Job.state == JobState.DONE, Job.finished_at < now() - KEEP).execute()
    waking.wake()


def take_up_abandoned() -> int:
    """Queue again what workers claimed and then stopped renewing; give how many.

    A job that cost ``ATTEMPTS`` workers their life is left to a person.
    """
    abandoned = (Job.state == JobState.CLAIMED) & (Job.lease_until < now())
    Job.update(
        state=JobState.DEAD,
        lease_until=None,
        last_error="De werker stopte telkens midden in deze taak.",
    ).where(abandoned, Job.attempts >= ATTEMPTS).execute()
    return int(Job.update(state=JobState.QUEUED, lease_until=None).where(abandoned).execute())


def run_due(limit: int = 1000) -> int:
    """Run the jobs that are due, of rooms that are on, oldest first; give how many were run."""
    ran = 0
    with connected():
        take_up_abandoned()
        while ran < limit:
            registry.refresh()
            job = _claim()
            if job is None:
                return ran
            _run(job)
            ran += 1
    return ran


def _claim() -> Job | None:
    known = [name for name, (room, _) in specs().items() if registry.is_on(room)]
    while True:
        job = (
            Job.select()
            .where(Job.state == JobState.QUEUED, Job.due_at <= now(), Job.name.in_(known))
            .order_by(Job.due_at, Job.id)
            .first()
        )
        if job is None:
            return None
        taken = (
            Job.update(state=JobState.CLAIMED, lease_until=now() + LEASE, attempts=Job.attempts + 1)
            .where(Job.id == job.id, Job.state == JobState.QUEUED)
            .execute()
        )
        if taken:
            return job


def _run(job: Job) -> None:
    spec: JobSpec = specs()[job.name][1]
    try:
        with acting(f"job:{job.name}"), _renewing(job.id), _fresh_context():
            _perform(job, spec)
    except Exception as error:
        log.exception("job %s %s failed", job.id, job.name)
        reason = str(error) if isinstance(error, OvkkError) else f"{type(error).__name__}: {error}"
        registry.fault(registry.get(job.room), f"job {job.name}", reason)
        _failed(job, reason, hopeless=isinstance(error, AbandonedError))
        return
    Job.update(state=JobState.DONE, finished_at=now(), lease_until=None, last_error="").where(
        Job.id == job.id
    ).execute()


def _perform(job: Job, spec: JobSpec) -> None:
    """Run it here when it is ours; a plugin's in a thread of its own, that may be left behind."""
    if registry.get(job.room).builtin:
        spec.run(**job.arguments)
        return
    failure: list[Exception] = []

    def run() -> Any:
        try:
            return spec.run(**job.arguments)
        except Exception as error:
            failure.append(error)
            raise

    outcome = within_connected(PLUGIN_SECONDS, run)
    if outcome.hung:
        raise AbandonedError(f"Deze taak {outcome.reason} en is afgebroken.")
    if failure:
        raise failure[0]
    if outcome.reason:
        raise RuntimeError(outcome.reason)


def _failed(job: Job, reason: str, *, hopeless: bool) -> None:
    """Try again later and later; after ``ATTEMPTS`` times, or when there is no hope, leave it to a person."""
    attempt = job.attempts + 1
    wait = timedelta(seconds=min(30 * 4**job.attempts, 14_400) * random.uniform(0.8, 1.2))  # noqa: S311 - jitter
    with transaction():
        Job.update(
            state=JobState.DEAD if hopeless or attempt >= ATTEMPTS else JobState.QUEUED,
            due_at=now() + wait,
            lease_until=None,
            last_error="".join(c if c.isprintable() else " " for c in reason)[:1000],
        ).where(Job.id == job.id).execute()


@contextmanager
def _fresh_context() -> Iterator[None]:
    """Give the job an application context of its own, when there is an application."""
    with ExitStack() as stack:
        if has_app_context():
            stack.enter_context(current_app._get_current_object().app_context())  # type: ignore[attr-defined]
        yield


@contextmanager
def _renewing(job_id: int) -> Iterator[None]:
    """Renew the lease while the block runs, so that only a dead worker's job is taken up by another."""
    finished = threading.Event()

    def renew() -> None:
        while not finished.wait(LEASE.total_seconds() / 3):
            try:
                with connected():
                    Job.update(lease_until=now() + LEASE).where(Job.id == job_id).execute()
            except Exception:
                log.exception("the lease of job %s could not be renewed; trying again", job_id)

    thread = threading.Thread(target=renew, daemon=True, name=f"lease-{job_id}")
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
