"""The open connections of one delivery, heard together by one thread; each is opened by a thread of its own."""

import selectors
import smtplib
import socket
import threading
import time
from queue import SimpleQueue

from ovkk_core.mail.models import MailState
from ovkk_core.mail.talking import News, Outcome, Talk
from ovkk_core.mail.transport import Line

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Connections:
    """Those that are open (``talks``) and those that are being opened; close it when done."""

    def __init__(self, line: Line) -> None:
        self.talks: list[Talk] = []
        self._line = line
        self._selector = selectors.DefaultSelector()
        self._bell, ringing = socket.socketpair()  # rings when a thread is ready
        self._ringing = ringing
        self._selector.register(self._bell, READ)
        self._threads: list[threading.Thread] = []
        self._opened: SimpleQueue[smtplib.SMTP | BaseException] = SimpleQueue()
        self._opening = 0

    def __len__(self) -> int:
        return len(self.talks) + self._opening

    def open(self) -> None:
        """Begin to open one more."""
        self._opening += 1
        thread = threading.Thread(target=self._connect, daemon=True, name="mail-connect")
        self._threads.append(thread)
        thread.start()

    def flush(self) -> None:
        """Send what there is to say."""
        for talk in self.talks:
            stuck = talk.is_stuck
            talk.flush()
            if stuck or talk.is_stuck:
                self._selector.modify(talk.sock, READ | WRITE if talk.is_stuck else READ, talk)

    def hear(self, seconds: float) -> list[News]:
        """Wait so long at most for news, and give all of it."""
        self.flush()
        news = self._gathered()
        if news:
            return news
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                news += self._welcome()
            else:
                key.data.receive()
        moment = time.monotonic()
        for talk in self.talks:
            talk.watch(moment)
        return [*news, *self._gathered()]

    def close(self) -> None:
        """Break off what is open still."""
        for thread in self._threads:
            thread.join()
        self._welcome()
        for talk in self.talks:
            talk.break_off()
        self._gathered()
        self._selector.close()
        self._bell.close()
        self._ringing.close()

    def _gathered(self) -> list[News]:
        """Give the news of all, and clear away what is closed."""
        news = [each for talk in self.talks for each in talk.news]
        for talk in self.talks:
            talk.news.clear()
            if talk.closed:
                self._selector.unregister(talk.sock)
                talk.sock.close()
        self.talks = [talk for talk in self.talks if not talk.closed]
        return news

    def _connect(self) -> None:
        made: smtplib.SMTP | BaseException
        try:
            made = self._line.configure_host()
        except BaseException as error:  # noqa: BLE001 - judged where the outbox is kept
            made = error
        self._opened.put(made)
        self._ringing.send(b"!")

    def _welcome(self) -> list[News]:
        """Take in what was opened; give what could not be."""
        news = []
        while not self._opened.empty():
            made = self._opened.get_nowait()
            self._bell.recv(1)
            self._opening -= 1
            if isinstance(made, smtplib.SMTP) and made.sock:
                talk = Talk(made.sock, made.esmtp_features)
                self.talks.append(talk)
                self._selector.register(talk.sock, READ, talk)
            elif isinstance(made, OSError | ValueError):
                words = f"De mailserver is niet te bereiken: {made}"
                news.append(News(None, None, Outcome(MailState.DEFERRED, words, reached=False)))
            elif isinstance(made, BaseException):
                raise made
        return news
