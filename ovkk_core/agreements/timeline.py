"""The calendars that were given to somebody or to their organisation, for their dossier."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ovkk_core.agreements.models import FeedAgreement, FeedToken
from ovkk_core.contacts import Position
from ovkk_core.hookspecs import Panel, Subject, TimelineItem

READ = "agreements.read"


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest addresses of calendars that were given out; never the address itself."""
    field = _field(subject)
    if field is None:
        return []
    query = FeedToken.select(FeedToken, FeedAgreement).join(FeedAgreement).switch(FeedToken)
    query = query.join(Position, on=FeedToken.holder).where(field == subject.id)
    if until is not None:
        query = query.where(FeedToken.created_at <= until)
    return [
        TimelineItem(
            at=token.created_at,
            kind=_("Calendar"),
            title=_("Address given for “%(name)s”", name=token.agreement.name),
            text=_("withdrawn") if token.revoked_at else "",
            address=f"/beheer/agenda-afspraken/{token.agreement_id}/",
            permission=READ,
        )
        for token in query.order_by(FeedToken.created_at.desc(), FeedToken.id.desc()).limit(most)
    ]


def panels(subject: Subject) -> Iterable[Panel]:
    """Give the agreements with a person or an organisation."""
    field = _field(subject)
    if field is None:
        return []
    found = FeedAgreement.select().join(Position).where(field == subject.id).order_by(FeedAgreement.name)
    return [Panel(_("Calendars by agreement"), "agreements/dossier.html", {"agreements": found}, READ, order=60)]


def _field(subject: Subject) -> Any:
    """Give what tells whose a position is; None for a place."""
    return {"person": Position.person, "organisation": Position.organisation}.get(subject.kind)
