"""Finds the same date in several calendars, or twice in one."""

from collections.abc import Iterator
from typing import Any

from ovkk_core.clock import now
from ovkk_core.database import fold
from ovkk_core.subscriptions.models import OutsideItem, Subscription

UNIQUE = 16  # characters; a shorter UID ("1") says nothing by itself


def mark_duplicates() -> None:
    """Mark what we knew already: with the same UID, or of the same title and start in the same municipality."""
    first: dict[Any, int] = {}
    for item in _to_come():
        names = list(_names(item))
        original = next((first[name] for name in names if name in first), None)
        for name in names:
            first.setdefault(name, original or item.id)
        if item.duplicate_of_id != original:
            OutsideItem.update(duplicate_of=original).where(OutsideItem.id == item.id).execute()


def _to_come() -> Iterator[OutsideItem]:
    """Give the items of active subscriptions that are not over, those that we had first in front."""
    columns = [getattr(OutsideItem, name) for name in ("id", "key", "uid", "title", "starts_at", "duplicate_of")]
    query = OutsideItem.select(*columns, OutsideItem.subscription, Subscription.id, Subscription.municipality)
    joined = query.join(Subscription).where(Subscription.active, OutsideItem.ends_at > now())
    return iter(joined.order_by(OutsideItem.id))


def _names(item: OutsideItem) -> Iterator[tuple[Any, ...]]:
    place = item.subscription.municipality_id
    yield (item.key,) if len(item.uid) >= UNIQUE else (item.key, item.starts_at)
    yield (fold(item.title), item.starts_at, place or f"source {item.subscription.id}")
