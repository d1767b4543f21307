"""When positions began and ended, for the dossier of a person, an organisation or a place."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from ovkk_core.clock import AMSTERDAM, today
from ovkk_core.contacts.models import Organisation, OrganisationVillage, Person, Position, Village
from ovkk_core.hookspecs import Subject, TimelineItem


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest days on which a position began or ended, at midnight."""
    last = until.astimezone(AMSTERDAM).date() if until else date.max
    found = [*_days(subject, Position.starts_on, last, most), *_days(subject, Position.ends_on, last, most)]
    return sorted(found, key=lambda item: item.at, reverse=True)[:most]


def organisations_of(subject: Subject) -> Any:
    """Give the query for the ids of the organisations of a place, or of the organisation itself."""
    links = OrganisationVillage.select(OrganisationVillage.organisation)
    if subject.kind == "village":
        there = Organisation.id.in_(links.where(OrganisationVillage.village == subject.id))
    elif subject.kind == "municipality":
        villages = Village.select(Village.id).where(Village.municipality == subject.id)
        of_villages = Organisation.id.in_(links.where(OrganisationVillage.village.in_(villages)))
        there = (Organisation.municipality == subject.id) | of_villages
    else:
        there = Organisation.id == subject.id
    return Organisation.select(Organisation.id).where(there)


def _days(subject: Subject, field: Any, last: date, most: int) -> list[TimelineItem]:
    of_person = (Position.person == subject.id) | (Position.deputy == subject.id)
    whose = of_person if subject.kind == "person" else Position.organisation.in_(organisations_of(subject))
    query = (
        Position.select(Position, Organisation, Person)
        .join(Organisation)
        .switch(Position)
        .join(Person, on=Position.person)
        .where(whose, field.is_null(False), field <= last)
        .order_by(field.desc(), Position.id.desc())
    )
    return [_item(position, getattr(position, field.name), field is Position.ends_on) for position in query.limit(most)]


def _item(position: Position, day: date, ends: bool) -> TimelineItem:
    words = {
        (False, False): _("%(who)s became %(function)s of %(organisation)s"),
        (False, True): _("%(who)s becomes %(function)s of %(organisation)s"),
        (True, False): _("%(who)s stopped as %(function)s of %(organisation)s"),
        (True, True): _("%(who)s stops as %(function)s of %(organisation)s"),
    }[ends, day > today()]
    return TimelineItem(
        at=datetime.combine(day, time(), AMSTERDAM),
        kind=_("Position"),
        title=words
        % {
            "who": str(position.person),
            "function": position.own_title or position.function.label,
            "organisation": position.organisation.name,
        },
        text=str(position.ended_reason) if ends else "",
        address=f"/beheer/functies/{position.id}/",
    )
