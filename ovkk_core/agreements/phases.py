"""What a feed says of a cancelled event, day by day. All turns are at midnight, so that a feed is steady all day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ovkk_core.agreements.choices import Cancelling
from ovkk_core.calendars.moments import local, whole_days
from ovkk_core.calendars.restating import Restatement

TITLE = "VERVALLEN: "
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
    first, over = local(cancelled.at).date(), local(over_at - INSTANT).date() + DAY
    turn = max(min(first + TITLE_DAYS, over), first) if policy is Cancelling.TITLE_FIRST else first
    if policy is Cancelling.LEAVE_OUT or day >= max(turn + KEPT_DAYS, over):
        return None
    changed = cancelled.at if cancelled.restate else None
    if day < turn:
        return Restatement("CONFIRMED", TITLE, transparent=True, newer=cancelled.newer, changed=changed)
    if turn == first:
        return Restatement("CANCELLED", newer=cancelled.newer, changed=changed)
    return Restatement("CANCELLED", newer=cancelled.newer + 1, changed=whole_days(turn, turn)[0])
