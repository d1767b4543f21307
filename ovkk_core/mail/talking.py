"""The conversation with a mail server over one open connection; it never waits, so that one thread can hold many.

Commands go together when the server allows that, those of the next mail with the content of the last (RFC 2920 3.1).
"""

import re
import socket
import ssl
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.transport import PATIENCE

LAST_PATIENCE = 600  # seconds for the answer to the message itself (RFC 5321 4.5.3.2.6)
GOODBYE_PATIENCE = 10
PER_LINE = 100  # messages on one connection; many servers close it soon after
BLOCK = 65_536  # bytes read at a time, and the longest answer
BUSY = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
DOT = re.compile(rb"\n\.")  # twice as fast as looking for it in the bytes
EXTENSIONS = ("pipelining", "size", "smtputf8")
NOT_TAKEN = (553, b"5.6.7 De mailserver neemt geen adres met bijzondere letters voor de at aan (SMTPUTF8).")


@dataclass(frozen=True)
class Outcome:
    """How handing over went: the state that follows, what the server said, and whether it could be reached."""

    state: MailState
    reply: str
    reached: bool = True


AGAIN = Outcome(MailState.QUEUED, "")  # an old connection had died before anything was handed over


@dataclass(eq=False)
class Parcel:
    """One mail on its way; once it is packed with an envelope sender, "" for the null sender, and its bytes.

    ``begun`` says that the outbox knows that it is being handed over.
    """

    mail: OutboxMail
    sender: str = ""
    size: int = 0
    wire: bytes = b""
    begun: bool = False

    def pack(self, sender: str, content: bytes) -> None:
        """Make it ready for the line: with another dot before each line that begins with one (RFC 5321 4.5.2)."""
        stuffed = content.replace(b"\r\n.", b"\r\n..") if DOT.search(content) else content
        self.sender, self.size, self.wire = sender, len(content), stuffed + b".\r\n"


class News(NamedTuple):
    """What became of a parcel; without an outcome the server waits for its content. No talk: connecting failed."""

    talk: "Talk | None"
    parcel: Parcel | None
    outcome: Outcome | None


class Step(Enum):
    """What an answer is about."""

    RESET = "reset"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    CONTENT = "content"
    GOODBYE = "goodbye"


WANTED = {Step.SENDER: (250,), Step.RECIPIENT: (250, 251), Step.DATA: (354,)}


