"""Takes mails from the outbox for a worker, and keeps what became of each (MAIL-12, MAIL-13).

A mail is claimed in one commit and marked as handed over in another before the server gets it; so of what a dead
worker leaves behind, everybody can see which mail may have arrived and which was never begun.
"""

import logging
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.database import db, is_sqlite, lock, transaction
from ovkk_core.mail.campaigns import standing_of
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.models import CampaignStanding, MailState, OutboxMail
from ovkk_core.mail.parts import is_control
from ovkk_core.mail.talking import Outcome
from ovkk_core.registry import registry, setting

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
FIRST_WAIT = timedelta(minutes=5)
NEXT_WAIT = timedelta(minutes=30)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP = timedelta(days=5)
HOUR = timedelta(hours=1)
BATCH = 100
LATER = "later:"
NEEDED = (
    OutboxMail.id, OutboxMail.room, OutboxMail.kind, OutboxMail.message_id, OutboxMail.sender, OutboxMail.address,
    OutboxMail.name, OutboxMail.domain, OutboxMail.content, OutboxMail.body, OutboxMail.personal, OutboxMail.campaign,
    OutboxMail.person, OutboxMail.answers, OutboxMail.state, OutboxMail.attempts, OutboxMail.queued_at,
    OutboxMail.tried_at, OutboxMail.handed_at,
)  # fmt: skip
LOST = Outcome(MailState.DOUBT, "De werker stopte terwijl deze mail werd verstuurd.")


def claim(worker: str, *, most: int = BATCH, only: OutboxMail | None = None) -> list[OutboxMail]:
    """Take the oldest mails that are due, for ``LEASE``; none when there are none or the hour is full.

    Mails of rooms that are off stay where they are, and all of them while sending is paused. What a dead worker
    left is due again, but for a mail that may have arrived and whose kind is not sent twice.
    """
    registry.refresh()
    if is_paused():
        return []
    on = [name for name in registry.plugins if registry.is_on(name)]
    with transaction():
        room = min(most, _left_this_hour())
        if room <= 0:
            return []
        due = OutboxMail.select(*NEEDED).where(OutboxMail.due_at <= now(), OutboxMail.room.in_(on))
        due = due.where(OutboxMail.id == only.id) if only else due.where(OutboxMail.domain.not_in(_full_domains()))
        due = due.order_by(OutboxMail.due_at, OutboxMail.id).limit(room)
        found = list(due if is_sqlite() else due.for_update(skip_locked=True))
        mails = _within_domains([mail for mail in found if not _lost(mail)])
        taken = {"state": MailState.CLAIMED, "claimed_by": worker, "due_at": now() + LEASE, "handed_at": None}
        OutboxMail.update(**taken).where(OutboxMail.id.in_([mail.id for mail in mails])).execute()
    for mail in mails:
        mail.__data__.update(taken)
    return mails


def is_paused() -> bool:
    """Whether all sending waits."""
    return setting("mail.paused") == "1"


