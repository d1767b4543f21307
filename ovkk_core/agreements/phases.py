"""What a feed says of a cancelled event, day by day. All turns are at midnight, so that a feed is steady all day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ovkk_core.agreements.choices import Cancelling
from ovkk_core.calendars.moments import local, whole_days
from ovkk_core.calendars.restating import TITLE_FIRST, Restatement

TITLE_DAYS = timedelta(days=7)
KEPT_DAYS = timedelta(days=60)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cancellation:
    """When an event was cancelled (UTC), and how much newer than the stored text that made it."""

    at: datetime
    newer: int = 0
    restate: bool = False  # whether the stored text says otherwise: withdrawn, or the plugin is off


def restatement(policy: Cancelling, cancelled: Cancellation, over_at: datetime, day: date) -> Restatement | None:
    """Give what to say on ``day`` of an event cancelled so; None when it is to be left out.

    First by its title (for 7 days, or until it is over), then by STATUS:CANCELLED for 60 days and at least until
    its end (CAL-13). SEQUENCE rises with the second step, as STATUS changes (RFC 5546 2.1.4).
    """
    first, turn, gone = _turns(policy, cancelled.at, over_at)
    if day >= gone:
        return None
    changed = cancelled.at if cancelled.restate else None
    if day < turn:
        return Restatement("CONFIRMED", TITLE_FIRST, transparent=True, newer=cancelled.newer, changed=changed)
    if turn == first:
        return Restatement("CANCELLED", newer=cancelled.newer, changed=changed)
    return Restatement("CANCELLED", newer=cancelled.newer + 1, changed=whole_days(turn, turn)[0])


@dataclass(frozen=True)
class Step:
    """What a feed says of one date of a series that was called off: ``said`` is None when the date is left out.

    ``newer`` and ``changed`` count for the whole series, as all of it has one UID.
    """

    said: Restatement | None
    newer: int = 0
    changed: datetime | None = None


def step(policy: Cancelling, off_at: datetime, over_at: datetime, day: date) -> Step:
    """Give what to say on ``day`` of a date called off at ``off_at``: the same turns as for a whole event.

    Leaving it out is one more change of the series, as its EXDATE is new (RFC 5546 2.1.4).
    """
    said = restatement(policy, Cancellation(off_at), over_at, day)
    if said or policy is Cancelling.LEAVE_OUT:
        return Step(said, said.newer if said else 0, said.changed if said else None)
    first, turn, gone = _turns(policy, off_at, over_at)
    return Step(None, 1 if turn == first else 2, whole_days(gone, gone)[0])


def _turns(policy: Cancelling, off_at: datetime, over_at: datetime) -> tuple[date, date, date]:
    """Give the day it was called off, the day from which STATUS says it, and the day from which it is gone."""
    first, over = local(off_at).date(), local(over_at - INSTANT).date() + DAY
    if policy is Cancelling.LEAVE_OUT:
        return first, first, date.min
    turn = max(min(first + TITLE_DAYS, over), first) if policy is Cancelling.TITLE_FIRST else first
    return first, turn, max(turn + KEPT_DAYS, over)
