"""Holds back mail that waits and names somebody who is erased: the name goes out of it, and a person decides."""

import json
from collections.abc import Callable, Collection, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, SMTPUTF8
from email.quoprimime import body_encode
from typing import Any

from ovkk_core.database import transaction
from ovkk_core.history import audit
from ovkk_core.mail.campaigns import untouched
from ovkk_core.mail.following import STILL_HERE
from ovkk_core.mail.models import MailState, OutboxMail

WHY = (
    "Tegengehouden: in deze mail stond iemand die is gewist. De naam is eruit gehaald. "
    "Lees de mail na: verstuur haar toch, of gooi haar weg en stel zo nodig een nieuwe op."
)


def hold_back(taken_out: Callable[[Any], Any]) -> int:
    """Take what ``taken_out`` takes out of every mail that did not leave yet, and hold it; give how many.

    One that is being handed over at this moment still leaves as it was. The shared text of many is not looked at.
    """
    held = 0
    with transaction():
        for mail, content, personal in list(_naming(taken_out)):
            here = OutboxMail.id == mail.id
            OutboxMail.update(content=content, personal=personal).where(here).execute()
            stop = {"state": MailState.HELD, "due_at": None, "claimed_by": "", "reply": WHY}
            held += OutboxMail.update(**stop).where(here, OutboxMail.state.in_(STILL_HERE) | untouched()).execute()
            audit("mail.hold", "mail", mail.id)
    return held


def count_naming(taken_out: Callable[[Any], Any], but: Collection[str]) -> int:
    """Count the mails that :func:`hold_back` would change, but for those to the addresses of ``but``."""
    return sum(str(mail.address).lower() not in but for mail, *_ in _naming(taken_out))


def _naming(taken_out: Callable[[Any], Any]) -> Iterator[tuple[OutboxMail, bytes, str]]:
    """Give each mail that did not leave yet and that names them, with its content and personal values without."""
    query = OutboxMail.select().where(OutboxMail.state.in_((*STILL_HERE, MailState.CLAIMED)))
    for mail in query.order_by(OutboxMail.id).iterator():
        clean = without(bytes(mail.content), str(mail.address), taken_out) if mail.content else None
        personal = _values_without(str(mail.personal), taken_out)
        if clean is not None or personal != mail.personal:
            yield mail, bytes(mail.content) if clean is None else clean, personal


def _values_without(personal: str, taken_out: Callable[[Any], Any]) -> str:
    """Give the values (JSON) without it: looked at one by one, as in JSON a name grows onto the line end before it."""
    values = json.loads(personal) if personal else {}
    clean = taken_out(values)
    return personal if clean == values else json.dumps(clean, ensure_ascii=False, separators=(",", ":"))


def without(content: bytes, address: str, taken_out: Callable[[Any], Any]) -> bytes | None:
    """Give the RFC 5322 bytes of a mail to ``address`` without it; None when it stands in no header, text or name."""
    message: EmailMessage = BytesParser(policy=SMTP if address.isascii() else SMTPUTF8).parsebytes(content)
    changed = [_header(message, name, address, taken_out) for name in dict.fromkeys(message.keys())]
    changed += [_part(part, taken_out) for part in message.walk() if not part.is_multipart()]
    return message.as_bytes() if any(changed) else None


def _header(message: EmailMessage, name: str, address: str, taken_out: Callable[[Any], Any]) -> bool:
    """Put right a line in which it stands: the subject without it, addresses without names; others go."""
    value = str(message[name])
    clean = taken_out(value)
    if clean == value:
        return False
    if name == "Subject":
        message.replace_header(name, clean)
    elif name == "To":
        message.replace_header(name, address)
    elif name == "From":
        message.replace_header(name, message[name].addresses[0].addr_spec)
    else:
        del message[name]
    return True


def _part(part: EmailMessage, taken_out: Callable[[Any], Any]) -> bool:
    """Put right a text, an attachment too, and the name of an attachment."""
    name, changed = part.get_filename() or "", False
    if taken_out(name) != name:
        part.set_param("filename", taken_out(name), "Content-Disposition")
        changed = True
    if part.get_content_maintype() == "text":
        content = part.get_payload(decode=True)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        clean = taken_out(text)
        if clean != text:
            part.set_payload(body_encode(clean.encode().decode("latin-1")))
            del part["Content-Transfer-Encoding"]
            part["Content-Transfer-Encoding"] = "quoted-printable"
            part.set_param("charset", "utf-8")
            changed = True
    return changed
