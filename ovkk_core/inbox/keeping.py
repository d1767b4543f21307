"""Keeps every message once, says what it is and does what it asks, in one transaction."""

import hashlib
import logging
from datetime import datetime
from typing import Any

from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.hookspecs import ReceivedMail
from ovkk_core.inbox import effects
from ovkk_core.inbox.boxes import Found
from ovkk_core.inbox.classifying import classify
from ovkk_core.inbox.judging import Bounced
from ovkk_core.inbox.kinds import MessageKind
from ovkk_core.inbox.matching import Match, match
from ovkk_core.inbox.models import Message
from ovkk_core.inbox.parsing import STUMBLES, Opened, UnreadableError, moment, open_message
from ovkk_core.registry import registry

log = logging.getLogger(__name__)

TOO_LARGE = "De mail is te groot om te bewaren; lees haar met een mailprogramma in de postbus."
FOR_A_PERSON = frozenset(
    {MessageKind.CALENDAR_REPLY, MessageKind.ANSWER, MessageKind.OTHER, MessageKind.UNREADABLE, MessageKind.UNSUBSCRIBE}
)


def keep(found: Found) -> Message | None:
    """Keep and act on one message; None when we had it already: reading it twice changes nothing."""
    digest = hashlib.sha256(found.raw).hexdigest()
    with transaction():
        lock("inbox.keep")
        if Message.select().where(Message.digest == digest).exists():
            return None
        message = _kept(found, digest)
        log.info("message %s is %s, proven %s", message.id, message.kind.value, message.proven)
        if message.kind is not MessageKind.UNREADABLE:
            registry.tell("on_mail_received", message=_told(message))
    return message


def _kept(found: Found, digest: str) -> Message:
    basis = {"digest": digest, "content": found.raw, "size": found.size, "whole": found.whole}
    try:
        about, kind, why, described = _understood(found.raw)
    except UnreadableError as error:
        unreadable = MessageKind.UNREADABLE
        made: Message = Message.create(kind=unreadable, sorted_as=unreadable, done=str(error), **basis)
        return made
    if not found.whole:
        kind, why = MessageKind.UNREADABLE, None
    message: Message = Message.create(
        kind=kind, sorted_as=kind, mail=about.mail, about=about.address, proven=about.proven, **basis, **described
    )
    message.done = TOO_LARGE if not found.whole else _done(message, about, why)
    if not _waits(message):
        message.handled_at = now()
    message.save()
    return message


def _understood(raw: bytes) -> tuple[Match, MessageKind, Bounced | None, dict[str, Any]]:
    """Read the message; raise ``UnreadableError`` for one that trips a reader, so that it never blocks the others."""
    try:
        opened = open_message(raw)
        about = match(opened)
        kind, why = classify(opened, address=about.address, answers=about.mail is not None)
        return about, kind, why, _described(opened)
    except STUMBLES as error:
        raise UnreadableError(f"Deze mail is niet te ontleden ({type(error).__name__}).") from error


def _described(opened: Opened) -> dict[str, Any]:
    address, name = opened.sender
    return {
        "sender": address[:255],
        "sender_name": name[:150],
        "subject": opened.header("Subject")[:300],
        "text": opened.text,
        "sent_at": opened.sent_at,
        "arrived_at": _arrived(opened),
    }


def _done(message: Message, about: Match, why: Bounced | None) -> str:
    """Do what the message asks, and say so; nothing without proof."""
    if message.kind is MessageKind.AUTOMATIC:
        return "Er hoeft niets te gebeuren."
    if message.kind not in {MessageKind.BOUNCE, MessageKind.COMPLAINT, MessageKind.UNSUBSCRIBE}:
        return ""
    if about.mail is None or not about.proven:
        return effects.UNPROVEN
    if message.kind is MessageKind.COMPLAINT:
        return effects.complaint(about.mail)
    if message.kind is MessageKind.UNSUBSCRIBE:
        return effects.unsubscription(about.mail)
    return effects.bounce(about.mail, why, f"message:{message.digest}", message) if why else ""


def _waits(message: Message) -> bool:
    """Say whether a person should look: at what people wrote, and at what could not be done."""
    if message.kind is MessageKind.UNSUBSCRIBE and message.proven and message.done:
        return False
    unproven = message.kind in {MessageKind.BOUNCE, MessageKind.COMPLAINT} and not message.proven
    return unproven or message.kind in FOR_A_PERSON


def _arrived(opened: Opened) -> datetime | None:
    """Give when our own mail server says it came in: the newest Received (RFC 5321 4.4)."""
    return moment(opened.header("Received").rpartition(";")[2])


def _told(message: Message) -> ReceivedMail:
    mail = message.mail
    return ReceivedMail(
        id=message.id,
        kind=message.kind.value,
        sender=str(message.sender),
        name=str(message.sender_name),
        subject=str(message.subject),
        text=str(message.text),
        received_at=message.read_at,
        outbox_id=mail.id if mail else None,
        outbox_kind=str(mail.kind) if mail else "",
        proven=bool(message.proven),
    )
