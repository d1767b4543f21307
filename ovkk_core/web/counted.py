"""Counts requests that never reach Flask, and logs them: a line a second for each address and answer (SEC-21).

Writing a line of its own for every such request would cost more than answering it.
"""

import atexit
import logging
import threading
import time

log = logging.getLogger("ovkk.requests")
SECOND = 1.0

Asked = tuple[str, str, str]  # method, path, status


class CountedLog:
    """Keeps the counts of at most a second; a thread of its own, which starts with the first request, writes them.

    The paths must hold no secrets. ``title`` is what the lines are called.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._counts: dict[Asked, int] = {}
        self._lock = threading.Lock()
        self._counted = threading.Event()
        self._writer: threading.Thread | None = None

    def count(self, method: str, path: str, status: str) -> None:
        """Count one request more."""
        if not log.isEnabledFor(logging.INFO):
            return
        asked = (method, path, status)
        with self._lock:
            self._counts[asked] = self._counts.get(asked, 0) + 1
        if not self._counted.is_set():
            self._wake()

    def write(self) -> None:
        """Write what was counted and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, {}
        for (method, path, status), times in counts.items():
            fields = {"method": method, "path": path, "status": int(status[:3]), "times": times}
            log.info(self._title, extra={"fields": fields})

    def _wake(self) -> None:
        with self._lock:
            self._counted.set()
            if self._writer is not None:
                return
            self._writer = threading.Thread(target=self._run, name=self._title, daemon=True)
        atexit.register(self.write)
        self._writer.start()

    def _run(self) -> None:
        while self._counted.wait():
            time.sleep(SECOND)
            self._counted.clear()
            self.write()
