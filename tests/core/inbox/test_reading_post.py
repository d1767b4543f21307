"""What is read changes something only with proof, once, and whatever the mailbox."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from ovkk_core.clock import frozen, now
from ovkk_core.consents import Consent, ConsentState, SuppressionReason, is_suppressed, purposes, suppression_of, usable
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, PositionFunction, Step, resolve
from ovkk_core.inbox import following, privacy
from ovkk_core.inbox.boxes import LARGEST, READ_FOLDER, BoxError, Found, open_box
from ovkk_core.inbox.jobs import read
from ovkk_core.inbox.keeping import keep
from ovkk_core.inbox.kinds import BounceKind, MessageKind
from ovkk_core.inbox.models import Bounce, Check, Message
from ovkk_core.inbox.reading import note_refused, read_inbox
from ovkk_core.mail import BulkRecipient, MailState, OutboxMail, Recipient, queue_many, store_body
from ovkk_core.registry import registry
from tests.core.inbox.conftest import ADDRESS, Sent, found, verp, written
from tests.core.inbox.imap_server import imap_server
from tests.people import make_user


def received(name: str, mail: OutboxMail, **values: str) -> Message:
    """Give the message of the corpus as it was kept."""
    kept = keep(found(written(name, mail, **values)))
    assert kept is not None
    return kept


def test_mail_9_bounce_with_our_token_marks_the_mail_and_the_address_once(sent: Sent) -> None:
    mail = sent()
    message = received("hard-postfix-user-unknown", mail)
    mail = OutboxMail.get_by_id(mail.id)
    assert (message.kind, message.proven, message.handled_at is not None) == (MessageKind.BOUNCE, True, True)
    assert (mail.state, mail.reply[:9]) == (MailState.FAILED, "550 5.1.1")
    listed = suppression_of(ADDRESS)
    assert listed is not None
    assert (listed.reason, "User unknown" in listed.note) == (SuppressionReason.BOUNCED, True)
    assert keep(found(written("hard-postfix-user-unknown", mail))) is None
    assert (Message.select().count(), Bounce.select().count()) == (1, 1)


@pytest.mark.parametrize("name", ["hard-postfix-user-unknown", "hard-qmail", "complaint-arf", "unsubscribe-by-mail"])
def test_mail_9_forged_message_changes_nothing_and_waits_for_a_person(sent: Sent, name: str) -> None:
    mail = sent()
    token = verp(mail).replace("-", "-a", 1)[: len(verp(mail))]
    message = received(name, mail, token=token)
    assert (message.proven, message.handled_at) == (False, None)
    assert OutboxMail.get_by_id(mail.id).state is MailState.SENT
    assert not is_suppressed(ADDRESS)
    assert Bounce.select().count() == 0


def test_mail_10_full_mailbox_counts_by_day_is_shown_and_never_suppresses(sent: Sent) -> None:
    moment = now()
    for day in range(3):
        with frozen(moment + timedelta(days=day)):
            received("full-postfix", sent())
            received("full-gmail", sent())
    with frozen(moment + timedelta(days=3)):
        assert [(one.address, one.days, one.last.kind) for one in following.failing()] == [
            (ADDRESS, 3, BounceKind.FULL)
        ]
        assert not is_suppressed(ADDRESS)
        following.dismiss(ADDRESS)
        assert following.failing() == []


def test_mail_10_bounce_of_a_function_asks_who_it_is_now_and_mail_takes_the_next_way(sent: Sent) -> None:
    council = Organisation.create(name="Dorpsraad", kind=OrganisationKind.VILLAGE_COUNCIL, email="raad@dorp.test")
    secretary = Position.create(organisation=council, function=PositionFunction.SECRETARY, email=ADDRESS)
    received("hard-exchange-online", sent())
    registry.refresh()
    asked = [
        todo for todo in following.todos(make_user("redacteur")) if "Who is now" in todo.title or "Wie is" in todo.title
    ]
    assert [todo.address for todo in asked] == [f"/beheer/functies/{secretary.id}/bewerken/"]
    assert not usable(ADDRESS)
    way = resolve(secretary)
    assert (way.step, way.recipient and way.recipient.address) == (Step.GENERAL, "raad@dorp.test")
    assert way.skipped != ""


def test_mail_10_refusal_at_the_door_counts_as_a_bounce(sent: Sent) -> None:
    sent(state=MailState.FAILED, reply="550 5.1.1 User unknown", failed_at=now())
    sent("piet@dorp.test", state=MailState.FAILED, reply="554 5.7.1 spam", failed_at=now())
    assert (note_refused(), note_refused()) == (2, 0)
    assert (is_suppressed(ADDRESS), is_suppressed("piet@dorp.test")) == (True, False)


@pytest.fixture
def campaign(database: None) -> OutboxMail:
    """Give a newsletter to Jan that was sent, with another one in the queue."""
    jan = Person.create(given_name="Jan", family_name="Dorp", email=ADDRESS)
    texts = {"subject": "Nieuws", "text": "Nieuws. {unsubscribe}", "html": "<p>Nieuws. {unsubscribe}</p>"}
    body = store_body("mail.test", **texts, list_id="nieuws", marketing=True, purpose="nieuwsbrief")
    jans = BulkRecipient(Recipient(ADDRESS), {"moment": "nu"}, person_id=jan.id, unsubscribe_url="https://x.test/a")
    for campaign in ("maart", "april"):
        queue_many(body, [jans], campaign=campaign)
    OutboxMail.update(state=MailState.SENT).where(OutboxMail.campaign == "maart").execute()
    return OutboxMail.get(campaign="maart")


def test_mail_11_complaint_stops_marketing_at_once_also_in_the_queue(campaign: OutboxMail) -> None:
    message = received("complaint-arf", campaign)
    assert message.handled_at is not None
    assert OutboxMail.get(campaign="april").state is MailState.DROPPED
    assert {(c.purpose, c.state) for c in Consent.select()} == {
        (name, ConsentState.WITHDRAWN) for name, purpose in purposes().items() if purpose.marketing
    }
    assert is_suppressed(ADDRESS, "nieuwsbrief")
    assert not is_suppressed(ADDRESS)


def test_mail_5_unsubscribing_by_mail_does_as_the_link_does(campaign: OutboxMail) -> None:
    message = received("unsubscribe-by-mail", campaign)
    assert message.handled_at is not None
    assert [(c.purpose, c.state) for c in Consent.select()] == [("nieuwsbrief", ConsentState.WITHDRAWN)]
    assert OutboxMail.select().where(OutboxMail.kind == "consents.unsubscribed").count() == 1


def test_mail_11_vacation_and_delay_change_nothing(sent: Sent) -> None:
    mail = sent()
    for name in ("automatic-vacation-auto-submitted", "temporary-delayed", "automatic-delivered"):
        assert received(name, mail).handled_at is not None
    assert OutboxMail.get_by_id(mail.id).state is MailState.SENT
    assert not is_suppressed(ADDRESS)


def test_unreadable_and_too_large_messages_wait_with_their_bytes(database: None) -> None:
    broken = keep(found(b"\x00\xff\xfe rommel"))
    large = keep(Found("2", b"From: a@dorp.test\nSubject: film\n\nx", LARGEST + 1, whole=False))
    assert broken is not None
    assert large is not None
    assert (broken.kind, bytes(broken.content)) == (MessageKind.UNREADABLE, b"\x00\xff\xfe rommel")
    assert (large.kind, large.handled_at, "te groot" in large.done) == (MessageKind.UNREADABLE, None, True)


@pytest.fixture
def maildir(app: Flask, database: None, tmp_path: Path) -> Path:
    """Give a Maildir that the application reads."""
    folder = tmp_path / "post"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    app.config["OVKK"] = replace(app.config["OVKK"], inbox_url=f"maildir:{folder}")
    return folder


def test_maildir_is_read_once_also_after_a_crash_between_keeping_and_putting_away(maildir: Path, sent: Sent) -> None:
    raw = written("answer-by-a-person", sent())
    for name in ("1.a", "2.b"):
        (maildir / "new" / name).write_bytes(raw)
    assert (read_inbox(), read_inbox()) == (1, 0)
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["1.a:2,S", "2.b:2,S"]
    assert Message.get().kind is MessageKind.ANSWER


def test_mailbox_that_cannot_be_read_is_told_and_mended_later(maildir: Path) -> None:
    (maildir / "new").rename(maildir / "weg")
    with pytest.raises(BoxError, match="niet te lezen"):
        read_inbox()
    assert (read(), Check.get(name="inbox").ok) == (0, False)
    (maildir / "weg").rename(maildir / "new")
    read()
    assert Check.get(name="inbox").ok


def test_priv_5_what_came_from_somebody_is_given_erased_and_gone_after_a_year(sent: Sent) -> None:
    received("answer-by-a-person", sent())
    received("full-postfix", sent())
    received("post-other", sent())
    assert [len(data.rows) for data in privacy.held({ADDRESS})] == [1, 1]
    privacy.erase({ADDRESS})
    assert ([m.sender for m in Message.select()], Bounce.select().count()) == (["els@dorp.test"], 0)
    received("automatic-outlook", sent())
    assert [run.run(now() + timedelta(days=1)) for run in privacy.RULES] == [1, 0]


def test_imap_folder_is_read_large_ones_in_part_and_moved_when_kept(app: Flask, sent: Sent) -> None:
    raw = written("hard-qmail", sent())
    with imap_server() as folder:
        app.config["OVKK"] = replace(app.config["OVKK"], inbox_url=folder.url)
        folder.waiting = {7: raw, 9: b"From: a@dorp.test\r\nSubject: film\r\n\r\n" + b"x" * LARGEST}
        assert read_inbox() == 2
        folder.waiting = {11: raw}
        assert read_inbox() == 0
    assert (sorted(folder.moved), folder.folders) == ([7, 9, 11], ["INBOX", READ_FOLDER])
    assert [(m.kind, m.whole) for m in Message.select().order_by(Message.id)] == [
        (MessageKind.BOUNCE, True),
        (MessageKind.UNREADABLE, False),
    ]
    assert is_suppressed(ADDRESS)


def test_wrong_password_is_told_without_it(app: Flask, database: None) -> None:
    with imap_server() as folder:
        folder.password = "anders"
        with pytest.raises(BoxError) as told, open_box(folder.url):
            pass
    assert "geheim" not in str(told.value)


def test_password_of_the_mailbox_is_never_shown() -> None:
    with pytest.raises(BoxError) as told, open_box("imap://naam:geheim@127.0.0.1:1/INBOX"):
        pass
    assert "geheim" not in str(told.value)
