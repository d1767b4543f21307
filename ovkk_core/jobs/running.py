"""Claims due jobs with a lease and runs them; what a dead worker left is taken up again (REL-4)."""

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from huey import crontab

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.database import connected, transaction
from ovkk_core.errors import OvkkError
from ovkk_core.history import acting
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import waking
from ovkk_core.jobs.models import Job, JobState
from ovkk_core.jobs.queue import specs
from ovkk_core.registry import registry

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPTS = 8
KEEP = timedelta(days=30)


def tick(moment: datetime | None = None) -> None:
    """Enqueue the periodic jobs whose minute it is, once however many schedulers there are; and wake workers."""
    minute = (moment or now()).replace(second=0, microsecond=0)
    with connected():
        registry.refresh()
        for room, spec in specs().values():
            if spec.every and registry.is_on(room) and _is_minute(spec.every, minute):
                Job.insert(
                    name=spec.name,
                    room=room,
                    arguments={},
                    key=f"{spec.name}@{minute:%Y-%m-%dT%H:%MZ}",
                    due_at=minute,
                    created_at=now(),
                ).on_conflict_ignore().execute()
        take_up_abandoned()
        Job.delete().where(Job.state == JobState.DONE, Job.finished_at < now() - KEEP).execute()
    waking.wake()


def _is_minute(every: str, minute: datetime) -> bool:
    names = ("minute", "hour", "day", "month", "day_of_week")
    matches = crontab(**dict(zip(names, every.split(), strict=True)))
    return bool(matches(minute.astimezone(AMSTERDAM).replace(tzinfo=None)))


def take_up_abandoned() -> int:
    """Queue again what workers claimed and then stopped renewing; give how many."""
    return int(
        Job.update(state=JobState.QUEUED, lease_until=None)
        .where(Job.state == JobState.CLAIMED, Job.lease_until < now())
        .execute()
    )


def run_due(limit: int = 1000) -> int:
    """Run the jobs that are due, of rooms that are on, oldest first; give how many were run."""
    ran = 0
    with connected():
        registry.refresh()
        take_up_abandoned()
        while ran < limit:
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
        with acting(f"job:{job.name}"), _renewing(job.id):
            spec.run(**job.arguments)
    except Exception as error:
        log.exception("job %s %s failed", job.id, job.name)
        registry.fault(registry.get(job.room), f"job {job.name}", f"{type(error).__name__}: {error}")
        _failed(job, error)
        return
    Job.update(state=JobState.DONE, finished_at=now(), last_error="").where(Job.id == job.id).execute()


def _failed(job: Job, error: Exception) -> None:
    """Try again later and later; after ``ATTEMPTS`` times leave it to a person."""
    attempt = job.attempts + 1
    wait = timedelta(seconds=min(30 * 4**job.attempts, 14_400) * random.uniform(0.8, 1.2))  # noqa: S311 - jitter
    reason = str(error) if isinstance(error, OvkkError) else f"{type(error).__name__}: {error}"
    with transaction():
        Job.update(
            state=JobState.DEAD if attempt >= ATTEMPTS else JobState.QUEUED,
            due_at=now() + wait,
            lease_until=None,
            last_error="".join(c if c.isprintable() else " " for c in reason)[:1000],
        ).where(Job.id == job.id).execute()


@contextmanager
def _renewing(job_id: int) -> Iterator[None]:
    """Renew the lease while the block runs, so that only a dead worker's job is taken up by another."""
    finished = threading.Event()

    def renew() -> None:
        while not finished.wait(LEASE.total_seconds() / 3):
            with connected():
                Job.update(lease_until=now() + LEASE).where(Job.id == job_id).execute()

    thread = threading.Thread(target=renew, daemon=True, name=f"lease-{job_id}")
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
