"""What this room tells others: what is planned outside, what waits for a person, and what goes wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.accounts import User, may
from ovkk_core.calendars import local
from ovkk_core.clock import now
from ovkk_core.hookspecs import Health, OutsideEvent, Permission, TodoItem
from ovkk_core.subscriptions.models import ItemState, OutsideItem, Subscription

WORKERS = frozenset({"redacteur", "coordinator"})
PERMISSIONS = [
    Permission("subscriptions.read", "Agenda's van anderen bekijken", WORKERS | {"adviseur", "lezer"}),
    Permission("subscriptions.write", "Agenda's van anderen toevoegen en wijzigen", WORKERS),
    Permission("subscriptions.moderate", "Bepalen wat van anderen op onze agenda komt", WORKERS),
]
ITEMS = "/beheer/activiteiten-van-anderen/"
WORRY = timedelta(days=2)
OURS = UUID("6b1f5a0e-3c1d-4d55-9c0b-5d2f1a8e7c94")  # what we name after others' dates is in this namespace


def planned(since: datetime, until: datetime) -> Iterator[OutsideEvent]:
    """Give the items of active subscriptions in that time, each once; what is not public is for planning."""
    there = (OutsideItem.starts_at < until) & (OutsideItem.ends_at > since)
    items = OutsideItem.select(OutsideItem, Subscription).join(Subscription)
    for item in items.where(Subscription.active, OutsideItem.duplicate_of.is_null(), there):
        yield OutsideEvent(
            title=item.title,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            all_day=item.all_day,
            place=item.place,
            source=item.subscription.title,
            address=item.address,
            municipality_id=item.subscription.municipality_id,
            public=item.state is ItemState.PUBLIC,
            uid=str(uuid5(OURS, f"{item.subscription_id}/{item.key}")),
            changed_at=item.changed_at,
        )


def waiting() -> int:
    """Count the items that a person has to judge."""
    unjudged = (OutsideItem.state == ItemState.NEW) & OutsideItem.duplicate_of.is_null() & (OutsideItem.ends_at > now())
    return int(OutsideItem.select().join(Subscription).where(Subscription.active, unjudged).count())


def todos(user: User) -> list[TodoItem]:
    """Ask those who may to judge what waits."""
    count = waiting() if may("subscriptions.moderate", user) else 0
    title = ngettext(
        "%(num)d item of others awaits your judgement", "%(num)d items of others await your judgement", count
    )
    return [TodoItem(title, f"{ITEMS}?f_state=new", _("Judge"))] if count else []


def health() -> list[Health]:
    """Say of which calendars we have no recent copy, and why."""
    failing = Subscription.select().where(Subscription.active, Subscription.failures > 0)
    worrying = [one for one in failing if not one.good_at or one.good_at < now() - WORRY]
    return [Health(f"Agenda '{one.title}'", False, f"{one.error} {copy_of(one)}") for one in worrying]


def copy_of(subscription: Subscription) -> str:
    """Say in Dutch which copy we show when fetching fails."""
    if not subscription.good_at:
        return "Wij hebben nog geen goede kopie."
    return f"Wij tonen de kopie van {local(subscription.good_at):%d-%m-%Y, %H.%M} uur."
