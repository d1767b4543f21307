"""Takes a kept mail apart again, to show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP


@dataclass(frozen=True)
class Enclosed:
    """One attachment as it will arrive."""

    filename: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Reading:
    """The parts of a mail; ``headers`` are (name, decoded value) in their order."""

    headers: Sequence[tuple[str, str]]
    text: str
    html: str
    attachments: Sequence[Enclosed]
    source: str


def read(content: bytes) -> Reading:
    """Give the parts of the RFC 5322 bytes that :func:`compose` made."""
    message: EmailMessage = BytesParser(policy=SMTP).parsebytes(content)
    return Reading(
        headers=[(name, str(value)) for name, value in message.items()],
        text=_part(message, "plain"),
        html=_part(message, "html"),
        attachments=[_enclosed(part) for part in message.iter_attachments()],
        source=content.decode("ascii", "replace"),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def _enclosed(part: EmailMessage) -> Enclosed:
    content = part.get_payload(decode=True)
    return Enclosed(
        part.get_filename() or "bijlage", part["Content-Type"], content if isinstance(content, bytes) else b""
    )
