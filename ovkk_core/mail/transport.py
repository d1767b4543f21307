"""The line to the mail server: Flask-Mail's connection, with checked certificates, deadlines and the reply kept."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import flask_mail

from ovkk_core.mail.models import MailState

PATIENCE = 60  # seconds for an answer
LAST_PATIENCE = 600  # seconds for the answer to the message itself (RFC 5321 4.5.3.2.6)
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
PER_LINE = 100  # messages on one connection; many servers close it soon after
CAPTURED, CAPTURED_CODE = "captured", 0
WANTED = ((250,), (250, 251), (354,))  # answers to MAIL, RCPT and DATA
NOT_TAKEN = (553, b"5.6.7 De mailserver neemt geen adres met bijzondere letters voor de at aan (SMTPUTF8).")
MayGo = Callable[[], bool]


class WithdrawnError(Exception):
    """The mail was taken out of the queue just before it would be handed over."""


@dataclass(frozen=True)
class Parcel:
    """One message as it goes over the line, and its envelope; ``sender`` "" is the null sender."""

    sender: str
    address: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """How handing over went: the state that follows, what the server said, and whether it could be reached."""

    state: MailState
    reply: str
    reached: bool = True


WITHDRAWN = Outcome(MailState.DROPPED, "")


class _Server(smtplib.SMTP):
    """Remembers the last reply, and whether a message was handed over without an answer since."""

    reply: tuple[int, bytes] = (0, b"")
    unanswered = False

    def getreply(self) -> tuple[int, bytes]:
        self.reply = super().getreply()
        self.unanswered = False
        return self.reply

    def hand_over(self, sender: str, address: str, content: bytes, may_go: MayGo) -> tuple[int, bytes]:
        """Send one message; give the answer to the message, or the first refusal.

        The commands go together when the server allows that (RFC 2920); ``may_go`` is asked meanwhile and decides
        whether the message follows. Raises ``WithdrawnError`` when not; the connection is then of no more use.
        """
        self.ehlo_or_helo_if_needed()
        options = f" SIZE={len(content)}" if self.has_extn("size") else ""
        if not address.isascii():
            if not self.has_extn("smtputf8"):
                return NOT_TAKEN
            self.command_encoding = "utf-8"
            options += " BODY=8BITMIME SMTPUTF8"
        commands = [f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{address}>", "DATA"]
        refusal = self._together(commands, may_go) if self.has_extn("pipelining") else self._by_turns(commands)
        if refusal is not None:
            return refusal
        if not may_go():
            raise WithdrawnError
        stuffed = content.replace(b"\r\n.", b"\r\n..") if b"\r\n." in content else content
        self._patience(LAST_PATIENCE)
        self.unanswered = True
        self.send(stuffed + b".\r\n")
        answer = self.getreply()
        self._patience(PATIENCE)
        return answer

    def _together(self, commands: list[str], may_go: MayGo) -> tuple[int, bytes] | None:
        """Give the first refusal; None when the server waits for the message."""
        self.send("\r\n".join([*commands, ""]))
        may_go()
        replies = [self.getreply() for _ in commands]
        refusals = [reply for reply, wanted in zip(replies, WANTED, strict=True) if reply[0] not in wanted]
        if not refusals:
            return None
        if replies[-1][0] == 354:  # it wants a message for nobody; nothing but leaving undoes that
            self.close()
        else:
            self.rset()
        return refusals[0]

    def _by_turns(self, commands: list[str]) -> tuple[int, bytes] | None:
        for command, wanted in zip(commands, WANTED, strict=True):
            self.putcmd(command)
            reply = self.getreply()
            if reply[0] not in wanted:
                self.rset()
                return reply
        return None

    def _patience(self, seconds: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(seconds)


class _TlsServer(_Server, smtplib.SMTP_SSL):
    """The same, on a connection that is encrypted from the start."""


class Line(flask_mail.Connection):
    """One open connection. Encrypted with a checked certificate, except to a server on this machine.

    With a password or on port 587 a server without STARTTLS is refused; elsewhere encryption is used when offered.
    """

    def __init__(self, relay: Any, greeting: str) -> None:
        super().__init__(relay)
        self._greeting = greeting

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and log in."""
        relay, server = self.mail, self._connected()
        try:
            server.ehlo_or_helo_if_needed()
            if relay.use_tls or (self._may_encrypt() and server.has_extn("starttls")):
                server.starttls(context=ssl.create_default_context())
            if relay.username and relay.password:
                server.login(relay.username, relay.password)
        except OSError:
            server.close()
            raise
        return server

    def hand_over(self, parcel: Parcel, may_go: MayGo) -> tuple[int, bytes]:
        """Hand over one mail, past Flask-Mail's own way, which would make and check its bytes again."""
        self.num_emails += 1
        if not isinstance(self.host, _Server):
            if not may_go():
                raise WithdrawnError
            return CAPTURED_CODE, b""
        return self.host.hand_over(parcel.sender, parcel.address, parcel.content, may_go)

    def _connected(self) -> _Server:
        where = self.mail.server, self.mail.port, self._greeting
        if self.mail.use_ssl:
            return _TlsServer(*where, timeout=PATIENCE, context=ssl.create_default_context())
        return _Server(*where, timeout=PATIENCE)

    def _may_encrypt(self) -> bool:
        return not self.mail.use_ssl and self.mail.server not in LOOPBACK

    def close(self) -> None:
        """Say goodbye; a server that is gone already is fine."""
        if self.host is None:
            return
        try:
            self.host.quit()
        except OSError:
            self.host.close()


