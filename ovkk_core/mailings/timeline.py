"""The mailings that somebody, or an organisation, was on the list of, for their dossier."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import peewee
from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.audiences import SnapshotMember
from ovkk_core.hookspecs import Panel, Subject, TimelineItem
from ovkk_core.mailings.declarations import READ
from ovkk_core.mailings.models import Mailing, MailingSkip, MailingVariant

SHOWN = 5
MAILED = (
    (SnapshotMember.excluded == "")
    & MailingSkip.id.is_null()
    & (SnapshotMember.id <= MailingVariant.reached)  # what was stopped before it came to them did not go
)
WHY = peewee.fn.COALESCE(MailingSkip.reason, SnapshotMember.excluded)


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest mailings that began to leave, also those that another room made."""
    query = _listed(subject)
    if query is None:
        return []
    if until is not None:
        query = query.where(Mailing.started_at <= until)
    return [
        TimelineItem(
            at=mailing.started_at,
            kind=_("Mailing"),
            title=str(mailing.title),
            text=outcome_of(mailing),
            address=f"/beheer/mailings/{mailing.id}/",
            permission=READ,
        )
        for mailing in query.limit(most)
    ]


def panels(subject: Subject) -> Iterable[Panel]:
    """Give the last mailings, with what went to whom of them."""
    query = _listed(subject)
    if query is None:
        return []
    given = {"mailings": query.limit(SHOWN), "outcome_of": outcome_of}
    return [Panel(_("Mailings"), "mailings/dossier.html", given, READ, order=45)]


def outcome_of(mailing: Any) -> str:
    """Say how it went to those of the list whom it is about; ``mailing`` is a row of :func:`_listed`."""
    if mailing.members == 1:
        return _("by mail") if mailing.mails else _("by letter") if mailing.letters else mailing.why or _("not sent")
    nothing = mailing.members - mailing.mails - mailing.letters
    said = (
        (mailing.mails, _("%(num)s by mail", num=mailing.mails)),
        (mailing.letters, _("%(num)s by letter", num=mailing.letters)),
        (nothing, ngettext("%(num)s gets nothing", "%(num)s get nothing", nothing)),
    )
    return ", ".join(words for count, words in said if count)


def _listed(subject: Subject) -> Any:
    """Give the mailings with somebody of the subject on their list, latest first; None for a place.

    Each with how many of them were on it, ``mails`` and ``letters``, and ``why`` to one of the others nothing went.
    """
    field = {"person": SnapshotMember.person, "organisation": SnapshotMember.organisation}.get(subject.kind)
    if field is None:
        return None
    skipped = (MailingSkip.member == SnapshotMember.id) & (MailingSkip.mailing == Mailing.id)
    columns = (
        peewee.fn.COUNT(SnapshotMember.id).alias("members"),
        peewee.fn.SUM(peewee.Case(None, [(MAILED, 1)], 0)).alias("mails"),
        peewee.fn.SUM(peewee.Case(None, [(SnapshotMember.by_letter, 1)], 0)).alias("letters"),
        peewee.fn.MAX(WHY).alias("why"),
    )
    return (
        Mailing.select(Mailing.id, Mailing.title, Mailing.started_at, *columns)
        .join(MailingVariant)
        .join(SnapshotMember, on=(MailingVariant.snapshot == SnapshotMember.snapshot))
        .join(MailingSkip, peewee.JOIN.LEFT_OUTER, on=skipped)
        .where(field == subject.id, Mailing.started_at.is_null(False))
        .group_by(Mailing.id, Mailing.title, Mailing.started_at)
        .order_by(Mailing.started_at.desc(), Mailing.id.desc())
    )
