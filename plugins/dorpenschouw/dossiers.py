"""What this activity tells about a village, an organisation or a person in their dossier."""

from collections.abc import Iterable
from datetime import datetime

import peewee
from flask_babel import gettext as _

from ovkk_core.calendars import Event, Visibility
from ovkk_core.contacts import Organisation, Person, Position, Village
from ovkk_core.hookspecs import Panel, Subject, TimelineItem
from plugins.dorpenschouw.models import Invitation, Stop, VillageTour
from plugins.dorpenschouw.tours import SHOWN

READ = "dorpenschouw.read"
MOST_STOPS = 10
Whole = Event.alias()


def panels(subject: Subject) -> Iterable[Panel]:
    """Give the visits to a village that everybody may know of; nothing when there were none."""
    if subject.kind != "village":
        return []
    stops = list(_stops().where(Stop.village == subject.id, *_shown()).limit(MOST_STOPS))
    return [Panel("Op de dorpenschouw", "dorpenschouw/panel.html", {"stops": stops}, public=True)] if stops else []


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest stops in a place or hosted by an organisation, and the latest invitations of people."""
    found = [*_stop_items(subject, until, most), *_invitation_items(subject, until, most)]
    return sorted(found, key=lambda item: item.at, reverse=True)[:most]


def _stop_items(subject: Subject, until: datetime | None, most: int) -> list[TimelineItem]:
    villages = Village.select(Village.id).where(Village.municipality == subject.id)
    where = {
        "village": Stop.village == subject.id,
        "municipality": Stop.village.in_(villages),
        "organisation": Stop.host == subject.id,
        "person": Stop.host_position.in_(Position.select(Position.id).where(Position.person == subject.id)),
    }[subject.kind]
    query = _stops().where(where, *([Event.starts_at <= until] if until else []))
    return [_stop_item(stop) for stop in query.limit(most)]


def _stop_item(stop: Stop) -> TimelineItem:
    public = all(event.visible for event in (stop.event, stop.tour.event))
    return TimelineItem(
        at=stop.event.starts_at,
        kind=_("Village tour"),
        title=_("Stop: %(title)s", title=stop.event.title),
        text=str(stop.tour.event.title),
        address=str(stop.tour.event.page) if public else f"/beheer/dorpenschouw/{stop.tour_id}/controle",
        permission=None if public else READ,
    )


def _invitation_items(subject: Subject, until: datetime | None, most: int) -> list[TimelineItem]:
    field = {"person": Position.person, "organisation": Position.organisation}.get(subject.kind)
    if field is None:
        return []
    query = (
        Invitation.select(Invitation, VillageTour, Event, Position, Organisation, Person)
        .join(VillageTour)
        .join(Event)
        .switch(Invitation)
        .join(Position)
        .join(Organisation)
        .switch(Position)
        .join(Person, peewee.JOIN.LEFT_OUTER, on=Position.person)
        .where(field == subject.id, *([Invitation.invited_at <= until] if until else []))
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )
    return [_invitation_item(invitation) for invitation in query.limit(most)]


def _invitation_item(invitation: Invitation) -> TimelineItem:
    position = invitation.position
    who = str(position.person) if position.person_id else str(position.organisation)
    return TimelineItem(
        at=invitation.invited_at,
        kind=_("Village tour"),
        title=_("%(who)s was invited for %(tour)s", who=who, tour=invitation.tour.event.title),
        address=str(invitation.tour.event.page),
        permission=READ,
    )


def _shown() -> tuple[peewee.Expression, ...]:
    """Give the conditions for stops that the public may see, as part of a tour that it may see."""
    return tuple(
        condition
        for event in (Event, Whole)
        for condition in (event.status.in_(SHOWN), event.visibility == Visibility.PUBLIC)
    )


def _stops() -> peewee.ModelSelect:
    return (
        Stop.select(Stop, Event, VillageTour, Whole)
        .join(Event, on=Stop.event)
        .switch(Stop)
        .join(VillageTour, on=Stop.tour)
        .join(Whole, on=(VillageTour.event == Whole.id), attr="event")
        .order_by(Event.starts_at.desc())
    )
