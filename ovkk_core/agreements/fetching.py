"""Counts who fetches a feed, at most one write a minute per feed and program."""

import threading
import time
from datetime import date

from ovkk_core.agreements.models import FeedAgreement, Fetch
from ovkk_core.clock import now, today
from ovkk_core.database import transaction

MINUTE = 60.0


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
