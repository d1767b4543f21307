"""The demonstration: an archive to read, an edition that leaves, and one in the making."""

import pytest

from ovkk_core.audiences import Audience
from ovkk_core.contacts import Person
from ovkk_core.jobs import run_due
from ovkk_core.mail import MailState, OutboxMail
from plugins.kernpunt import archive, demo
from plugins.kernpunt.models import Edition, EditionState, LedgerEntry, Placing


def test_demo_sends_an_edition_to_every_invented_reader_and_comes_once(
    audiences: tuple[Audience, Audience], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "READERS", 20)
    for _ in range(2):
        demo.load()
    assert [edition.state for edition in Edition.select().order_by(Edition.publishes_at)] == [
        EditionState.SENT,
        EditionState.SCHEDULED,
        EditionState.DRAFT,
    ]
    run_due()
    sent = OutboxMail.select().where(OutboxMail.kind == "kernpunt.edition", OutboxMail.state == MailState.SENT)
    assert sent.count() == Person.select().where(Person.demo).count() == 20
    assert all(mail.address.endswith(".test") for mail in sent)
    assert len(archive.editions()) == 2
    assert Placing.select().count() == 3
    assert LedgerEntry.select().count() == 3 * 3 + 5 * 3
