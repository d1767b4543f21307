"""Puts mails in the outbox, in the same transaction as the decision that asks for them (MAIL-12)."""

import re
import secrets
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import MailKind
from ovkk_core.jobs import Job, JobState, enqueue
from ovkk_core.mail import templates
from ovkk_core.mail.composing import Heading, Letter, compose
from ovkk_core.mail.kinds import usable_kind
from ovkk_core.mail.models import OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.mail.parts import Attachment, Recipient, one_line, safe_text
from ovkk_core.mail.placeholders import plain
from ovkk_core.mail.recalling import to_keep
from ovkk_core.mail.texts import trio_of
from ovkk_core.registry import setting

DELIVER = "mail.deliver"
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,400}@[!-;=?-~]{1,400}>")


def queue_mail(
    kind: str,
    to: Recipient,
    values: Mapping[str, str | Markup],
    *,
    attachments: Sequence[Attachment] = (),
    key: str | None = None,
    reply_to: Recipient | None = None,
    answers: str = "",
) -> OutboxMail:
    """Write the mail and put it in the outbox, in the caller's transaction; the worker sends it after the commit.

    A ``key`` that was queued earlier gives that mail back. ``answers`` is the Message-ID of the mail that a machine
    answers; that goes with a null sender (RFC 3834). Raises ``NotFoundError`` for a kind that nobody declared and
    ``BadInputError`` when its plugin is off or ``values`` are not the declared placeholders or disturb the mail.
    """
    room, declared = usable_kind(kind)
    if key is not None and (earlier := OutboxMail.get_or_none(key=key)):
        return earlier
    letter = fill(declared, values, association=setting("association.name"))
    message_id = f"<{secrets.token_hex(16)}@{office.domain}>"
    heading = Heading(office.sender(), to, message_id, reply_to, declared.automatic, _message_id(answers))
    row = OutboxMail.insert(
        kind=kind,
        room=room,
        key=key,
        message_id=message_id,
        sender=heading.sender.address,
        address=to.address,
        name=to.name,
        domain=to.domain,
        subject=letter.subject,
        content=compose(letter, heading, attachments),
        personal=to_keep(declared, values),
        answers=answers,
    )
    with transaction():
        row.on_conflict_ignore().execute()
        ask_for_delivery()
        return OutboxMail.get_or_none(message_id=message_id) or OutboxMail.get(key=key)


def fill(kind: MailKind, values: Mapping[str, str | Markup], *, association: str) -> Letter:
    """Fill in the trio of ``kind``; raise ``BadInputError`` unless ``values`` are exactly its placeholders."""
    if not kind.template:
        raise BadInputError(f"De mail '{kind.title}' heeft geen vaste tekst en gaat alleen aan velen tegelijk.")
    if set(values) != set(kind.placeholders):
        wrong = ", ".join(sorted(set(values) ^ set(kind.placeholders)))
        raise BadInputError(f"De mail '{kind.title}' krijgt niet precies de gegevens die zij nodig heeft: {wrong}.")
    return filled(trio_of(kind), values, association=association)


def filled(trio: templates.Trio, values: Mapping[str, str | Markup], *, association: str) -> Letter:
    """Put ``values`` in ``trio``, escaped per part."""
    known = {name: safe_text(value, name) for name, value in values.items()}
    known |= {"association": association, "site": office.settings.base_url}
    readable = {name: plain(value) for name, value in known.items()}
    subject = trio.subject.fill({name: readable[name] for name in trio.subject.names})
    return Letter(one_line(subject, "het onderwerp"), trio.text.fill(readable), trio.html.fill(known))


def _message_id(answered: str) -> str:
    if answered and not MESSAGE_ID.fullmatch(answered):
        raise BadInputError("De mail die beantwoord wordt heeft geen bruikbaar kenmerk (Message-ID).")
    return answered


def ask_for_delivery() -> None:
    """Have the worker look in the outbox after the commit; one waiting job is enough for many mails."""
    waiting = Job.select().where(Job.name == DELIVER, Job.state == JobState.QUEUED)
    if not waiting.exists():
        enqueue(DELIVER)
