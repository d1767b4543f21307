"""Mails that are ready to go, between the one that keeps the outbox and the connections that hand them over."""

import threading
from collections import Counter, deque

from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.transport import Parcel


class Task:
    """One mail to hand over; nothing leaves before :meth:`answer` said that it may."""

    def __init__(self, mail: OutboxMail, parcel: Parcel) -> None:
        self.mail, self.parcel = mail, parcel
        self._answered = threading.Event()
        self._allowed = False

    def answer(self, allowed: bool) -> None:
        """Say whether it may go; the first answer counts."""
        if not self._answered.is_set():
            self._allowed = allowed
            self._answered.set()

    def may_go(self) -> bool:
        """Wait for the answer."""
        self._answered.wait()
        return self._allowed


class Shelf:
    """Holds tasks until a connection takes them, at most ``per_domain`` at a time for one domain (0 is no limit)."""

    def __init__(self, per_domain: int) -> None:
        self._per_domain = per_domain
        self._tasks: deque[Task] = deque()
        self._taken: set[Task] = set()
        self._busy: Counter[str] = Counter()
        self._closed = False
        self._changed = threading.Condition()

    def put(self, task: Task) -> None:
        """Add a task at the end."""
        with self._changed:
            self._tasks.append(task)
            self._changed.notify()

    def take(self) -> Task | None:
        """Give the first task whose domain has room, waiting for one; None when the shelf is closed."""
        with self._changed:
            while not self._closed:
                for task in self._tasks:
                    if not self._per_domain or self._busy[task.mail.domain] < self._per_domain:
                        self._tasks.remove(task)
                        self._taken.add(task)
                        self._busy[task.mail.domain] += 1
                        return task
                self._changed.wait()
        return None

    def done(self, task: Task) -> None:
        """Give the place of ``task`` to another."""
        with self._changed:
            self._taken.discard(task)
            self._busy[task.mail.domain] -= 1
            self._changed.notify()

    def clear(self) -> int:
        """Take away what nobody has taken; give how many tasks that were."""
        with self._changed:
            count = len(self._tasks)
            self._tasks.clear()
        return count

    def close(self) -> None:
        """Send every connection home; what waits for an answer hears that it may not go."""
        with self._changed:
            self._closed = True
            self._tasks.clear()
            for task in self._taken:
                task.answer(False)
            self._changed.notify_all()
