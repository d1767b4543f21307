"""Builds the bytes of one mail: plain text first, HTML second, then what is enclosed (MAIL-1, MAIL-2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

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
    leaving_lines: Sequence[HeaderLine] = ()


def shared_lines(heading: Heading) -> Iterator[HeaderLine]:
    """Give what all copies of a mail have in their headers, first (RFC 5322 3.6; RFC 3834 5 for machines)."""
    yield line("Date", format_datetime(heading.date.astimezone(AMSTERDAM)))
    yield address_line("From", heading.sender)
    if heading.reply_to:
        yield address_line("Reply-To", heading.reply_to)
    if heading.answers:
        yield line("In-Reply-To", heading.answers)
        yield line("References", heading.answers)
        yield line("Auto-Submitted", "auto-replied")
    elif heading.automatic:
        yield line("Auto-Submitted", "auto-generated")
    yield from heading.list_lines


def own_lines(
    to: Recipient, subject: str, message_id: str, leaving_lines: Iterable[HeaderLine]
) -> Iterator[HeaderLine]:
    """Give what only this copy has in its header, after what is shared."""
    yield address_line("To", to)
    yield text_line("Subject", subject)
    yield line("Message-ID", message_id)
    yield from leaving_lines


def compose(letter: Letter, heading: Heading, attachments: Sequence[Attachment] = (), *, boundary: str = "") -> bytes:
    """Give the message as RFC 5322 bytes: CRLF, lines of at most 78 characters."""
    message = EmailMessage(policy=policy.SMTP if heading.to.address.isascii() else policy.SMTPUTF8)
    own = own_lines(heading.to, letter.subject, heading.message_id, heading.leaving_lines)
    for each in (*shared_lines(heading), *own):
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
