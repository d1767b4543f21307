"""The reader: fetches what waits in the mailbox, and asks the outbox which mails were refused at the door."""

import logging
from datetime import timedelta

from flask import current_app

from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.inbox import effects
from ovkk_core.inbox.boxes import open_box
from ovkk_core.inbox.judging import of_reply
from ovkk_core.inbox.keeping import keep
from ovkk_core.inbox.models import Bounce
from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.registry import bump

log = logging.getLogger(__name__)

READ = "inbox.read"
REFUSED_SINCE = timedelta(days=7)
BATCH = 500


def read_inbox() -> int:
    """Keep what waits in the mailbox of ``OVKK_INBOX_URL`` and put it away there; give how many were new.

    A message is put away after it was kept: what is read again after a crash is recognised and changes nothing.
    Raises :class:`BoxError` when the mailbox cannot be read; the next time begins where this one stopped.
    """
    note_refused()
    url = current_app.config["OVKK"].inbox_url
    if not url:
        return 0
    new = 0
    with open_box(url) as box:
        for found in box.messages():
            new += keep(found) is not None
            box.put_away(found)
    bump(READ)
    return new


def note_refused() -> int:
    """Note the mails that a server refused for good while we were handing them over; give how many."""
    noted = Bounce.select(Bounce.mail).where(Bounce.mail.is_null(False))
    failed = OutboxMail.select().where(
        OutboxMail.state == MailState.FAILED, OutboxMail.failed_at > now() - REFUSED_SINCE, OutboxMail.id.not_in(noted)
    )
    count = 0
    for mail in failed.order_by(OutboxMail.id).limit(BATCH):
        with transaction():
            effects.bounce(mail, of_reply(str(mail.reply)), f"delivery:{mail.id}")
        count += 1
    return count
