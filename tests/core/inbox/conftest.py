"""Mails of ours, and what mail servers, programs and people send back about them."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from ovkk_core.clock import now
from ovkk_core.inbox.boxes import Found
from ovkk_core.mail import MailState, OutboxMail, Recipient, envelope_token, queue_mail

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
ADDRESS = "jan@dorp.test"
STATUS = "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n"
Sent = Callable[..., OutboxMail]


@pytest.fixture
def sent(database: None) -> Sent:
    """Give how to make a mail of ours that was handed over."""

    def make(address: str = ADDRESS, **values: object) -> OutboxMail:
        mail = queue_mail("mail.test", Recipient(address), {"moment": "10-03-2026 om 10.00 uur"})
        OutboxMail.update({"state": MailState.SENT, "due_at": None, "sent_at": now()} | values).where(
            OutboxMail.id == mail.id
        ).execute()
        return OutboxMail.get_by_id(mail.id)

    return make


def verp(mail: OutboxMail) -> str:
    """Give the address that mail about ``mail`` comes back to."""
    return f"post+{envelope_token(mail)}@vereniging.test"


def written(name: str, mail: OutboxMail, *, token: str = "") -> bytes:
    """Give a message of the corpus about ``mail``; with another ``token`` it is forged."""
    shape = next(path for path in CORPUS if path.stem == name).read_text()
    values = {"verp": token or verp(mail), "address": str(mail.address), "id": str(mail.message_id)}
    values["base64"] = base64.b64encode(STATUS.format(**values).encode()).decode() + "\n"
    for word, value in values.items():
        shape = shape.replace(f"{{{word}}}", value)
    return shape.encode()


def found(raw: bytes) -> Found:
    """Give ``raw`` as a message in a mailbox."""
    return Found("1", raw, len(raw), whole=True)
