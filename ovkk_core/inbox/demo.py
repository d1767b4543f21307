"""The demonstration: a function whose address is gone, a full mailbox, an absence and two letters from people."""

from datetime import timedelta

from ovkk_core.clock import now
from ovkk_core.contacts import Position, current_positions
from ovkk_core.database import transaction
from ovkk_core.inbox.boxes import Found
from ovkk_core.inbox.keeping import keep
from ovkk_core.inbox.models import Message
from ovkk_core.mail import MailState, OutboxMail, Recipient, envelope_token, queue_mail

MACHINE = "From: MAILER-DAEMON@mail.voorbeeld.example\nAuto-Submitted: auto-replied\nReturn-Path: <>\n"
BOUNCE = """\
{machine}To: {token}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="deel"

--deel
Content-Type: text/plain; charset=utf-8

Uw bericht kon niet worden bezorgd bij {address}.

--deel
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.voorbeeld.example

Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {words}

--deel--
"""
PLAIN = """\
From: {name} <{address}>
To: {token}
Subject: {subject}
{more}Content-Type: text/plain; charset=utf-8

{text}
"""


def load() -> None:
    """Add them, unless something came in already or there is nobody to have written to."""
    positions = [p for p in current_positions() if p.person_id and p.person.demo and (p.email or p.person.email)]
    if Message.select().exists() or len(positions) < 4:
        return
    with transaction():
        gone, full, away, asking = (positions[-number] for number in (2, 3, 5, 7))
        _came(gone, BOUNCE, status="5.1.1", words="550 5.1.1 User unknown")
        _came(full, BOUNCE, status="5.2.2", words="552 5.2.2 Mailbox full")
        absent = "Tot en met volgende week ben ik afwezig."
        _came(away, PLAIN, subject="Automatisch antwoord: afwezig", more="Auto-Submitted: auto-replied\n", text=absent)
        question = "Dank voor uw bericht. Mogen wij met drie mensen komen? (Dit is een verzonnen voorbeeld.)"
        _came(asking, PLAIN, subject="Re: Testmail", more="In-Reply-To: {id}\n", text=question)


def _came(position: Position, shape: str, **values: str) -> None:
    """Keep a message about a mail that the holder of ``position`` was sent two hours ago."""
    address = position.email or position.person.email
    mail = queue_mail("mail.test", Recipient(address, position.person.full_name), {"moment": "vanmorgen"})
    sent = {OutboxMail.state: MailState.SENT, OutboxMail.due_at: None, OutboxMail.sent_at: now() - timedelta(hours=2)}
    OutboxMail.update(sent).where(OutboxMail.id == mail.id).execute()
    local, _, domain = str(mail.sender).rpartition("@")
    known = {
        "machine": MACHINE,
        "token": f"{local}+{envelope_token(mail)}@{domain}",
        "address": address,
        "name": position.person.full_name,
        "id": str(mail.message_id),
    }
    raw = shape.format(**known, **{name: value.format(**known) for name, value in values.items()}).encode()
    keep(Found("", raw, len(raw), whole=True))
