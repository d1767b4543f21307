"""Reads the machine's part of a bounce (RFC 3464) and of a complaint (RFC 5965)."""

from dataclasses import dataclass
from email.message import Message as Mime
from email.parser import Parser
from email.policy import compat32

from ovkk_core.inbox.parsing import Opened, clean_line, content, header_of

STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")


@dataclass(frozen=True)
class Status:
    """What a mail server says about one recipient; the addresses are in small letters, "" when it names none."""

    action: str
    code: str
    words: str
    final: str
    original: str


def statuses(opened: Opened) -> list[Status]:
    """Give what the delivery-status parts say, one for each recipient."""
    found = []
    for part in opened.parts:
        if part.get_content_type() in STATUS_PARTS:
            found += [_status(block) for block in _blocks(part) if block.get("Action") or block.get("Status")]
    return found


def complaint_fields(opened: Opened) -> Mime | None:
    """Give the feedback-report part of a complaint; None when it is none."""
    part = opened.part("message/feedback-report")
    return next(iter(_blocks(part)), None) if part is not None else None


def returned_headers(opened: Opened) -> Mime | None:
    """Give the headers of the mail that is sent back or complained of; None when it is not enclosed."""
    part = opened.part(*RETURNED)
    if part is None:
        return None
    inner = _inner(part)
    if inner:
        return inner[0]
    return Parser(policy=compat32).parsestr(content(part), headersonly=True)


def _blocks(part: Mime) -> list[Mime]:
    """Give the groups of fields; some senders wrap them in base64, which leaves them as one text."""
    inner = _inner(part)
    wrapped = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    if inner and not wrapped:
        return inner
    text = (_unwrapped(inner) if inner else content(part)).replace("\r\n", "\n")
    return [Parser(policy=compat32).parsestr(block, headersonly=True) for block in text.split("\n\n") if block.strip()]


def _inner(part: Mime) -> list[Mime]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Mime)] if isinstance(payload, list) else []


def _unwrapped(inner: list[Mime]) -> str:
    """Give the text of a status part that was base64: the parser took its letters for groups of fields."""
    whole = Mime()
    whole["Content-Transfer-Encoding"] = "base64"
    whole.set_payload("".join(block.as_string() for block in inner))
    return content(whole)


def _status(block: Mime) -> Status:
    return Status(
        action=header_of(block, "Action").lower(),
        code=header_of(block, "Status").split(" ")[0].split("(")[0],
        words=clean_line(header_of(block, "Diagnostic-Code").partition(";")[2] or header_of(block, "Diagnostic-Code")),
        final=_address(header_of(block, "Final-Recipient")),
        original=_address(header_of(block, "Original-Recipient")),
    )


def _address(field: str) -> str:
    """Give the address of ``rfc822; <jan@dorp.test>``."""
    return (field.partition(";")[2] or field).strip().strip("<>").strip().casefold()
