"""What happened around a subject, of all rooms in one order, and only what this user may know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from ovkk_core.accounts import User, may
from ovkk_core.clock import AMSTERDAM
from ovkk_core.hookspecs import Subject, TimelineItem
from ovkk_core.registry import registry

PAGE = 30
ASKED = 4 * PAGE + 1  # of each room at once, so that one round is enough for most
ROUNDS = 6  # how often to look further back when little of what was found may be seen


@dataclass(frozen=True)
class Timeline:
    """A page of it: items by year, the latest first, the kinds to choose from, and where the next page begins."""

    years: list[tuple[int, list[TimelineItem]]]
    kinds: list[str]
    earlier: datetime | None


def timeline_of(subject: Subject, user: User | None, *, until: datetime | None = None, kind: str = "") -> Timeline:
    """Give what happened at or before ``until`` (default: also what is still to come), only of ``kind`` when given.

    What the user has no permission for is not there, and is not counted either. Everything of one moment stands on
    the same page, so that no page repeats or skips anything.
    """
    allowed: dict[str, bool] = {}
    shown: list[TimelineItem] = []
    kinds: set[str] = {kind} if kind else set()
    most, upto = ASKED, until
    for _round in range(ROUNDS):
        found, horizon = _asked(subject, upto, most)
        visible = [item for item in found if _visible(item, user, allowed)]
        kinds.update(item.kind for item in visible)
        shown += [item for item in visible if kind in {"", item.kind}]
        if horizon is None or len(shown) > PAGE:
            break
        most = most * 4 if horizon == upto else most
        upto = horizon
    page, earlier = _page(sorted(shown, key=lambda item: item.at, reverse=True), horizon)
    years = [(year, list(items)) for year, items in groupby(page, lambda item: item.at.year)]
    return Timeline(years, sorted(kinds), earlier)


def _asked(subject: Subject, until: datetime | None, most: int) -> tuple[list[TimelineItem], datetime | None]:
    """Give what all rooms know for certain, in local time, and the moment at and before which there may be more."""
    rooms: dict[str, list[TimelineItem]] = {}
    for room, item in registry.ask("timeline_items", subject=subject, until=until, most=most):
        rooms.setdefault(room, []).append(replace(item, at=item.at.astimezone(AMSTERDAM)))
    cut = [min(item.at for item in items) for items in rooms.values() if len(items) >= most]
    horizon = max(cut, default=None)
    items = [item for items in rooms.values() for item in items if until is None or item.at <= until]
    return [item for item in items if horizon is None or item.at > horizon], horizon


def _page(items: Sequence[TimelineItem], horizon: datetime | None) -> tuple[list[TimelineItem], datetime | None]:
    """Give the first page of ``items`` with the whole of its last moment, and where the next one begins."""
    if len(items) <= PAGE:
        return list(items), horizon
    last = items[PAGE - 1].at
    later = [item for item in items if item.at < last]
    return [item for item in items if item.at >= last], later[0].at if later else horizon


def _visible(item: TimelineItem, user: User | None, allowed: dict[str, bool]) -> bool:
    if item.permission is None:
        return True
    if item.permission not in allowed:
        allowed[item.permission] = may(item.permission, user)
    return allowed[item.permission]
