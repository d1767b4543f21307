"""How far date polls are: for the list of them, and for who has something to do."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import peewee
from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.accounts import User, may
from ovkk_core.clock import today
from ovkk_core.hookspecs import AskedSubject, TodoItem
from ovkk_core.planning.declarations import WRITE
from ovkk_core.planning.models import WAITING, DatePoll, PollGuest

SOON = timedelta(days=7)
LATE = timedelta(days=60)  # after the last day, a poll that nobody decided is left alone


@dataclass(frozen=True)
class Overview:
    """A poll with how many were asked and how many of them answered."""

    poll: DatePoll
    asked: int
    answered: int

    @property
    def silent(self) -> int:
        """How many said nothing."""
        return self.asked - self.answered


def overviews() -> list[Overview]:
    """Give every poll, the latest first, in one query."""
    return list(_overviews(peewee.Value(1) == 1))


def todos(user: User) -> list[TodoItem]:
    """Give the polls that close within a week with people silent, and those in which a date must be chosen."""
    found = list(_todos())
    return found if found and may(WRITE, user) else []


def subjects() -> list[AskedSubject]:
    """Give the open polls, with who answered them."""
    polls = DatePoll.select().where(WAITING, DatePoll.closes_on >= today()).order_by(DatePoll.closes_on, DatePoll.id)
    return [AskedSubject(f"planning.{one.id}", str(one.title), partial(_answered, one.id)) for one in polls]


def _answered(poll: int, people: Collection[int]) -> list[int]:
    said = (PollGuest.poll == poll) & PollGuest.answered_at.is_null(False)
    rows = PollGuest.select(PollGuest.person).where(said, PollGuest.person.in_(list(people)))
    return [person for (person,) in rows.tuples()]


def _todos() -> Iterator[TodoItem]:
    waiting = WAITING & DatePoll.closes_on.between(today() - LATE, today() + SOON)
    for row in _overviews(waiting):
        poll = row.poll
        address = f"/beheer/datumprikkers/{poll.id}/"
        if not poll.open and row.answered:
            yield TodoItem(_("Choose the date of “%(title)s”", title=poll.title), address, _("Choose"), poll.closes_on)
        elif poll.open and row.silent:
            words = ngettext(
                "%(num)s person has not answered “%(title)s” yet",
                "%(num)s people have not answered “%(title)s” yet",
                row.silent,
                title=poll.title,
            )
            yield TodoItem(words, address, _("Remind"), poll.closes_on)


def _overviews(where: peewee.Expression) -> Iterator[Overview]:
    asked = PollGuest.select(peewee.fn.COUNT(PollGuest.id)).where(PollGuest.poll == DatePoll.id)
    answered = asked.where(PollGuest.answered_at.is_null(False))
    query = DatePoll.select(DatePoll, asked.alias("asked"), answered.alias("answered"))
    for poll in query.where(where).order_by(DatePoll.closes_on.desc(), DatePoll.id.desc()):
        yield Overview(poll, poll.asked, poll.answered)
