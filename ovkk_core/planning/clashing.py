"""The clash radar: what else takes place for the same people, and what that means for a date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property

from flask_babel import gettext as _

from ovkk_core.contacts import OrganisationKind
from ovkk_core.planning import occasions
from ovkk_core.planning.audience import EVERYBODY, Audience
from ovkk_core.planning.free_days import FreeKind, FreeTime, free_times
from ovkk_core.planning.occasions import Occasion, Origin, days_of
from ovkk_core.planning.tentative import tentative
from ovkk_core.web import span


class Weight(IntEnum):
    """How bad it is."""

    NOTICE = 1
    CAREFUL = 2
    AVOID = 3


@dataclass(frozen=True)
class Clash:
    """Something else at that time: what, when in words, why it matters in a sentence, and how much."""

    what: str
    when: str
    why: str
    weight: Weight


class Radar:
    """What happens between two moments, read once, to hold any number of dates against."""

    def __init__(
        self,
        since: datetime,
        until: datetime,
        audience: Audience,
        without: Collection[int] = (),
        without_polls: Collection[int] = (),
    ) -> None:
        self.since, self.until, self.audience = since, until, audience
        self.without, self.without_polls = frozenset(without), frozenset(without_polls)

    def clashes(self, starts_at: datetime, ends_at: datetime) -> list[Clash]:
        """Give the clashes of a date within the radar's period, the worst first."""
        first, last = days_of(starts_at, ends_at)
        found = [_of_free(time) for time in self._free if time.first <= last and time.last >= first]
        busy = [o for o in self._occasions if o.starts_at < ends_at and o.ends_at > starts_at]
        found += [_of_occasion(occasion, self.audience) for occasion in busy]
        return sorted(found, key=lambda clash: (-clash.weight, clash.what))

    @cached_property
    def _free(self) -> list[FreeTime]:
        return free_times(*days_of(self.since, self.until))

    @cached_property
    def _occasions(self) -> list[Occasion]:
        there = [*occasions.between(self.since, self.until, drafts=True), *tentative(self.since, self.until)]
        going = [o for o in there if not o.cancelled and o.event_id not in self.without]
        going = [o for o in going if o.poll_id not in self.without_polls]
        return [occasion for occasion in going if self.audience.meets(occasion.audience)]


def clashes(
    starts_at: datetime, ends_at: datetime, audience: Audience = EVERYBODY, *, without: Collection[int] = ()
) -> list[Clash]:
    """Give what else takes place between these moments (aware) for somebody of ``audience``, the worst first.

    Counted are events of ours, drafts too, but those with the ids ``without``; what others plan; open date polls;
    holidays always. An event counts for the municipalities of its village and of its parts, without either for
    everybody. Constant number of queries.
    """
    return Radar(starts_at, ends_at, audience, without).clashes(starts_at, ends_at)


def _of_free(time: FreeTime) -> Clash:
    when = span(time.first, time.last)
    if time.kind is FreeKind.PUBLIC:
        return Clash(time.name, when, _("This is a public holiday: most people are free or away."), Weight.AVOID)
    if time.kind is FreeKind.OPTIONAL:
        return Clash(time.name, when, _("Some people have this day off, others do not."), Weight.CAREFUL)
    why = _("The schools in region Noord are closed: families are often away.")
    return Clash(time.name, when, why, Weight.CAREFUL)


def _of_occasion(occasion: Occasion, audience: Audience) -> Clash:
    why, weight = _judged(occasion, audience)
    return Clash(occasion.title, occasion.when, why, weight)


def _judged(occasion: Occasion, audience: Audience) -> tuple[str, Weight]:
    placed = bool(occasion.audience.municipality_ids)
    if occasion.origin is Origin.POLL:
        return _("This moment is offered in a date poll to some of the same people."), Weight.CAREFUL
    if occasion.origin is Origin.OWN and placed:
        return _("Our own activity for people from the same municipality."), Weight.AVOID
    if occasion.origin is Origin.OWN:
        return _("Our own activity, open to everybody."), Weight.CAREFUL
    if not placed:
        return _("Of %(source)s, in the whole region.", source=occasion.source), Weight.NOTICE
    if not audience.kinds or OrganisationKind.MUNICIPALITY in audience.kinds:
        why = _("Of %(source)s: councillors and officials whom you invite are busy.", source=occasion.source)
        return why, Weight.AVOID
    why = _("Of %(source)s, in a municipality from which you invite people.", source=occasion.source)
    return why, Weight.CAREFUL
