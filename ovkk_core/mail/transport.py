"""The line to the mail server: Flask-Mail's connection, with checked certificates, deadlines and the reply kept."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import flask_mail

from ovkk_core.mail.models import MailState, OutboxMail

PATIENCE = 60  # seconds for an answer
LAST_PATIENCE = 600  # seconds for the answer to the message itself (RFC 5321 4.5.3.2.6)
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
PER_LINE = 100  # messages on one connection; many servers close it soon after
CAPTURED = "captured"
NULL_SENDER = "<>"


@dataclass(frozen=True)
class Outcome:
    """How handing over went: the state that follows, what the server said, and whether it could be reached."""

    state: MailState
    reply: str
    reached: bool = True


class Prepared(flask_mail.Message):
    """A message whose bytes are ready; Flask-Mail's own way of making them is left out."""

    def __init__(self, mail: OutboxMail, envelope_sender: str, content: bytes) -> None:
        self.recipients, self.cc, self.bcc = [mail.address], [], []
        self.sender, self.reply_to, self.subject = envelope_sender or NULL_SENDER, None, ""
        self.mail_options, self.rcpt_options = [], []
        self.date = mail.queued_at.timestamp()
        self._content = content

    def as_bytes(self) -> bytes:
        """Give the message as it goes over the line."""
        return self._content


class _Server(smtplib.SMTP):
    """Remembers the last reply, and whether a message was handed over (354) without an answer since."""

    reply: tuple[int, bytes] = (0, b"")
    unanswered = False

    def getreply(self) -> tuple[int, bytes]:
        self.reply = super().getreply()
        self.unanswered = self.reply[0] == 354
        if self.sock is not None:
            self.sock.settimeout(LAST_PATIENCE if self.unanswered else PATIENCE)
        return self.reply


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

    def send(self, mail: OutboxMail, envelope_sender: str, content: bytes) -> Outcome:
        """Hand over one mail; never raises for what a server or network does."""
        if self._line and self._line.num_emails >= PER_LINE:
            self.close()
        used = self._line is not None
        outcome = self._try(mail, envelope_sender, content)
        if used and outcome.state is MailState.DEFERRED and not outcome.reached:
            outcome = self._try(mail, envelope_sender, content)  # the old connection had died; a new one may not
        return outcome

    def close(self) -> None:
        """Close the connection, if any."""
        if self._line:
            self._line.close()
        self._line = None

    def _try(self, mail: OutboxMail, envelope_sender: str, content: bytes) -> Outcome:
        try:
            if self._line is None:
                line = Line(self._relay, self._greeting)
                self._line = line.__enter__()
        except (OSError, ValueError) as error:
            return Outcome(MailState.DEFERRED, f"De mailserver is niet te bereiken: {error}", reached=False)
        try:
            self._line.send(Prepared(mail, envelope_sender, content))
        except smtplib.SMTPRecipientsRefused as error:
            return self._refused(*error.recipients[mail.address])
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except OSError as error:
            return self._lost(error)
        return Outcome(MailState.SENT, _reply(self._line.host))

    def _refused(self, code: int, text: bytes | str) -> Outcome:
        """Judge an answer: 5xx is final, everything else is tried again (RFC 5321 4.2.1)."""
        if code == 421:
            self.close()
        state = MailState.FAILED if 500 <= code <= 599 else MailState.DEFERRED
        return Outcome(state, _words(code, text))

    def _lost(self, error: OSError) -> Outcome:
        """Judge a broken connection: after the message was handed over nobody knows whether it arrived."""
        server = self._line.host if self._line else None
        self._line = None
        if server is not None:
            server.close()
        if isinstance(server, _Server) and server.unanswered:
            return Outcome(MailState.DOUBT, f"De mailserver verbrak de verbinding zonder antwoord: {error}")
        return Outcome(MailState.DEFERRED, f"De verbinding met de mailserver viel weg: {error}", reached=False)


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


def _reply(server: smtplib.SMTP | None) -> str:
    return _words(*server.reply) if isinstance(server, _Server) else CAPTURED


def _words(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"
