"""Counts who fetches a feed, at most one write a minute per feed and program; and holds each address to a pace."""

import threading
import time
from collections import OrderedDict
from datetime import date

from ovkk_core.agreements.models import FeedAgreement, Fetch
from ovkk_core.clock import now, today
from ovkk_core.database import transaction

MINUTE = 60.0
PACE = 60  # requests a minute for one address, in one process: programs ask a few times an hour
REMEMBERED = 4096  # addresses, known or not


class Pace:
    """Counts requests per address (its hash) in the present minute, in memory: no fetch needs a write for it."""

    def __init__(self, allowed: int = PACE) -> None:
        self._allowed = allowed
        self._minute = 0
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def too_fast(self, digest: str) -> bool:
        """Count one more, and say whether that is too many."""
        minute = int(time.monotonic() // MINUTE)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            count = self._counts.get(digest, 0) + 1
            self._counts[digest] = count
            if len(self._counts) > REMEMBERED:
                self._counts.popitem(last=False)
        return count > self._allowed


class Tally:
    """Keeps counts of fetches until a minute after the last write of the same feed, day and program."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, date, str], int] = {}
        self._written: dict[tuple[int, date, str], float] = {}
        self._lock = threading.Lock()

    def note(self, agreement: FeedAgreement, program: str) -> None:
        """Count a fetch of today; what waits when a process ends is lost, at most a minute of it."""
        key, moment = (agreement.id, today(), program), time.monotonic()
        with self._lock:
            count = self._waiting.pop(key, 0) + 1
            if moment - self._written.get(key, -MINUTE) < MINUTE:
                self._waiting[key] = count
                return
            self._written = {k: at for k, at in self._written.items() if k[1] == key[1]} | {key: moment}
        _write(agreement, program, count)


pace = Pace()
tally = Tally()


def last_fetches(agreements: list[int]) -> dict[int, Fetch]:
    """Give the latest fetch of each agreement that was ever fetched, in one question."""
    rows = Fetch.select().where(Fetch.agreement.in_(agreements)).order_by(Fetch.last_at)
    return {row.agreement_id: row for row in rows}


def _write(agreement: FeedAgreement, program: str, count: int) -> None:
    row = {"agreement": agreement.id, "day": today(), "program": program, "count": count, "last_at": now()}
    more = {Fetch.count: Fetch.count + count, Fetch.last_at: row["last_at"]}
    with transaction():
        Fetch.insert(row).on_conflict(
            conflict_target=[Fetch.agreement, Fetch.day, Fetch.program], update=more
        ).execute()
