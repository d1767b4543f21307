"""Builds the bytes of one mail: plain text first, HTML second, then what is enclosed (MAIL-1, MAIL-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.mail.headers import address_line, line, text_line
from ovkk_core.mail.parts import Attachment, Recipient


@dataclass(frozen=True)
class Letter:
    """A mail with every placeholder filled in."""

    subject: str
    text: str
    html: str


def compose(
    letter: Letter,
    *,
    sender: Recipient,
    to: Recipient,
    message_id: str,
    reply_to: Recipient | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Give the message as RFC 5322 bytes: CRLF, lines of at most 78 characters, ``Auto-Submitted`` (RFC 3834 5.2)."""
    message = EmailMessage(policy=policy.SMTP)
    message["Date"] = line("Date", format_datetime(now().astimezone(AMSTERDAM)))
    message["From"] = address_line("From", sender)
    message["To"] = address_line("To", to)
    if reply_to:
        message["Reply-To"] = address_line("Reply-To", reply_to)
    message["Subject"] = text_line("Subject", letter.subject)
    message["Message-ID"] = line("Message-ID", message_id)
    message["Auto-Submitted"] = line("Auto-Submitted", "auto-generated")
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        _enclose(message, attachment)
    return message.as_bytes()


def _enclose(message: EmailMessage, attachment: Attachment) -> None:
    maintype, _, subtype = attachment.mimetype.partition("/")
    message.add_attachment(
        attachment.content,
        maintype=maintype,
        subtype=subtype,
        filename=attachment.filename,
        params=dict(attachment.parameters),
    )
