"""The events of an agreement: judged for the preview, written for the feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import peewee

from ovkk_core.agreements.dates import with_dates
from ovkk_core.agreements.judging import REASONS, Verdict, World, judge
from ovkk_core.agreements.looking_back import called_off_since, gone_since, off_since
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.narrowing import for_others, narrowed
from ovkk_core.agreements.others import judged_others, others_of
from ovkk_core.agreements.places import villages_of
from ovkk_core.calendars import Event, EventStatus, Visibility, selecting, writer
from ovkk_core.calendars.feeds import COLOUR, WINDOW, Feed
from ovkk_core.calendars.restating import keep_marks, restated
from ovkk_core.clock import today
from ovkk_core.contacts import Municipality, Village
from ovkk_core.hookspecs import OutsideEvent
from ovkk_core.registry import setting

COLUMNS = [
    *(Event.id, Event.uid, Event.owner, Event.status, Event.visibility, Event.village.alias("village_id")),
    *(Event.categories, Event.over_at, Event.sequence, Event.last_modified, Event.fragment),
    *(Event.conference_url, Event.conference_label, Event.repeats, Event.exceptions),
    *(Event.starts_at, Event.ends_at, Event.first_day, Event.last_day),
]


@dataclass(frozen=True)
class Judged:
    """An event with the verdict on it, and the reason in words."""

    event: Event
    verdict: Verdict

    @property
    def why(self) -> Any:
        """Why it is left out."""
        return REASONS[self.verdict.reason] if self.verdict.reason else ""

    @property
    def called_off(self) -> list[tuple[date, str]]:
        """The dates of a series that are still shown although they were called off, with the mark before the title."""
        steps = self.verdict.dates.steps if self.verdict.dates else {}
        return [(day, taken.said.title) for day, taken in sorted(steps.items()) if taken.said]


def feed_of(agreement: FeedAgreement) -> Feed:
    """Give the feed of ``agreement``, to be written and served like a public one."""
    return Feed(
        agreement.key,
        f"{setting('association.short_name')}: {agreement.name}",
        f"{agreement.purpose} {WINDOW}".strip(),
        COLOUR,
        (Event.visibility == Visibility.PUBLIC) & (Event.status != EventStatus.DRAFT),
        private=True,
        refine=lambda condition, others: written(agreement, condition, others),
        gather=(lambda: others_of(agreement)) if agreement.others else None,
    )


def written(
    agreement: FeedAgreement, condition: peewee.Expression, others: list[OutsideEvent] | None = None
) -> tuple[list[str], datetime | None]:
    """Give the VEVENTs among those of ``condition``, in order of time, then ``others``; and when the newest changed."""
    likely = condition & narrowed(agreement, villages_of(agreement))
    rows = Event.select(*COLUMNS).where(likely).order_by(Event.starts_at, Event.uid).namedtuples()
    fragments: list[str] = []
    changes: list[datetime] = []
    given: list[tuple[str, int]] = []
    for row, verdict in _judged(agreement, list(rows)):
        if verdict.reason:
            continue
        fragments.append(_text(row, verdict, conference=agreement.conference))
        changes.append(max(filter(None, (row.last_modified, verdict.changed))))
        if verdict.newer:
            given.append((row.uid, row.sequence + verdict.newer))
    keep_marks(given)
    for event in (one.event for one in judged_others(agreement, others or []) if not one.reason):
        fragments.append(writer.vevent_of_others(event))
        changes.append(event.changed_at or writer.LONG_AGO)
    return fragments, max(changes, default=None)


def _text(row: Any, verdict: Verdict, *, conference: bool) -> str:
    """Give the VEVENTs of ``row`` as the verdict says them; what was cancelled has no meeting to join."""
    text: str = with_dates(row.fragment, verdict.dates) if verdict.dates else row.fragment
    if verdict.restatement:
        return restated(text, verdict.restatement)
    return writer.with_conference(text, row) if conference else text


def judged(agreement: FeedAgreement, condition: peewee.Expression | None = None) -> list[Judged]:
    """Give every event of ``condition`` with the verdict, in order of time; by default all that feeds look back on."""
    query = (
        Event.select(Event, Village, Municipality)
        .join(Village, peewee.JOIN.LEFT_OUTER)
        .join(Municipality, peewee.JOIN.LEFT_OUTER)
        .where(selecting.recent(today()) if condition is None else condition)
        .order_by(Event.starts_at, Event.uid)
    )
    return [Judged(event, verdict) for event, verdict in _judged(agreement, list(query))]


def world_of(agreement: FeedAgreement, events: list[Any]) -> World:
    """Read what judging ``events`` needs."""
    villages = villages_of(agreement)
    parts = [] if villages is None else _wholes(villages)
    gone = [event.id for event in events if event.status in {EventStatus.CANCELLED, EventStatus.WITHDRAWN}]
    series = [event.id for event in events if event.repeats and event.exceptions]
    return World(
        day=today(),
        on=frozenset(selecting.owners()),
        villages=villages,
        wholes=frozenset(parts),
        for_others=for_others(agreement),
        gone=gone_since(gone),
        off=off_since(),
        called_off=called_off_since(series),
    )


def _judged(agreement: FeedAgreement, events: list[Any]) -> Iterator[tuple[Any, Verdict]]:
    world = world_of(agreement, events)
    for event in events:
        yield event, judge(event, agreement, world)


def _wholes(villages: frozenset[int]) -> list[int]:
    """Give the events with a part in ``villages`` that people may see."""
    rows = Event.select(Event.parent, Event.village).where(
        Event.parent.is_null(False), Event.village.is_null(False), Event.status.in_(selecting.SHOWN)
    )
    return [parent for parent, village in rows.tuples() if village in villages]
