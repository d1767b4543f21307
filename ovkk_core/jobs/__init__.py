"""Work for later: the truth is a row in the database, huey only wakes the workers."""

from ovkk_core.jobs.models import Job, JobState
from ovkk_core.jobs.queue import enqueue
from ovkk_core.jobs.running import run_due, take_up_abandoned, tick
from ovkk_core.jobs.worker import open_queue, run_worker

__all__ = ["Job", "JobState", "enqueue", "open_queue", "run_due", "run_worker", "take_up_abandoned", "tick"]
