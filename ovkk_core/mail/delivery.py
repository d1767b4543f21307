"""Delivers the post over several connections, and keeps what became of each mail in few commits (MAIL-12, MAIL-13).

One thread does all: it claims, packs, hears what the servers say, and keeps that. No content is handed over before
the mark that it will be is kept; what all connections reported meanwhile goes in one commit.
"""

import secrets
import time
from collections import deque

from ovkk_core.clock import now
from ovkk_core.database import hurried, settle, transaction
from ovkk_core.mail.claiming import BATCH, LEASE, Keeping, claim, is_paused, limit
from ovkk_core.mail.connections import Connections
from ovkk_core.mail.envelope import envelope_sender
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.mail.sheets import Sheets
from ovkk_core.mail.talking import AGAIN, News, Outcome, Parcel, Talk
from ovkk_core.mail.transport import Line
from ovkk_core.registry import registry

MOST_LINES = 8
WORKERS = 2  # that deliver at a time, so that a slow server never keeps all of them busy
WORTH_A_LINE = 5  # mails that wait before one more connection is opened
LOOK_AGAIN = 2.0  # seconds until a pause is noticed
CAPTURED = Outcome(MailState.SENT, "captured")


def deliver(only: OutboxMail | None = None) -> int:
    """Send what is due, oldest first, until nothing is or the server is away; give how many were sent.

    With ``only`` that one mail, when it is due.
    """
    if only is None and _handed_over() >= WORKERS * _lines():
        return 0
    with office.context(), hurried():
        return _Delivery(only).run()


def _lines() -> int:
    return min(max(limit("mail.connections"), 1), MOST_LINES)


def _handed_over() -> int:
    in_hands = OutboxMail.select().where(OutboxMail.state == MailState.CLAIMED, OutboxMail.due_at > now())
    return int(in_hands.where(OutboxMail.handed_at.is_null(False)).count())


class _Delivery:
    """One run of one worker."""

    def __init__(self, only: OutboxMail | None) -> None:
        self.sent = 0
        self._only = only
        self._keeping = Keeping(secrets.token_hex(8))
        self._sheets = Sheets()
        self._claimed: deque[Parcel] = deque()
        self._line = Line(office.settings.mail_url, office.domain)
        self._connections = Connections(self._line)
        self._most, self._per_domain = _lines(), limit("mail.domain_connections")
        self._has_lost = False  # the server refused or broke a connection; the others go on
        self._more = True  # there may be more to claim
        self._renew_at = self._look_at = time.monotonic() + LOOK_AGAIN

    def run(self) -> int:
        """Deliver; give how many were sent."""
        try:
            self._claim()
            while self._claimed or len(self._connections):
                if self._line.is_captured:
                    self._capture()
                else:
                    self._round()
        finally:
            self._finish()
        return self.sent

    def _round(self) -> None:
        if not len(self._connections):
            self._connections.open()
        self._stock()
        self._keep(self._connections.hear(LOOK_AGAIN / 2))
        self._occupy()
        self._look_around()

    def _capture(self) -> None:
        """Hand over nothing, and keep what would have been sent as sent."""
        self._keep([News(None, self._pack(parcel), CAPTURED) for parcel in self._claimed])
        self._claimed.clear()
        self._claim()

    def _claim(self) -> None:
        if self._more:
            claimed = claim(self._keeping.worker, only=self._only)
            self._more = len(claimed) == BATCH
            self._claimed += map(Parcel, claimed)

    def _stock(self) -> None:
        """Have the next mails ready, while the servers work."""
        ready = len(self._connections) + 1
        if len(self._claimed) < ready:
            self._claim()
        for parcel, _ in zip(self._claimed, range(ready), strict=False):
            self._pack(parcel)

    def _pack(self, parcel: Parcel) -> Parcel:
        if not parcel.wire:
            mail = parcel.mail
            parcel.pack(envelope_sender(mail), office.signed(self._sheets.content(mail), mail.sender))
        return parcel

    def _keep(self, news: list[News]) -> None:
        """Keep all that happened in one commit, and then hand over what may go."""
        if not news:
            return
        allowed: list[tuple[Talk, Parcel]] = []
        refused: list[Talk] = []
        with transaction():
            for talk, parcel, outcome in news:
                if outcome is not None:
                    self._end(parcel, outcome)
                elif talk is not None and parcel is not None:
                    if self._begin(parcel):
                        allowed.append((talk, parcel))
                    else:
                        refused.append(talk)
        for talk, parcel in allowed:
            talk.hand_over(parcel)
        for talk in refused:
            talk.break_off()
        if refused:  # a campaign that was stopped, most likely
            mine = self._keeping.mine()
            self._claimed = deque(parcel for parcel in self._claimed if parcel.mail.id in mine)

    def _begin(self, parcel: Parcel) -> bool:
        parcel.begun = parcel.begun or self._keeping.begin(parcel.mail)
        return parcel.begun

    def _end(self, parcel: Parcel | None, outcome: Outcome) -> None:
        if outcome is AGAIN and parcel is not None:
            self._claimed.appendleft(parcel)
            return
        if not outcome.reached:
            self._has_lost = True
            if not len(self._connections):
                parcel = parcel or (self._claimed.popleft() if self._claimed else None)
                self._stop()
        if parcel is None or not self._begin(parcel):
            return
        self._keeping.end(parcel.mail, outcome)
        self.sent += outcome.state is MailState.SENT
        if outcome.reached and not self._has_lost and self._is_worth_more():
            self._connections.open()

    def _is_worth_more(self) -> bool:
        return 0 < len(self._connections) < self._most and len(self._claimed) > WORTH_A_LINE

    def _occupy(self) -> None:
        """Give each connection its next mail, and send those home that get none."""
        for talk in self._connections.talks:
            parcel = self._next(talk) if talk.takes_more else None
            if parcel:
                talk.propose(self._pack(parcel))
            elif talk.is_idle and not (talk.takes_more and (self._claimed or self._more)):
                talk.leave()
        self._connections.flush()

    def _next(self, talk: Talk) -> Parcel | None:
        """Take the first mail for whose domain there is room beside what the other connections have in hands."""
        full = self._full_domains(talk) if self._per_domain else ()
        for parcel in self._claimed:
            if parcel.mail.domain not in full:
                self._claimed.remove(parcel)
                return parcel
        return None

    def _full_domains(self, talk: Talk) -> set[str]:
        others = [each for each in self._connections.talks if each is not talk]
        busy = [{parcel.mail.domain for parcel in (each.handed, each.coming) if parcel} for each in others]
        return {domain for each in busy for domain in each if sum(domain in b for b in busy) >= self._per_domain}

    def _stop(self) -> None:
        """Begin with nothing more."""
        self._more = False
        self._claimed.clear()

    def _look_around(self) -> None:
        """Notice a pause and what was switched off, and hold on to what is claimed."""
        moment = time.monotonic()
        if moment >= self._look_at:
            self._look_at = moment + LOOK_AGAIN
            registry.refresh()
            self._claimed = deque(parcel for parcel in self._claimed if registry.is_on(parcel.mail.room))
            if is_paused():
                self._stop()
            settle()
        if moment >= self._renew_at:
            self._renew_at = moment + LEASE.total_seconds() / 3
            self._keeping.renew()

    def _finish(self) -> None:
        """Hear what became of what was handed over, which only an error leaves behind, and let go of the rest."""
        self._stop()
        try:
            while any(talk.handed for talk in self._connections.talks):
                self._keep([each for each in self._connections.hear(LOOK_AGAIN / 2) if each.outcome])
        finally:
            self._connections.close()
            self._keeping.let_go()
