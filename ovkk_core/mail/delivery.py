"""Takes mails from the outbox and hands them over, one commit between every two (MAIL-12, MAIL-13).

A mail is claimed in a commit before it is handed over, and what the server said is kept in the commit after it; so
nothing is lost when a worker dies, and only the mail in its hands may arrive twice, with the same Message-ID.
"""

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from ovkk_core.clock import now
from ovkk_core.database import connected, is_sqlite, lock, transaction
from ovkk_core.mail.campaigns import standing_of
from ovkk_core.mail.envelope import envelope_sender
from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.models import CampaignStanding, MailState, OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.mail.parts import is_control
from ovkk_core.mail.sheets import Sheets
from ovkk_core.mail.transport import Outcome, Post
from ovkk_core.registry import registry, setting

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
FIRST_WAIT = timedelta(minutes=5)
NEXT_WAIT = timedelta(minutes=30)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP = timedelta(days=5)
SENDERS = 1  # at a time, so that a slow server never keeps all workers busy


def deliver(only: OutboxMail | None = None) -> int:
    """Send what is due, oldest first, until nothing is or the server is away; give how many were sent.

    With ``only`` that one mail, when it is due.
    """
    if only is None and _in_flight() >= SENDERS:
        return 0
    sent = 0
    mail = claim(only)
    post = Post(office.settings.mail_url, office.domain)
    sheets = Sheets()
    with office.context(), closing(post), _renewing() as hands:
        while mail is not None:
            hands.mail = mail
            outcome = post.send(mail, envelope_sender(mail), office.signed(sheets.content(mail), mail.sender))
            sent += outcome.state is MailState.SENT
            with transaction():
                settle(mail, outcome)
                mail = claim() if outcome.reached and only is None else None
    return sent


def claim(only: OutboxMail | None = None) -> OutboxMail | None:
    """Take the oldest mail that is due, for ``LEASE``; None when there is none or the hour is full.

    Mails of rooms that are off stay where they are, and all of them while sending is paused. What a dead worker
    left in its hands is due again.
    """
    registry.refresh()
    if setting("mail.paused") == "1":
        return None
    on = [name for name in registry.plugins if registry.is_on(name)]
    with transaction():
        if _hour_is_full():
            return None
        due = OutboxMail.select().where(OutboxMail.due_at <= now(), OutboxMail.room.in_(on))
        due = due.where(OutboxMail.id == only.id) if only else due
        due = due.order_by(OutboxMail.due_at, OutboxMail.id).limit(1)
        mail: OutboxMail | None = (due if is_sqlite() else due.for_update(skip_locked=True)).first()
        if mail is None:
            return None
        mail.state, mail.due_at, mail.attempts = MailState.CLAIMED, now() + LEASE, mail.attempts + 1
        mail.handed_at = now()
        mail.tried_at = mail.tried_at or mail.handed_at
        mail.save()
    return mail


def settle(mail: OutboxMail, outcome: Outcome) -> None:
    """Keep how it went, unless another worker has taken the mail over meanwhile."""
    state, due_at = outcome.state, None
    if state is MailState.DEFERRED or (state is MailState.DOUBT and _goes_again(mail)):
        due_at = now() + wait_after(mail.attempts)
        if due_at > mail.tried_at + GIVE_UP:
            state, due_at = MailState.FAILED, None
        elif standing_of(mail.campaign) is not CampaignStanding.RUNNING:
            due_at = None
    values = {
        OutboxMail.state: state,
        OutboxMail.due_at: due_at,
        OutboxMail.handed_at: None,
        OutboxMail.reply: "".join(" " if is_control(c) else c for c in outcome.reply)[:1000],
        OutboxMail.sent_at: now() if state is MailState.SENT else None,
        OutboxMail.failed_at: now() if state is MailState.FAILED else None,
    }
    OutboxMail.update(values).where(_still_in_hands(mail)).execute()
    log.info("mail %s attempt %s: %s", mail.id, mail.attempts, state.value)


def wait_after(attempt: int) -> timedelta:
    """Give how long to wait after the first, second … failed attempt, with jitter (RFC 5321 4.5.4.1)."""
    steady = FIRST_WAIT if attempt < 2 else min(NEXT_WAIT * 2 ** min(attempt - 2, 8), LONGEST_WAIT)
    return steady * random.uniform(1, 1.2)  # noqa: S311 - jitter


def _goes_again(mail: OutboxMail) -> bool:
    """Say whether a mail that may have arrived is sent once more: what its kind says (MAIL-13)."""
    found = kinds().get(mail.kind)
    return found is None or found[1].resend_in_doubt


def _still_in_hands(mail: OutboxMail) -> object:
    return (OutboxMail.id == mail.id) & (OutboxMail.state == MailState.CLAIMED) & (OutboxMail.attempts == mail.attempts)


def _in_flight() -> int:
    return int(OutboxMail.select().where(OutboxMail.state == MailState.CLAIMED, OutboxMail.due_at > now()).count())


def _hour_is_full() -> bool:
    most = setting("mail.hourly_limit")
    if not most.isdecimal() or int(most) == 0:
        return False
    lock("mail.hourly_limit")
    handed_over = OutboxMail.select().where(OutboxMail.sent_at > now() - timedelta(hours=1)).count()
    return bool(handed_over + _in_flight() >= int(most))


class _Hands:
    """What this worker holds now."""

    mail: OutboxMail | None = None


@contextmanager
def _renewing() -> Iterator[_Hands]:
    """Renew the claim on the mail in hand while the block runs: a slow server is no dead worker."""
    hands, finished = _Hands(), threading.Event()

    def renew() -> None:
        while not finished.wait(LEASE.total_seconds() / 3):
            if hands.mail is not None:
                with connected():
                    OutboxMail.update(due_at=now() + LEASE).where(_still_in_hands(hands.mail)).execute()

    thread = threading.Thread(target=renew, daemon=True, name="mail-lease")
    thread.start()
    try:
        yield hands
    finally:
        finished.set()
        thread.join()