class Post:
    """Hands mails over, on a connection opened when first needed and replaced when the server closes it."""

    def __init__(self, mail_url: str, greeting: str) -> None:
        self._relay = relay_of(mail_url)
        self._greeting = greeting
        self._line: Line | None = None

    def send(self, parcel: Parcel, may_go: MayGo) -> Outcome:
        """Hand over one mail once ``may_go`` says so; never raises for what a server or network does."""
        if self._line and self._line.num_emails >= PER_LINE:
            self.close()
        used = self._line is not None
        outcome = self._try(parcel, may_go)
        if used and outcome.state is MailState.DEFERRED and not outcome.reached:
            outcome = self._try(parcel, may_go)  # the old connection had died; a new one may not
        return outcome

    def close(self) -> None:
        """Close the connection, if any."""
        if self._line:
            self._line.close()
        self._line = None

    def _try(self, parcel: Parcel, may_go: MayGo) -> Outcome:
        try:
            if self._line is None:
                line = Line(self._relay, self._greeting)
                self._line = line.__enter__()
        except (OSError, ValueError) as error:
            return Outcome(MailState.DEFERRED, f"De mailserver is niet te bereiken: {error}", reached=False)
        try:
            return self._judged(*self._line.hand_over(parcel, may_go))
        except WithdrawnError:
            self._lose()
            return WITHDRAWN
        except OSError as error:
            return self._lost(error)

    def _judged(self, code: int, text: bytes) -> Outcome:
        """Judge an answer: 2xx is taken, 5xx is final, everything else is tried again (RFC 5321 4.2.1)."""
        if code == CAPTURED_CODE:
            return Outcome(MailState.SENT, CAPTURED)
        if code == 421:
            self.close()
        words = f"{code} {text.decode('utf-8', 'replace')}"
        if code == 250:
            return Outcome(MailState.SENT, words)
        return Outcome(MailState.FAILED if 500 <= code <= 599 else MailState.DEFERRED, words)

    def _lost(self, error: OSError) -> Outcome:
        """Judge a broken connection: after the message was handed over nobody knows whether it arrived."""
        if self._lose():
            return Outcome(MailState.DOUBT, f"De mailserver verbrak de verbinding zonder antwoord: {error}")
        return Outcome(MailState.DEFERRED, f"De verbinding met de mailserver viel weg: {error}", reached=False)

    def _lose(self) -> bool:
        """Drop the connection without a word; say whether a message was handed over without an answer."""
        server = self._line.host if self._line else None
        self._line = None
        if not isinstance(server, _Server):
            return False
        server.close()
        return server.unanswered


def relay_of(mail_url: str) -> Any:
    """Give Flask-Mail's view of ``OVKK_MAIL_URL``; ``capture:`` hands nothing over."""
    url = urlsplit(mail_url)
    host, port = url.hostname or "localhost", url.port or PORTS.get(url.scheme, 0)
    private = bool(url.password) or port == PORTS["smtp"]
    return flask_mail.Mail().init_mail(
        {
            "MAIL_SERVER": host,
            "MAIL_PORT": port,
            "MAIL_USERNAME": unquote(url.username or ""),
            "MAIL_PASSWORD": unquote(url.password or ""),
            "MAIL_USE_TLS": url.scheme == "smtp" and private and host not in LOOPBACK,
            "MAIL_USE_SSL": url.scheme == "smtps",
            "MAIL_SUPPRESS_SEND": url.scheme == "capture",
        }
    )
