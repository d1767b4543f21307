"""Fetches the calendars we follow; when that fails, what we had stays, with its date."""

import zlib
from datetime import datetime, timedelta
from typing import Any

from ovkk_core.calendars import Reading, read_calendar
from ovkk_core.calendars.keeping import base_url
from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.jobs import enqueue
from ovkk_core.subscriptions.fetching import Fetched, Known, Limits, fetch
from ovkk_core.subscriptions.models import Progress, Subscription
from ovkk_core.subscriptions.storing import store

JOB = "subscriptions.fetch"
EVERY = timedelta(hours=6)
LONGEST_WAIT = timedelta(days=7)
SLACK = timedelta(minutes=30)
READ_ANEW = timedelta(days=7)  # new dates of a series come into sight, also when the file stays the same
BACK, AHEAD = timedelta(days=31), timedelta(days=550)


def window() -> tuple[datetime, datetime]:
    """Give from when until when dates are read."""
    return now() - BACK, now() + AHEAD


def ask_for_all() -> None:
    """Have every active subscription fetched whose time has come."""
    due = Subscription.next_at.is_null() | (Subscription.next_at <= now() + SLACK)
    for subscription in Subscription.select().where(Subscription.active, Subscription.address != "", due):
        ask_for(subscription)


def ask_for(subscription: Subscription) -> None:
    """Have one subscription fetched by the worker, now. Raises :class:`BadInputError` when there is nothing to."""
    if subscription.uploaded or not subscription.active:
        raise BadInputError("Deze agenda wordt niet opgehaald: hij is geüpload, of staat uit.")
    with transaction():
        _set(subscription, progress=Progress.WAITING)
        address = zlib.crc32(subscription.address.encode())
        enqueue(JOB, key=f"{JOB}:{subscription.id}:{address}:{now():%Y%m%d%H%M}", number=subscription.id)


def refresh(number: int, limits: Limits | None = None) -> None:
    """Fetch and read the subscription; a failure is written on it, and the next try comes later and later."""
    subscription = Subscription.get_or_none(Subscription.id == number)
    if subscription is None or subscription.uploaded or not subscription.active:
        return
    _set(subscription, progress=Progress.RUNNING)
    try:
        _refresh(subscription, limits)
    except OvkkError as error:
        _failed(subscription, str(error))
    finally:
        _set(subscription, progress=Progress.IDLE, tried_at=now())


def _refresh(subscription: Subscription, limits: Limits | None) -> None:
    fetched = fetch(subscription.address, base_url(), _known(subscription), limits)
    since, until = window()
    reading = read_calendar(fetched.content, since, until) if fetched.content is not None else None
    with transaction():
        there = _set(subscription, **_success(fetched, reading))
        if there and reading:
            store(Subscription.get_by_id(subscription.id), reading, since)  # by the rule that holds now


def _known(subscription: Subscription) -> Known:
    """Give what we may ask for changes since; nothing when it is time to read everything anew."""
    if subscription.read_at is None or subscription.read_at < now() - READ_ANEW or subscription.error:
        return Known()
    return Known(subscription.etag, subscription.last_modified)


def _success(fetched: Fetched, reading: Reading | None) -> dict[str, Any]:
    values: dict[str, Any] = {"good_at": now(), "failures": 0, "error": "", "next_at": now() + EVERY}
    if reading is None:
        return values
    return values | {
        "etag": fetched.known.etag,
        "last_modified": fetched.known.last_modified,
        "read_at": now(),
        "dropped": listed(reading),
    }


def listed(reading: Reading) -> list[list[str]]:
    """Give what was left out and why, as it is kept."""
    return [[one.what, one.why] for one in reading.dropped]


def _failed(subscription: Subscription, reason: str) -> None:
    failures = subscription.failures + 1
    wait = min(EVERY * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    _set(subscription, failures=failures, error=reason, next_at=now() + wait)


def _set(subscription: Subscription, **values: Any) -> bool:
    """Write how it goes, past the history of what people changed; give False when another address is followed now."""
    same = (Subscription.id == subscription.id) & (Subscription.address == subscription.address)
    return bool(Subscription.update(values).where(same).execute())
