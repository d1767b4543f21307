"""Date polls that somebody was asked in, for their dossier or that of their organisation."""

from collections.abc import Iterable
from datetime import datetime

import peewee
from flask_babel import gettext as _

from ovkk_core.contacts import Position
from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.mail import OutboxMail
from ovkk_core.planning.declarations import READ
from ovkk_core.planning.models import DatePoll, PollGuest


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest polls by when they answered, or else were asked; not what they answered."""
    if subject.kind not in {"person", "organisation"}:
        return []
    field = Position.person if subject.kind == "person" else Position.organisation
    asked = PollGuest.position.in_(Position.select(Position.id).where(field == subject.id))
    if subject.kind == "person":
        asked |= PollGuest.person == subject.id
    query = (
        PollGuest.select(PollGuest, DatePoll, OutboxMail.queued_at)
        .join(DatePoll)
        .switch(PollGuest)
        .join(OutboxMail, peewee.JOIN.LEFT_OUTER)
        .where(asked, PollGuest.answered_at.is_null(False) | OutboxMail.queued_at.is_null(False))
    )
    if until is not None:
        waiting = PollGuest.answered_at.is_null() & (OutboxMail.queued_at <= until)
        query = query.where((PollGuest.answered_at <= until) | waiting)
    latest = peewee.fn.COALESCE(PollGuest.answered_at, OutboxMail.queued_at).desc()
    return [_item(guest) for guest in query.order_by(latest, PollGuest.id.desc()).limit(most)]


def _item(guest: PollGuest) -> TimelineItem:
    return TimelineItem(
        at=guest.answered_at or guest.mail.queued_at,
        kind=_("Date poll"),
        title=str(guest.poll.title),
        text=_("%(who)s answered", who=guest.name) if guest.answered_at else _("%(who)s was asked", who=guest.name),
        address=f"/beheer/datumprikkers/{guest.poll_id}/",
        permission=READ,
    )
