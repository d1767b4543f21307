"""What somebody answered to "Klopt dit nog?", and changes of boards, for their dossier."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.contacts import Person, Position
from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.personal.declarations import READ
from ovkk_core.personal.models import CheckItem, CheckRound, Handover

KINDS = ("person", "organisation")


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest answers of a person or an organisation, and who handed over to whom."""
    if subject.kind not in KINDS:
        return []
    found = [*_answers(subject, until, most), *_handovers(subject, until, most)]
    return sorted(found, key=lambda item: item.at, reverse=True)[:most]


def _answers(subject: Subject, until: datetime | None, most: int) -> list[TimelineItem]:
    field = CheckItem.person if subject.kind == "person" else CheckItem.organisation
    query = CheckItem.select(CheckItem, CheckRound).join(CheckRound)
    query = query.where(field == subject.id, CheckItem.answered_at.is_null(False))
    if until is not None:
        query = query.where(CheckItem.answered_at <= until)
    return [
        TimelineItem(
            at=one.answered_at,
            kind=_("Is this still right?"),
            title=_("Answered “%(round)s”", round=one.round.name),
            text=str(one.state.label),
            address=f"/beheer/klopt-dit-nog/{one.round_id}/",
            permission=READ,
        )
        for one in query.order_by(CheckItem.answered_at.desc(), CheckItem.id.desc()).limit(most)
    ]


def _handovers(subject: Subject, until: datetime | None, most: int) -> list[TimelineItem]:
    old, new, left, came = Position.alias(), Position.alias(), Person.alias(), Person.alias()
    mine: Any = Handover.organisation == subject.id
    if subject.kind == "person":
        mine = (old.person == subject.id) | (new.person == subject.id)
    query = (
        Handover.select(Handover, old, new, left, came)
        .join(old, peewee.JOIN.LEFT_OUTER, on=(Handover.old_position == old.id), attr="old_position")
        .join(left, peewee.JOIN.LEFT_OUTER, on=(old.person == left.id), attr="person")
        .switch(Handover)
        .join(new, peewee.JOIN.LEFT_OUTER, on=(Handover.new_position == new.id), attr="new_position")
        .join(came, peewee.JOIN.LEFT_OUTER, on=(new.person == came.id), attr="person")
        .where(mine, old.id.is_null(False))
    )
    if until is not None:
        query = query.where(Handover.entered_at <= until)
    latest = query.order_by(Handover.entered_at.desc(), Handover.id.desc()).limit(most)
    return [_handover(one) for one in latest]


def _handover(one: Handover) -> TimelineItem:
    position, came = one.old_position, one.new_position_id and one.new_position.person
    who = {"who": str(position.person or ""), "what": str(position.own_title or position.function.label)}
    said = [
        _("%(who)s comes after", who=str(came)) if came else _("nobody comes after yet"),
        *([_("said by a personal link")] if one.by_link else []),
        *([_("taken back")] if one.undone_at else []),
    ]
    return TimelineItem(
        at=one.entered_at,
        kind=_("Change of the board"),
        title=_("%(who)s leaves as %(what)s", **who),
        text=" · ".join(said),
        address="/beheer/bestuurswissels/",
        permission=READ,
    )
