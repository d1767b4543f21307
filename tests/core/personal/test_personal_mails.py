"""Every mail of personal pages, as a person reads it in review."""

import pytest
from syrupy.assertion import SnapshotAssertion

from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.outbox import fill
from ovkk_core.personal.mail import MAILS


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", MAILS, ids=lambda kind: kind.name)
def test_mail_reads_as_reviewed(kind: MailKind, snapshot: SnapshotAssertion) -> None:
    letter = fill(kind, kind.sample, association="Vereniging Kleine Dorpen")
    assert snapshot(name="subject") == letter.subject
    assert snapshot(name="text") == letter.text
