"""The line to the mail server: Flask-Mail's connection, with checked certificates and deadlines."""

import smtplib
import ssl
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

import flask_mail

PATIENCE = 60  # seconds for an answer
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}


class Line(flask_mail.Connection):
    """The way to the server. Encrypted with a checked certificate, except to a server on this machine.

    With a password or on port 587 a server without STARTTLS is refused; elsewhere encryption is used when offered.
    """

    def __init__(self, mail_url: str, greeting: str) -> None:
        super().__init__(relay_of(mail_url))
        self._greeting = greeting

    @property
    def is_captured(self) -> bool:
        """Whether nothing is handed over (``capture:``)."""
        return bool(self.mail.suppress)

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and log in, one connection more at each call; raise ``OSError`` or ``ValueError``."""
        relay, server = self.mail, self._connected()
        try:
            server.ehlo_or_helo_if_needed()
            if relay.use_tls or (self._may_encrypt() and server.has_extn("starttls")):
                server.starttls(context=self._context)
            if relay.username and relay.password:
                server.login(relay.username, relay.password)
            server.ehlo_or_helo_if_needed()
        except OSError:
            server.close()
            raise
        return server

    def _connected(self) -> smtplib.SMTP:
        where = self.mail.server, self.mail.port, self._greeting
        if self.mail.use_ssl:
            return smtplib.SMTP_SSL(*where, timeout=PATIENCE, context=self._context)
        return smtplib.SMTP(*where, timeout=PATIENCE)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """What certificates are checked with; reading those of the system takes long."""
        return ssl.create_default_context()

    def _may_encrypt(self) -> bool:
        return not self.mail.use_ssl and self.mail.server not in LOOPBACK


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
