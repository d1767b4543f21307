"""Says of every event whether an agreement's feed has it, and if not why: for the feed and the preview alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from ovkk_core.agreements.choices import Cancelling, Vanishing
from ovkk_core.agreements.dates import Dates, dates_of
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.phases import Cancellation, restatement
from ovkk_core.calendars import EventStatus, Visibility
from ovkk_core.calendars.restating import Restatement


class Reason(Enum):
    """Why a feed does not have an event."""

    DRAFT = "draft"
    INTERNAL = "internal"
    ACTIVITY = "activity"
    PLACE = "place"
    NOWHERE = "nowhere"
    THEME = "theme"
    AUDIENCE = "audience"
    CANCELLED = "cancelled"
    LONG_CANCELLED = "long_cancelled"
    WITHDRAWN = "withdrawn"
    OFF = "off"
    NOT_APPROVED = "not_approved"
    NO_MUNICIPALITY = "no_municipality"
    OURS = "ours"


REASONS = {
    Reason.DRAFT: _l("is a draft, which nobody outside sees"),
    Reason.INTERNAL: _l("is internal, which no calendar outside has"),
    Reason.ACTIVITY: _l("belongs to an activity that is not ticked"),
    Reason.PLACE: _l("is somewhere else"),
    Reason.NOWHERE: _l("has no village, so we do not know whether it is there"),
    Reason.THEME: _l("has none of the themes that are ticked"),
    Reason.AUDIENCE: _l("is for others than the audiences that are ticked"),
    Reason.CANCELLED: _l("was cancelled, and this calendar has only what goes on"),
    Reason.LONG_CANCELLED: _l("was cancelled so long ago that it has gone"),
    Reason.WITHDRAWN: _l("was withdrawn"),
    Reason.OFF: _l("belongs to a component that is switched off"),
    Reason.NOT_APPROVED: _l("was not approved for our public agenda"),
    Reason.NO_MUNICIPALITY: _l("names no municipality, so we do not know whether it is there"),
    Reason.OURS: _l("is in our own agenda already"),
}


@dataclass(frozen=True)
class World:
    """What judging needs to know besides the event: read once for all events."""

    day: date
    on: frozenset[str]
    villages: frozenset[int] | None  # None: everywhere
    wholes: frozenset[int]  # events with a part in those villages
    for_others: frozenset[int]  # events for none of the audiences of the agreement
    gone: Mapping[int, datetime]
    off: Mapping[str, datetime]
    called_off: Mapping[int, Mapping[date, datetime]]  # dates of series


@dataclass(frozen=True)
class Verdict:
    """Why not, or None; and how to say it, or single dates of it, otherwise than it is stored."""

    reason: Reason | None = None
    restatement: Restatement | None = None
    dates: Dates | None = None

    @property
    def newer(self) -> int:
        """How much newer the text of this feed is than the stored one."""
        return sum(one.newer for one in (self.restatement, self.dates) if one)

    @property
    def changed(self) -> datetime | None:
        """When this feed last began to say something else than what is stored."""
        return max((one.changed for one in (self.restatement, self.dates) if one and one.changed), default=None)


def judge(event: Any, agreement: FeedAgreement, world: World) -> Verdict:
    """Give the verdict on ``event``, any row with the fields that :mod:`selection` reads."""
    reason = hidden(event) or unwanted(event, agreement, world)
    if reason:
        return Verdict(reason)
    dates = dates_of(event, agreement.cancelling, world.called_off.get(event.id, {}), world.day)
    verdict = _whole(event, agreement, world)
    if dates and dates.none_left and not verdict.reason:
        return Verdict(_long_or_not(agreement))
    return replace(verdict, dates=dates)


def _whole(event: Any, agreement: FeedAgreement, world: World) -> Verdict:
    """Give the verdict on the event as a whole, which passed the filters."""
    if event.owner not in world.on:
        return _vanished(event, agreement, world, world.off.get(event.owner), Reason.OFF, newer=1)
    if event.status is EventStatus.WITHDRAWN:
        return _vanished(event, agreement, world, world.gone.get(event.id), Reason.WITHDRAWN, newer=0)
    if event.status is EventStatus.CANCELLED:
        cancelled = Cancellation(world.gone.get(event.id, event.last_modified))
        return _said(agreement, cancelled, event, world.day)
    return Verdict()


def hidden(event: Any) -> Reason | None:
    """Say why nobody outside may know of the event (CAL-13)."""
    if event.status is EventStatus.DRAFT:
        return Reason.DRAFT
    return Reason.INTERNAL if event.visibility is not Visibility.PUBLIC else None


def unwanted(event: Any, agreement: FeedAgreement, world: World) -> Reason | None:
    """Say which filter of ``agreement`` leaves the event out, whatever became of it."""
    if agreement.activities and event.owner not in agreement.activities:
        return Reason.ACTIVITY
    if agreement.themes and not set(agreement.themes) & set(event.categories or ()):
        return Reason.THEME
    if event.id in world.for_others:
        return Reason.AUDIENCE
    if world.villages is None or event.village_id in world.villages or event.id in world.wholes:
        return None
    return Reason.PLACE if event.village_id else Reason.NOWHERE


def _vanished(
    event: Any, agreement: FeedAgreement, world: World, since: datetime | None, reason: Reason, newer: int
) -> Verdict:
    """Treat as cancelled since then when so agreed; what nobody can have seen is just not there."""
    if since is None or agreement.vanishing is Vanishing.HIDE:
        return Verdict(reason)
    return _said(agreement, Cancellation(since, newer, restate=True), event, world.day)


def _said(agreement: FeedAgreement, cancelled: Cancellation, event: Any, day: date) -> Verdict:
    wanted = restatement(agreement.cancelling, cancelled, event.over_at, day)
    if wanted:
        return Verdict(None, wanted)
    return Verdict(_long_or_not(agreement))


def _long_or_not(agreement: FeedAgreement) -> Reason:
    return Reason.CANCELLED if agreement.cancelling is Cancelling.LEAVE_OUT else Reason.LONG_CANCELLED