class Talk:
    """What is said and heard on ``sock``, where the server ``offers`` some extensions (small letters).

    At most one mail is handed over without an answer, and one more is proposed.
    """

    def __init__(self, sock: socket.socket, offers: Collection[str]) -> None:
        self.sock = sock
        self.sock.setblocking(False)
        self.handed: Parcel | None = None
        self.coming: Parcel | None = None
        self.closed = False
        self.news: list[News] = []
        self._together, self._sizes, self._all_letters = (name in offers for name in EXTENSIONS)
        self._out: list[bytes] = []
        self._in = bytearray()
        self._said: list[bytes] = []  # lines of an answer that goes on
        self._later: deque[tuple[Step, bytes]] = deque()  # commands that go by turns
        self._awaited: deque[Step] = deque()
        self._refusal: Outcome | None = None
        self._in_doubt = False  # what the server thinks of the last envelope
        self._count = 0
        self._heard_at = time.monotonic()

    @property
    def takes_more(self) -> bool:
        """Whether a mail may be proposed now."""
        free = self.coming is None and (self._together or self.handed is None)
        return free and self._count < PER_LINE and not self._leaves and not self.closed

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked of the server."""
        return not self._awaited and self.coming is None and not self.closed

    @property
    def is_stuck(self) -> bool:
        """Whether there is something that the server does not take in yet."""
        return bool(self._out)

    def propose(self, parcel: Parcel) -> None:
        """Say from whom and to whom the next mail is; news tells when its content may follow."""
        self._count += 1
        address, options = parcel.mail.address, f" SIZE={parcel.size}" if self._sizes else ""
        if not address.isascii():
            if not self._all_letters:
                self.news.append(News(self, parcel, judged(*NOT_TAKEN)))
                return
            options += " BODY=8BITMIME SMTPUTF8"
        self.coming, self._refusal = parcel, None
        if self._in_doubt:
            self._later.append((Step.RESET, b"RSET\r\n"))
            self._in_doubt = False
        self._later += (
            (Step.SENDER, f"MAIL FROM:<{parcel.sender}>{options}\r\n".encode()),
            (Step.RECIPIENT, f"RCPT TO:<{address}>\r\n".encode()),
            (Step.DATA, b"DATA\r\n"),
        )
        self._say_next()
        while self._together and self._later:
            self._say_next()

    def hand_over(self, parcel: Parcel) -> None:
        """Give the content of the mail that was proposed, and that the server waits for."""
        self.handed, self.coming = parcel, None
        self._out.append(parcel.wire)
        self._awaited.append(Step.CONTENT)

    def leave(self) -> None:
        """Say goodbye."""
        self._out.append(b"QUIT\r\n")
        self._awaited.append(Step.GOODBYE)

    def break_off(self) -> None:
        """Be gone without a word: nothing else undoes a proposal that was taken."""
        self.coming, self.closed = None, True

    def flush(self) -> None:
        """Send what the network takes."""
        if not self._out or self.closed:
            return
        waiting = b"".join(self._out)
        try:
            sent = self.sock.send(waiting)
        except BUSY:
            sent = 0
        except OSError as error:
            self._out = []
            self.receive()  # it may have said why
            self._lose(error)
            return
        self._out = [waiting[sent:]] if sent < len(waiting) else []
        self._heard_at = time.monotonic()

    def receive(self) -> None:
        """Take in all that the server said."""
        try:
            while not self.closed:
                read = self.sock.recv(BLOCK)
                if not read:
                    raise ConnectionError("De mailserver hing op.")
                self._in += read
                self._read_lines()
                self._heard_at = time.monotonic()
        except BUSY:
            return
        except OSError as error:
            self._lose(error)

    def watch(self, moment: float) -> None:
        """Give up on a server that is silent too long."""
        patience = LAST_PATIENCE if self.handed else GOODBYE_PATIENCE if self._leaves else PATIENCE
        if self._awaited and moment - self._heard_at > patience:
            self._lose(TimeoutError("De mailserver antwoordde niet op tijd."))

    @property
    def _leaves(self) -> bool:
        return bool(self._awaited) and self._awaited[-1] is Step.GOODBYE

    def _say_next(self) -> None:
        step, command = self._later.popleft()
        self._out.append(command)
        self._awaited.append(step)

    def _read_lines(self) -> None:
        *lines, rest = self._in.split(b"\n")
        for line in lines:
            self._said.append(bytes(line[4:]).strip())
            if line[3:4] == b"-" and line[:3].isdigit():
                continue
            if not line[:3].isdigit():
                raise ConnectionError("De mailserver antwoordde onbegrijpelijk.")
            said, self._said = b"\n".join(self._said), []
            self._hear(int(line[:3]), said)
        self._in = rest
        if len(rest) + sum(map(len, self._said)) > BLOCK:
            raise ConnectionError("De mailserver antwoordde zonder einde.")

    def _hear(self, code: int, text: bytes) -> None:
        """Take one answer in."""
        if self.closed:
            return
        step = self._awaited.popleft() if self._awaited else Step.GOODBYE  # said unasked: it wants to go
        if step is Step.CONTENT:
            self.news.append(News(self, self.handed, judged(code, text, taken=250)))
            self.handed = None
        elif step in WANTED:
            self._hear_envelope(step, code, text)
        elif self._later:
            self._say_next()
        if code == 421 or step is Step.GOODBYE:
            self._lose(ConnectionError(text.decode("utf-8", "replace")))

    def _hear_envelope(self, step: Step, code: int, text: bytes) -> None:
        refused = code not in WANTED[step]
        if refused:
            self._refusal = self._refusal or judged(code, text)
            self._later.clear()
        elif self._later:
            self._say_next()
        if step is not Step.DATA and (self._together or not refused):
            return  # more answers come
        if self._refusal is None:
            self.news.append(News(self, self.coming, None))
            return
        self.news.append(News(self, self.coming, self._refusal))
        self.coming, self._in_doubt = None, True
        if not refused:  # it wants a message for nobody; nothing but leaving undoes that
            self.closed = True

    def _lose(self, error: OSError) -> None:
        """Judge a broken connection: after the message was handed over nobody knows whether it arrived."""
        if self.closed:
            return
        self.closed = True
        if self.handed:
            words = f"De mailserver verbrak de verbinding zonder antwoord: {error}"
            self.news.append(News(self, self.handed, Outcome(MailState.DOUBT, words)))
        if self.coming:
            words = f"De verbinding met de mailserver viel weg: {error}"
            away = self._refusal or Outcome(MailState.DEFERRED, words, reached=False)
            self.news.append(News(self, self.coming, AGAIN if self._count > 1 else away))
        self.handed = self.coming = None


def judged(code: int, text: bytes, *, taken: int = 0) -> Outcome:
    """Judge an answer: ``taken`` is that, 5xx is final, everything else is tried again (RFC 5321 4.2.1)."""
    words = f"{code} {text.decode('utf-8', 'replace')}"
    if code == taken:
        return Outcome(MailState.SENT, words)
    return Outcome(MailState.FAILED if 500 <= code <= 599 else MailState.DEFERRED, words)
