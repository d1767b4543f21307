"""Builds the bytes of one mail: plain text first, HTML second, then what is enclosed (MAIL-1, MAIL-2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.mail.headers import HeaderLine, address_line, line, text_line
from ovkk_core.mail.parts import Attachment, Recipient


@dataclass(frozen=True)
class Letter:
    """A mail with every placeholder filled in."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Heading:
    """What the header of a mail says, but for the subject. ``answers`` is the Message-ID of the mail answered."""

    sender: Recipient
    to: Recipient
    message_id: str
    reply_to: Recipient | None = None
    automatic: bool = True
    answers: str = ""
    date: datetime = field(default_factory=now)
    list_lines: Sequence[HeaderLine] = ()


def header_lines(heading: Heading, subject: str) -> Iterator[HeaderLine]:
    """Give the header of a mail in its order (RFC 5322 3.6; RFC 3834 5 for what a machine sends)."""
    yield line("Date", _dated(heading.date))
    yield _own_line("From", heading.sender)
    yield address_line("To", heading.to)
    if heading.reply_to:
        yield _own_line("Reply-To", heading.reply_to)
    yield text_line("Subject", subject)
    yield line("Message-ID", heading.message_id)
    if heading.answers:
        yield line("In-Reply-To", heading.answers)
        yield line("References", heading.answers)
        yield line("Auto-Submitted", "auto-replied")
    elif heading.automatic:
        yield line("Auto-Submitted", "auto-generated")
    yield from heading.list_lines


@lru_cache(maxsize=16)  # all mails of a mailing were queued at the same moment, by the same sender
def _dated(moment: datetime) -> str:
    return format_datetime(moment.astimezone(AMSTERDAM))


@lru_cache(maxsize=16)
def _own_line(name: str, own: Recipient) -> HeaderLine:
    return address_line(name, own)


def compose(letter: Letter, heading: Heading, attachments: Sequence[Attachment] = (), *, boundary: str = "") -> bytes:
    """Give the message as RFC 5322 bytes: CRLF, lines of at most 78 characters."""
    message = EmailMessage(policy=policy.SMTP if heading.to.address.isascii() else policy.SMTPUTF8)
    for each in header_lines(heading, letter.subject):
        message[each.name] = each
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if boundary:
        message.set_boundary(boundary)
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
