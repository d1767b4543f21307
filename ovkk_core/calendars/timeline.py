"""Events in a place or of an organisation, for their dossier."""

from collections.abc import Iterable
from datetime import datetime

import peewee
from flask_babel import gettext as _

from ovkk_core.calendars import selecting
from ovkk_core.calendars.models import Event, EventStatus
from ovkk_core.contacts import Municipality, Organisation
from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.registry import registry

READ = "calendars.read"
STATES = {
    EventStatus.DRAFT: lambda: _("not public yet"),
    EventStatus.CANCELLED: lambda: _("Cancelled"),
    EventStatus.WITHDRAWN: lambda: _("withdrawn"),
}


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest whole events there, also those to come; of an organisation those that it organises."""
    where = events_around(subject)
    if where is None:
        return []
    query = Event.select().where(where, Event.parent.is_null())
    if until is not None:
        query = query.where(Event.starts_at <= until)
    return [_item(event) for event in query.order_by(Event.starts_at.desc(), Event.id.desc()).limit(most)]


def events_around(subject: Subject) -> peewee.Expression | None:
    """Give the condition for events in the place, or that the organisation organises; None for a person."""
    if subject.kind == "village":
        return selecting.in_villages([subject.id])
    if subject.kind == "municipality":
        return selecting.in_municipality(Municipality(id=subject.id))
    if subject.kind == "organisation":
        name = Organisation.select(Organisation.name).where(Organisation.id == subject.id)
        return Event.organiser.in_(name)
    return None


def _item(event: Event) -> TimelineItem:
    public = event.visible and registry.is_on(event.owner)
    said = [STATES[event.status]()] if event.status in STATES else []
    return TimelineItem(
        at=event.starts_at,
        kind=_("Event"),
        title=str(event.title),
        text=" · ".join([*said, *([str(event.location)] if event.location else [])]),
        address=f"/agenda/{event.slug}" if public else f"/beheer/activiteiten/{event.id}/",
        permission=None if public else READ,
    )
