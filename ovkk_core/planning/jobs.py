"""The work of planning for later."""

from datetime import date, timedelta

from ovkk_core.clock import today
from ovkk_core.database import transaction
from ovkk_core.hookspecs import JobSpec
from ovkk_core.planning.inviting import remind_silent
from ovkk_core.planning.models import WAITING, DatePoll, PollGuest

REMIND_BEFORE = timedelta(days=2)


def remind() -> None:
    """Ask the silent of polls that close within two days once more; each poll once, whoever runs this twice."""
    closing = DatePoll.closes_on.between(today(), today() + REMIND_BEFORE)
    for poll in DatePoll.select().where(closing, WAITING, DatePoll.reminded_on.is_null()):
        with transaction():
            poll.reminded_on = today()
            poll.save()
            remind_silent(poll)


def delete_old_answers() -> None:
    """Delete who was asked and what they said, twelve months after the last day to answer (PRIV-7)."""
    old = DatePoll.select(DatePoll.id).where(DatePoll.closes_on < _year_ago(today()))
    PollGuest.delete().where(PollGuest.poll.in_(old)).execute()


def _year_ago(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


JOBS = [
    JobSpec("planning.remind", "Herinneren aan datumprikkers die bijna sluiten", remind, every="0 9 * * *"),
    JobSpec(
        "planning.delete_old_answers",
        "Antwoorden op datumprikkers na een jaar verwijderen",
        delete_old_answers,
        every="40 3 * * *",
    ),
]
