"""Tries the line to the mail server without sending anything."""

import smtplib
import ssl
from dataclasses import dataclass

from ovkk_core.mail.office import office
from ovkk_core.mail.transport import Line


@dataclass(frozen=True)
class RelayAnswer:
    """Whether the mail server takes us, and whether the line is encrypted; ``words`` is what went wrong."""

    reached: bool
    encrypted: bool
    words: str = ""


def try_relay() -> RelayAnswer:
    """Connect to the mail server of ``OVKK_MAIL_URL``, log in as for delivery and say goodbye; send nothing."""
    line = Line(office.settings.mail_url, office.domain)
    try:
        server = line.configure_host()
        encrypted = isinstance(server.sock, ssl.SSLSocket)
        server.noop()
        server.quit()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return RelayAnswer(reached=False, encrypted=False, words=f"{type(error).__name__}: {error}"[:200])
    return RelayAnswer(reached=True, encrypted=encrypted)
