"""Counts polls that never reach Flask, and logs them: a line a second for each feed and answer, not one for each poll.

Writing a line of its own for every poll would cost more than answering it.
"""

import atexit
import logging
import threading
import time

log = logging.getLogger("ovkk.requests")
SECOND = 1.0

Poll = tuple[str, str, str]  # method, path, status


class PollLog:
    """Keeps the counts of at most a second; a thread of its own, which starts with the first poll, writes them.

    The paths are those of public feeds, so nothing in them is a secret.
    """

    def __init__(self) -> None:
        self._counts: dict[Poll, int] = {}
        self._lock = threading.Lock()
        self._counted = threading.Event()
        self._writer: threading.Thread | None = None

    def count(self, method: str, path: str, status: str) -> None:
        """Count one poll more."""
        if not log.isEnabledFor(logging.INFO):
            return
        poll = (method, path, status)
        with self._lock:
            self._counts[poll] = self._counts.get(poll, 0) + 1
        if not self._counted.is_set():
            self._wake()

    def write(self) -> None:
        """Write what was counted and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, {}
        for (method, path, status), times in counts.items():
            fields = {"method": method, "path": path, "status": int(status[:3]), "times": times}
            log.info("polls", extra={"fields": fields})

    def _wake(self) -> None:
        with self._lock:
            self._counted.set()
            if self._writer is not None:
                return
            self._writer = threading.Thread(target=self._run, name="polls", daemon=True)
        atexit.register(self.write)
        self._writer.start()

    def _run(self) -> None:
        while self._counted.wait():
            time.sleep(SECOND)
            self._counted.clear()
            self.write()
