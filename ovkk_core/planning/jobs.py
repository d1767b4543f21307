"""The work of planning for later."""

from datetime import timedelta

from ovkk_core.clock import today
from ovkk_core.database import transaction
from ovkk_core.hookspecs import JobSpec
from ovkk_core.planning.inviting import remind_silent
from ovkk_core.planning.models import WAITING, DatePoll

REMIND_BEFORE = timedelta(days=2)


def remind() -> None:
    """Ask the silent of polls that close within two days once more; each poll once, whoever runs this twice."""
    closing = DatePoll.closes_on.between(today(), today() + REMIND_BEFORE)
    for poll in DatePoll.select().where(closing, WAITING, DatePoll.reminded_on.is_null()):
        with transaction():
            poll.reminded_on = today()
            poll.save()
            remind_silent(poll)


JOBS = [
    JobSpec("planning.remind", "Herinneren aan datumprikkers die bijna sluiten", remind, every="0 9 * * *"),
]
