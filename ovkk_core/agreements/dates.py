"""Single dates of a series that were called off: said in the same steps as whole events, then left out (CAL-13)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ovkk_core.agreements.choices import Cancelling
from ovkk_core.agreements.phases import Step, step
from ovkk_core.calendars import Recurrence, occurring
from ovkk_core.calendars.restating import Restatement, left_out, parts_of, restated


@dataclass(frozen=True)
class Dates:
    """What is said of the dates of one series that were called off. ``none_left`` when no date is to be shown."""

    steps: Mapping[date, Step]
    none_left: bool

    @property
    def newer(self) -> int:
        """How much newer than the stored text this is: every turn of every date counts once."""
        return sum(step.newer for step in self.steps.values())

    @property
    def changed(self) -> datetime | None:
        """When the last of those turns was."""
        return max((step.changed for step in self.steps.values() if step.changed), default=None)


def dates_of(event: Any, policy: Cancelling, since: Mapping[date, datetime], day: date) -> Dates | None:
    """Give what to say on ``day`` of what was called off of ``event``, any row; None when nothing was."""
    steps = {
        one: step(policy, since.get(one, event.last_modified), over_at, day)
        for one, over_at in occurring.called_off(event).items()
    }
    if not steps:
        return None
    gone = {one for one, taken in steps.items() if taken.said is None}
    skipped = {date.fromisoformat(one) for one, own in event.exceptions.items() if own["fate"] == "skipped"}
    days = Recurrence.read(event.repeats).days(occurring.first_day_of(event)) if gone else [None]
    return Dates(steps, none_left=set(days) <= gone | skipped)


def with_dates(fragment: str, dates: Dates) -> str:
    """Give the VEVENTs of a series as ``dates`` says, all with the same SEQUENCE."""
    parts = parts_of(fragment)
    gone = [parts.pop(one) for one, taken in dates.steps.items() if taken.said is None and one in parts]
    parts[None] = left_out(parts[None], gone)
    usual = Restatement("", newer=dates.newer, changed=dates.changed)
    return "".join(
        restated(part, _wanted(dates.steps.get(one), usual) if one else usual) for one, part in parts.items()
    )


def _wanted(taken: Step | None, usual: Restatement) -> Restatement:
    said = taken.said if taken else None
    return replace(said, newer=usual.newer, changed=usual.changed) if said else usual
