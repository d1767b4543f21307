"""The mails to somebody, for their dossier: subject and state, never what was in it."""

import json
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.placeholders import Text
from ovkk_core.mail.states import STATES
from ovkk_core.registry import setting

COLUMNS = (
    *(OutboxMail.id, OutboxMail.subject, OutboxMail.body, OutboxMail.personal),
    *(OutboxMail.state, OutboxMail.address, OutboxMail.queued_at),
)


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest mails to an address of the subject."""
    if not subject.addresses:
        return []
    query = OutboxMail.select(*COLUMNS).where(OutboxMail.address.in_(sorted(subject.addresses)))
    if until is not None:
        query = query.where(OutboxMail.queued_at <= until)
    return [
        TimelineItem(
            at=mail.queued_at,
            kind=_("Mail"),
            title=_subject(mail),
            text=_("to %(address)s: %(state)s", address=mail.address, state=str(STATES[mail.state])),
            address=f"/beheer/post/{mail.id}/",
            permission="mail.read",
        )
        for mail in query.order_by(OutboxMail.queued_at.desc(), OutboxMail.id.desc()).limit(most)
    ]


def _subject(mail: OutboxMail) -> str:
    """Give the subject as it was read: of a mail to many the personal words are kept apart."""
    if mail.body_id is None:
        return str(mail.subject)
    try:
        return Text(mail.subject).fill({"association": setting("association.name"), **json.loads(mail.personal)})
    except (ValueError, KeyError):  # a word that only delivering knows stays a placeholder
        return str(mail.subject)
