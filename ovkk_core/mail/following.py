"""How the post goes: what waits, what failed, what people should know or do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import peewee

from ovkk_core.accounts import User, may
from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.hookspecs import Health, Impact, TodoItem
from ovkk_core.mail.campaigns import untouched
from ovkk_core.mail.claiming import is_paused
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.outbox import ask_for_delivery

WAITING = (MailState.QUEUED, MailState.DEFERRED, MailState.DOUBT)
STILL_HERE = (*WAITING, MailState.HELD)
STUCK = (MailState.DEFERRED, MailState.DOUBT, MailState.FAILED, MailState.HELD)
TOO_LATE = timedelta(minutes=30)
FAILED_SCREEN = "/beheer/post/?f_state=failed"
HELD_SCREEN = "/beheer/post/?f_state=held"


@dataclass(frozen=True)
class Progress:
    """How the post goes: what waits, is in hands and is tried again, and what left in the last hour."""

    waiting: int
    in_hands: int
    again: int
    sent: int
    paused: bool


def progress() -> Progress:
    """Count the post of this moment; a few milliseconds with a hundred thousand mails."""
    states = (MailState.QUEUED, MailState.CLAIMED, MailState.DEFERRED)
    counts = OutboxMail.select(OutboxMail.state, peewee.fn.COUNT(OutboxMail.id)).where(OutboxMail.state.in_(states))
    found = dict(counts.group_by(OutboxMail.state).tuples())
    sent = OutboxMail.select().where(OutboxMail.sent_at > now() - timedelta(hours=1)).count()
    waiting, in_hands, again = (found.get(state, 0) for state in states)
    return Progress(waiting, in_hands, again, sent, paused=is_paused())


def send_again(mail: OutboxMail) -> None:
    """Give a mail that did not arrive for certain a new chance, at once and with the same Message-ID.

    Raises ``BadInputError`` for a mail that was sent, or is waiting or being sent already.
    """
    with transaction():
        chance = {
            OutboxMail.state: MailState.QUEUED,
            OutboxMail.due_at: now(),
            OutboxMail.attempts: 0,
            OutboxMail.tried_at: None,
        }
        if not OutboxMail.update(chance).where(OutboxMail.id == mail.id, OutboxMail.state.in_(STUCK)).execute():
            raise BadInputError("Deze mail is al verstuurd of staat al klaar om te worden verstuurd.")
        audit("mail.again", "mail", mail.id)
        ask_for_delivery()


def drop(mails: Iterable[OutboxMail]) -> int:
    """Take those of ``mails`` that wait or are held back out of the queue for good; give how many.

    One that is being handed over at this moment still goes. The ``key`` of a dropped mail may be queued again.
    """
    gone = {OutboxMail.state: MailState.DROPPED, OutboxMail.due_at: None}
    dropped = 0
    with transaction():
        for mail in mails:
            waits = OutboxMail.state.in_(STILL_HERE) | untouched()
            free = {} if mail.campaign else {OutboxMail.key: None}
            if OutboxMail.update(gone | free).where(OutboxMail.id == mail.id, waits).execute():
                audit("mail.drop", "mail", mail.id)
                dropped += 1
    return dropped


def waiting_of(plugin: str) -> Sequence[Impact]:
    """Say how many mails of ``plugin`` will wait while it is off."""
    count = OutboxMail.select().where(OutboxMail.room == plugin, OutboxMail.state.in_(WAITING)).count()
    return [Impact(count, "mails die nog niet verstuurd zijn; zij wachten")] if count else []


def health() -> Sequence[Health]:
    """Say whether the worker keeps up with the post, and whether mails failed in the last day."""
    return [_paused_health(), _waiting_health(), _failed_health()]


def todos(user: User) -> Sequence[TodoItem]:
    """Ask who may send post to look at what failed, and at what was held back."""
    if not may("mail.send", user):
        return []
    found, failed = [], _failed().count()
    if failed:
        title = "1 mail is niet aangekomen" if failed == 1 else f"{failed} mails zijn niet aangekomen"
        found.append(TodoItem(title, FAILED_SCREEN, "Bekijk de post"))
    if held := OutboxMail.select().where(OutboxMail.state == MailState.HELD).count():
        title = "1 mail is tegengehouden" if held == 1 else f"{held} mails zijn tegengehouden"
        found.append(TodoItem(f"{title}, omdat er iemand in stond die is gewist", HELD_SCREEN, "Beslis wat ermee moet"))
    return found


def _paused_health() -> Health:
    paused = is_paused()
    message = "staat op pauze; zet het aan bij Instellingen, Mail." if paused else "Staat aan."
    return Health("Versturen van post", ok=not paused, message=message)


def _waiting_health() -> Health:
    late = OutboxMail.select(OutboxMail.due_at).where(OutboxMail.due_at < now() - TOO_LATE)
    oldest = late.order_by(OutboxMail.due_at).first()
    if oldest is None:
        return Health("Wachtende post", ok=True, message="Er is geen post die te lang wacht.")
    minutes = int((now() - oldest.due_at).total_seconds() // 60)
    return Health(
        "Wachtende post",
        ok=False,
        message=f"De oudste mail wacht al {minutes} minuten. Controleer of de werker draait (ovkk worker), "
        "of er een uurgrens is ingesteld en of er post is van een onderdeel dat uit staat.",
    )


def _failed_health() -> Health:
    count = _failed().where(OutboxMail.failed_at > now() - timedelta(days=1)).count()
    if not count:
        return Health("Mislukte post", ok=True, message="De laatste dag is er geen mail mislukt.")
    return Health(
        "Mislukte post",
        ok=False,
        message=f"De laatste dag zijn er {count} mails mislukt. Kijk bij Post wat de mailserver antwoordde.",
    )


def _failed() -> Any:
    """Give what no server took; of what came back later the inbox tells."""
    return OutboxMail.select().where(OutboxMail.state == MailState.FAILED, OutboxMail.sent_at.is_null())
