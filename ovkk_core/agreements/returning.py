"""What has to be told anew with a higher number: a plugin that returns, another way to say what was cancelled."""

import peewee

from ovkk_core.agreements.choices import Vanishing
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.calendars import Event, EventStatus, occurring, selecting
from ovkk_core.calendars.restating import renew
from ovkk_core.clock import today
from ovkk_core.contacts import Village
from ovkk_core.database import transaction


def welcome_back(plugin: str) -> None:
    """Give the events of ``plugin`` a newer version, so that programs believe they go on after all."""
    if not FeedAgreement.select().where(FeedAgreement.vanishing == Vanishing.CANCEL).exists():
        return
    renew(_seen(selecting.shown([plugin])))


def save(agreement: FeedAgreement) -> None:
    """Save ``agreement``; with another way to say what was cancelled, all that was gets a newer version (CAL-7)."""
    with transaction():
        before = FeedAgreement.get_or_none(FeedAgreement.id == agreement.id) if agreement.id else None
        agreement.save()
        if before and before.cancelling is not agreement.cancelling:
            seen = _seen(selecting.shown())
            renew(one for one in seen if one.status is EventStatus.CANCELLED or occurring.called_off(one))


def _seen(condition: peewee.Expression) -> peewee.ModelSelect:
    query = Event.select(Event, Village).join(Village, peewee.JOIN.LEFT_OUTER)
    return query.where(condition & selecting.recent(today()))
