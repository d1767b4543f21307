"""Puts what was read beside what we had: new, changed, the same, or no longer there."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

from ovkk_core.calendars import Reading, ReadItem, rewrite_feeds
from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.subscriptions.judging import after_change, at_first
from ovkk_core.subscriptions.matching import mark_duplicates
from ovkk_core.subscriptions.models import OutsideItem, Subscription

GRACE = timedelta(days=1)  # a calendar that is empty by mistake is usually repaired by then
SHOWN = ("title", "place", "address", "starts_at", "ends_at", "all_day")
COMPARED = (*SHOWN, "description", "kept")
ROWS = 200


def store(subscription: Subscription, reading: Reading, since: datetime) -> None:
    """Make our items of ``subscription`` those of ``reading``, which looked from ``since`` on.

    What changed in a way that people see is judged anew; what is gone stays for the time of ``GRACE``.
    """
    with transaction():
        lock("subscriptions.items")
        there = {item.key: item for item in OutsideItem.select().where(OutsideItem.subscription == subscription)}
        found = {key_of(item): item for item in reading.items}
        cancelled = {key for key, item in found.items() if item.cancelled}
        _insert(_new(subscription, key, item) for key, item in found.items() if key not in {*there, *cancelled})
        for key in there.keys() & found.keys() - cancelled:
            _update(subscription, there[key], found[key])
        _delete([there[key].id for key in there.keys() & cancelled])
        if reading.whole and not subscription.uploaded:
            gone = [item.id for key, item in there.items() if key not in found and item.ends_at > since]
            _mark_missing(gone)
        remove_vanished()
        mark_duplicates()
        rewrite_feeds()


def key_of(item: ReadItem) -> str:
    """Give what tells the item apart within its calendar, of a length that we choose."""
    return sha256(f"{item.uid}\n{item.recurrence}".encode()).hexdigest()


def remove_vanished() -> None:
    """Delete what has been missing from its calendar for longer than ``GRACE``."""
    OutsideItem.delete().where(OutsideItem.missing_since < now() - GRACE).execute()


def _values(item: ReadItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in COMPARED} | {"kept": list(item.kept)}


def _new(subscription: Subscription, key: str, item: ReadItem) -> dict[str, Any]:
    own = {"subscription": subscription.id, "key": key, "uid": item.uid, "state": at_first(subscription, item.title)}
    return _values(item) | own | {"changed_at": now()}


def _insert(rows: Iterable[Mapping[str, Any]]) -> None:
    source = iter(rows)
    while batch := list(islice(source, ROWS)):
        OutsideItem.insert_many(batch).execute()


def _update(subscription: Subscription, item: OutsideItem, found: ReadItem) -> None:
    changes = {name: value for name, value in _values(found).items() if getattr(item, name) != value}
    if changes.keys() & set(SHOWN):
        changes |= {"state": after_change(subscription, item, found.title), "changed_at": now()}
    if item.missing_since:
        changes["missing_since"] = None
    if changes:
        OutsideItem.update(changes).where(OutsideItem.id == item.id).execute()


def _mark_missing(ids: list[int]) -> None:
    for batch in _batches(ids):
        there = OutsideItem.id.in_(batch) & OutsideItem.missing_since.is_null()
        OutsideItem.update(missing_since=now()).where(there).execute()


def _delete(ids: list[int]) -> None:
    for batch in _batches(ids):
        OutsideItem.delete().where(OutsideItem.id.in_(batch)).execute()


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + ROWS] for start in range(0, len(ids), ROWS))
