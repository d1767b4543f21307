"""Delivers the post over several connections, and keeps what became of each mail in few commits (MAIL-12, MAIL-13).

One thread keeps the outbox: it claims, composes, marks mails as begun and keeps outcomes, all that came in meanwhile
in one commit. The others only talk to the mail server, and hand nothing over before the mark is kept.
"""

import secrets
import threading
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from ovkk_core.clock import now
from ovkk_core.database import hurried, transaction
from ovkk_core.mail.claiming import BATCH, LEASE, Keeping, claim, is_paused
from ovkk_core.mail.envelope import envelope_sender
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.mail.sheets import Sheets
from ovkk_core.mail.shelf import Shelf, Task
from ovkk_core.mail.transport import WITHDRAWN, Outcome, Parcel, Post
from ovkk_core.registry import registry, setting

MOST_LINES = 8
WORKERS = 2  # that deliver at a time, so that a slow server never keeps all of them busy
WORTH_A_LINE = 5  # mails that wait before one more connection is opened
LOOK_AGAIN = 2.0  # seconds until a pause is noticed


def deliver(only: OutboxMail | None = None) -> int:
    """Send what is due, oldest first, until nothing is or the server is away; give how many were sent.

    With ``only`` that one mail, when it is due.
    """
    if only is None and _handed_over() >= WORKERS * _lines():
        return 0
    with office.context(), hurried():
        return _Delivery(only).run()


def _lines() -> int:
    value = setting("mail.connections")
    return min(max(int(value) if value.isdecimal() else 1, 1), MOST_LINES)


def _handed_over() -> int:
    in_hands = OutboxMail.select().where(OutboxMail.state == MailState.CLAIMED, OutboxMail.due_at > now())
    return int(in_hands.where(OutboxMail.handed_at.is_null(False)).count())


@dataclass(frozen=True)
class _Event:
    """What a connection reports: it begins with a task, has its ``outcome``, or broke down with an ``error``."""

    task: Task | None
    outcome: Outcome | None = None
    error: BaseException | None = None


class _Delivery:
    """One run of one worker."""

    def __init__(self, only: OutboxMail | None) -> None:
        self.sent = 0
        self._only = only
        self._keeping = Keeping(secrets.token_hex(8))
        self._sheets = Sheets()
        self._claimed: deque[OutboxMail] = deque()
        limit = setting("mail.domain_connections")
        self._shelf = Shelf(int(limit) if limit.isdecimal() else 0)
        self._events: SimpleQueue[_Event] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._open = 0  # tasks on the shelf or in hands
        self._lost_lines = 0  # connections that the server refused or closed; the others go on
        self._more = True  # there may be more to claim
        self._renew_at = self._look_at = time.monotonic() + LOOK_AGAIN

    def run(self) -> int:
        """Deliver; give how many were sent."""
        try:
            self._claim()
            while self._claimed or self._open:
                self._stock()
                self._keep(self._news())
                self._look_around()
        finally:
            self._shelf.close()
            for thread in self._threads:
                thread.join()
            self._keep([event for event in self._rest() if event.outcome])
            self._keeping.let_go()
        return self.sent

    def _claim(self) -> None:
        if self._more:
            claimed = claim(self._keeping.worker, only=self._only)
            self._more = len(claimed) == BATCH
            self._claimed += claimed

    def _stock(self) -> None:
        """Have a few mails ready, without keeping news waiting."""
        ready = 2 * max(len(self._threads), 1)
        while self._claimed and self._open < ready + len(self._threads) and (self._events.empty() or not self._open):
            mail = self._claimed.popleft()
            content = office.signed(self._sheets.content(mail), mail.sender)
            self._shelf.put(Task(mail, Parcel(envelope_sender(mail), mail.address, content)))
            self._open += 1
        if not self._threads and self._open:
            self._start()
        if len(self._claimed) < ready:
            self._claim()

    def _news(self) -> list[_Event]:
        """Wait for what the connections report, and give all of it."""
        if not self._open:
            return []
        try:
            first = self._events.get(timeout=LOOK_AGAIN / 2)
        except Empty:
            return []
        return [first, *self._rest()]

    def _rest(self) -> list[_Event]:
        events = []
        while not self._events.empty():
            events.append(self._events.get_nowait())
        return events

    def _keep(self, events: list[_Event]) -> None:
        """Keep all that happened in one commit, and then let those go that may."""
        if not events:
            return
        allowed = []
        with transaction():
            for event in events:
                if event.task is not None and event.outcome is None:
                    allowed.append((event.task, self._keeping.begin(event.task.mail)))
                elif event.task is not None and event.outcome is not None:
                    self._end(event.task, event.outcome)
        for task, may_go in allowed:
            task.answer(may_go)
        for event in events:
            if event.error is not None:
                raise event.error

    def _end(self, task: Task, outcome: Outcome) -> None:
        self._open -= 1
        if outcome is WITHDRAWN:
            return
        self._keeping.end(task.mail, outcome)
        self.sent += outcome.state is MailState.SENT
        if not outcome.reached:
            self._lost_lines += 1
            if self._lost_lines == len(self._threads):
                self._stop()
        elif not self._lost_lines and len(self._threads) < _lines() and len(self._claimed) > WORTH_A_LINE:
            self._start()

    def _stop(self) -> None:
        """Begin with nothing more."""
        self._more = False
        self._claimed.clear()
        self._open -= self._shelf.clear()

    def _look_around(self) -> None:
        """Notice a pause and what was switched off, and hold on to what is claimed."""
        moment = time.monotonic()
        if moment >= self._look_at:
            self._look_at = moment + LOOK_AGAIN
            registry.refresh()
            self._claimed = deque(mail for mail in self._claimed if registry.is_on(mail.room))
            if is_paused():
                self._stop()
        if moment >= self._renew_at:
            self._renew_at = moment + LEASE.total_seconds() / 3
            self._keeping.renew()

    def _start(self) -> None:
        thread = threading.Thread(target=self._send, daemon=True, name=f"mail-{len(self._threads) + 1}")
        self._threads.append(thread)
        thread.start()

    def _send(self) -> None:
        """Hand over what is on the shelf, on a connection of its own."""
        try:
            with closing(Post(office.settings.mail_url, office.domain)) as post:
                while (task := self._shelf.take()) is not None:
                    self._events.put(_Event(task))
                    outcome = post.send(task.parcel, task.may_go)
                    self._shelf.done(task)
                    self._events.put(_Event(task, outcome))
                    if not outcome.reached:
                        return
        except BaseException as error:  # noqa: BLE001 - raised where the outbox is kept
            self._events.put(_Event(None, error=error))
