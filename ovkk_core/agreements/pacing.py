"""Holds each secret address, and each network that tries wrong ones, to a pace that all processes share (FEED-6)."""

import threading
from collections import OrderedDict

from ovkk_core.agreements.programs import FEW_ADDRESSES, program_of
from ovkk_core.clock import now
from ovkk_core.web import limiter, network

MINUTE = 60
ALLOWED = 60  # requests a minute: programs ask a few times an hour
FREE = 10  # of those, what one process lets through without asking the database
REMEMBERED = 4096  # addresses and networks


class Pace:
    """Counts requests in the present minute: the first few in memory only, so that no usual fetch costs a write.

    With one process ``ALLOWED`` pass; every other process may let ``FREE`` more through. What was held up stays so
    until the minute is over, without a write.
    """

    def __init__(self) -> None:
        self._minute = 0
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def too_fast(self, key: str) -> bool:
        """Count one more of ``key``, and say whether that is too many."""
        minute = int(now().timestamp()) // MINUTE
        count = self._count(key, minute)
        if count <= FREE or count > ALLOWED:
            return count > ALLOWED
        shared = limiter.storage.incr(f"agreements {minute} {key}", 2 * MINUTE)
        if shared <= ALLOWED - FREE:
            return False
        with self._lock:
            self._counts[key] = ALLOWED
        return True

    def _count(self, key: str, minute: int) -> int:
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            count = self._counts.get(key, 0) + 1
            self._counts[key] = count
            if len(self._counts) > REMEMBERED:
                self._counts.popitem(last=False)
        return count


pace = Pace()


def tries_too_much(user_agent: str) -> bool:
    """Count one more wrong address for the visitor's network, and say whether that is too many.

    Right addresses are not counted, and neither are the services that fetch for everybody from a few addresses.
    """
    return program_of(user_agent) not in FEW_ADDRESSES and pace.too_fast(f"network {network()}")
