"""What the newsletter told about what happens in a place, or what an organisation does, and where others placed it."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.calendars import Event, events_around
from ovkk_core.clock import AMSTERDAM
from ovkk_core.hookspecs import Panel, Subject, TimelineItem
from plugins.kernpunt.archive import has_appeared, public_items
from plugins.kernpunt.declarations import READ
from plugins.kernpunt.editions import PAGE, newsletter_title
from plugins.kernpunt.models import Edition, Item, Outlet, Placing

SHOWN = 5
UID = 36  # an item of an event has its UID for key, with or without a word after it


def items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give the latest items that appeared about its events, and the latest placings of them."""
    about = _about(subject)
    if about is None:
        return []
    found = [*_told(about, until, most), *_placed(about, until, most)]
    return sorted(found, key=lambda item: item.at, reverse=True)[:most]


def panels(subject: Subject) -> Iterable[Panel]:
    """Give what the archive shows about events in a village or a municipality; nothing when there is nothing."""
    about = _about(subject) if subject.kind in {"village", "municipality"} else None
    if about is None:
        return []
    rows = public_items().where(has_appeared(), about)
    told = list(rows.order_by(Edition.publishes_at.desc(), Item.place, Item.id).limit(SHOWN))
    title = _("In %(newsletter)s", newsletter=newsletter_title())
    return [Panel(title, "kernpunt/panel.html", {"told": told, "page": PAGE}, public=True, order=70)] if told else []


def _about(subject: Subject) -> Any:
    """Give the condition for items about events there or of the organisation; None for a person."""
    around = events_around(subject)
    if around is None:
        return None
    return peewee.fn.SUBSTR(Item.key, 1, UID).in_(Event.select(Event.uid).where(around))


def _told(about: Any, until: datetime | None, most: int) -> list[TimelineItem]:
    rows = Item.select(Item, Edition).join(Edition).where(about, ~Item.left_out, has_appeared())
    if until is not None:
        rows = rows.where(Edition.publishes_at <= until)
    return [
        TimelineItem(
            at=item.edition.publishes_at,
            kind=newsletter_title(),
            title=str(item.title),
            text=str(item.edition.title),
            address=f"{PAGE}/{item.edition.slug}#bericht-{item.id}" if item.in_archive else "",
            permission=None if item.in_archive else READ,
        )
        for item in rows.order_by(Edition.publishes_at.desc(), Item.place, Item.id).limit(most)
    ]


def _placed(about: Any, until: datetime | None, most: int) -> list[TimelineItem]:
    rows = Placing.select(Placing, Item, Outlet).join(Item).switch(Placing).join(Outlet).where(about)
    if until is not None:
        rows = rows.where(Placing.placed_on <= until.astimezone(AMSTERDAM).date())
    return [
        TimelineItem(
            at=datetime.combine(placing.placed_on, time.min, AMSTERDAM),
            kind=newsletter_title(),
            title=_("Placed: %(title)s", title=placing.item.title),
            text=str(placing.outlet),
            address=f"/beheer/kernpunt-plaatsen/{placing.item.edition_id}",
            permission=READ,
        )
        for placing in rows.order_by(Placing.placed_on.desc(), Placing.id.desc()).limit(most)
    ]
