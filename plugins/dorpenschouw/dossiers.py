"""What this activity tells about a village, an organisation or a person in their dossier."""

from collections.abc import Iterable

import peewee

from ovkk_core.calendars import Event, Visibility
from ovkk_core.hookspecs import Panel, Subject
from plugins.dorpenschouw.models import Stop, VillageTour
from plugins.dorpenschouw.tours import SHOWN

MOST_STOPS = 10
Whole = Event.alias()


def panels(subject: Subject) -> Iterable[Panel]:
    """Give the visits to a village that everybody may know of; nothing when there were none."""
    if subject.kind != "village":
        return []
    stops = list(_stops().where(Stop.village == subject.id, *_shown()).limit(MOST_STOPS))
    return [Panel("Op de dorpenschouw", "dorpenschouw/panel.html", {"stops": stops}, public=True)] if stops else []


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