class Keeping:
    """Writes what happens to the mails of one worker, in the caller's transaction."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        mine = (OutboxMail.state == MailState.CLAIMED) & (OutboxMail.claimed_by == worker)
        row = mine & (OutboxMail.id == _Later("id"))
        begun = {name: _Later(name) for name in ("handed_at", "tried_at", "attempts")}
        self._begin = _Statement(OutboxMail.update(**begun).where(row, OutboxMail.handed_at.is_null()))
        ended = {
            "handed_at": None,
            **{name: _Later(name) for name in ("state", "due_at", "reply", "sent_at", "failed_at")},
        }
        self._end = _Statement(OutboxMail.update(**ended).where(row))
        self._mine = mine

    def begin(self, mail: OutboxMail) -> bool:
        """Mark ``mail`` as being handed over; say False when it was taken out of the queue meanwhile."""
        moment = now()
        tried, attempts = mail.tried_at or moment, mail.attempts + 1
        begun = {"id": mail.id, "handed_at": _stored(moment), "tried_at": _stored(tried), "attempts": attempts}
        if not self._begin.run(begun):
            return False
        mail.tried_at, mail.attempts = tried, attempts
        return True

    def end(self, mail: OutboxMail, outcome: Outcome) -> None:
        """Keep how it went, unless another worker has taken the mail over meanwhile."""
        state, due_at = _judged(mail, outcome)
        moment = _stored(now())
        self._end.run(
            {
                "id": mail.id,
                "state": state.value,
                "due_at": _stored(due_at) if due_at else None,
                "reply": _tidy(outcome.reply),
                "sent_at": moment if state is MailState.SENT else None,
                "failed_at": moment if state is MailState.FAILED else None,
            }
        )
        log.info(
            "mail %s to %s attempt %s: %s, %s", mail.id, mail.domain, mail.attempts, state.value, outcome.reply[:3]
        )

    def mine(self) -> set[int]:
        """Give the numbers of the mails that nobody took back."""
        return {number for (number,) in OutboxMail.select(OutboxMail.id).where(self._mine).tuples()}

    def renew(self) -> None:
        """Hold on to everything for another ``LEASE``: a slow server is no dead worker."""
        OutboxMail.update(due_at=now() + LEASE).where(self._mine).execute()

    def let_go(self) -> None:
        """Leave to others what was not begun with."""
        free = {"state": MailState.QUEUED, "due_at": now(), "claimed_by": ""}
        OutboxMail.update(**free).where(self._mine, OutboxMail.handed_at.is_null()).execute()


def wait_after(attempt: int) -> timedelta:
    """Give how long to wait after the first, second … failed attempt, with jitter (RFC 5321 4.5.4.1)."""
    steady = FIRST_WAIT if attempt < 2 else min(NEXT_WAIT * 2 ** min(attempt - 2, 8), LONGEST_WAIT)
    return steady * random.uniform(1, 1.2)  # noqa: S311 - jitter


def _judged(mail: OutboxMail, outcome: Outcome) -> tuple[MailState, Any]:
    """Give the state that follows and when the mail is due again."""
    state = outcome.state
    if state is MailState.DOUBT and not _goes_again(mail):
        return state, None
    if state not in (MailState.DEFERRED, MailState.DOUBT):
        return state, None
    due_at = now() + wait_after(mail.attempts)
    if due_at > mail.tried_at + GIVE_UP:
        return MailState.FAILED, None
    return state, due_at if standing_of(mail.campaign) is CampaignStanding.RUNNING else None


def _goes_again(mail: OutboxMail) -> bool:
    """Say whether a mail that may have arrived is sent once more: what its kind says (MAIL-13)."""
    found = kinds().get(mail.kind)
    return found is None or found[1].resend_in_doubt


def _lost(mail: OutboxMail) -> bool:
    """Leave a mail that a dead worker was handing over in doubt, when its kind is not sent twice."""
    if mail.state is not MailState.CLAIMED or mail.handed_at is None or _goes_again(mail):
        return False
    lost = {"state": MailState.DOUBT, "due_at": None, "handed_at": None, "reply": LOST.reply}
    OutboxMail.update(**lost).where(OutboxMail.id == mail.id).execute()
    log.info("mail %s to %s attempt %s: %s", mail.id, mail.domain, mail.attempts, MailState.DOUBT.value)
    return True


def _left_this_hour() -> int:
    most = limit("mail.hourly_limit")
    if not most:
        return BATCH
    lock("mail.hourly_limit")
    sent = OutboxMail.select().where(OutboxMail.sent_at > now() - HOUR).count()
    in_hands = OutboxMail.select().where(OutboxMail.state == MailState.CLAIMED, OutboxMail.due_at > now()).count()
    return int(most - sent - in_hands)


def _full_domains() -> list[str]:
    most = limit("mail.domain_hourly_limit")
    return [domain for domain, count in _gone_by_domain().items() if count >= most] if most else []


def _within_domains(mails: Sequence[OutboxMail]) -> list[OutboxMail]:
    """Leave out what goes over the hourly limit of a domain."""
    most = limit("mail.domain_hourly_limit")
    if not most:
        return list(mails)
    gone, kept = _gone_by_domain(), []
    for mail in mails:
        gone[mail.domain] = gone.get(mail.domain, 0) + 1
        if gone[mail.domain] <= most:
            kept.append(mail)
    return kept


def _gone_by_domain() -> dict[str, int]:
    """Count the mails of the last hour, and those in hands, by domain."""
    in_hands = (OutboxMail.state == MailState.CLAIMED) & (OutboxMail.due_at > now())
    gone = OutboxMail.select(OutboxMail.domain, peewee.fn.COUNT(OutboxMail.id))
    return dict(gone.where((OutboxMail.sent_at > now() - HOUR) | in_hands).group_by(OutboxMail.domain).tuples())


def limit(key: str) -> int:
    """Give a setting that is a number; 0, which is no limit, when it is none."""
    value = setting(key)
    return int(value) if value.isdecimal() else 0


def _tidy(reply: str) -> str:
    if reply.isascii() and reply.isprintable():
        return reply
    return str(OutboxMail.reply.db_value("".join(" " if is_control(c) else c for c in reply)[:1000]))


@lru_cache(maxsize=4)  # what happens in one commit happens at few moments
def _stored(moment: datetime) -> Any:
    return OutboxMail.sent_at.db_value(moment)


class _Later(peewee.Value):
    """A value that a statement gets each time it runs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{LATER}{name}", converter=False)


class _Statement:
    """A query written out once, as writing it takes longer than running it."""

    def __init__(self, query: Any) -> None:
        self._sql, values = query.sql()
        names = [value.removeprefix(LATER) if str(value).startswith(LATER) else "" for value in values]
        self._values = list(zip(names, values, strict=True))

    def run(self, later: Mapping[str, Any]) -> int:
        """Run it with a value, as the database stores it, for each ``_Later``; give how many rows changed."""
        given = [later[name] if name else value for name, value in self._values]
        return int(db.cursor().execute(self._sql, given).rowcount)
