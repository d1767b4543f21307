"""The mails to somebody, for their dossier: subject and state, never what was in it."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.states import STATES

COLUMNS = (OutboxMail.id, OutboxMail.subject, OutboxMail.state, OutboxMail.address, OutboxMail.queued_at)


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
            title=str(mail.subject),
            text=_("to %(address)s: %(state)s", address=mail.address, state=str(STATES[mail.state])),
            address=f"/beheer/post/{mail.id}/",
            permission="mail.read",
        )
        for mail in query.order_by(OutboxMail.queued_at.desc(), OutboxMail.id.desc()).limit(most)
    ]
