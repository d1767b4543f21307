"""A real mail server takes a mailing of ours, and what it sends back does what it should (MAIL-5, MAIL-6, MAIL-10)."""

import email
import email.policy
import smtplib
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from flask import Flask

from ovkk_core.audiences import Audience
from ovkk_core.consents import (
    NEWSLETTER,
    ConsentWay,
    SuppressionReason,
    give,
    is_suppressed,
    may_write_to,
    suppression_of,
)
from ovkk_core.contacts import FormOfAddress, Person
from ovkk_core.inbox import Bounce, BounceKind, read_inbox
from ovkk_core.jobs import run_due
from ovkk_core.mail import MailState, OutboxMail, envelope_token, install
from ovkk_core.mailings import Block, BlockKind
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.models import Mailing
from tests.clients.postfix import Postfix, postfix

JAN, FULL, GONE = "jan@dorp.test", "vol@dorp.test", "weg@dorp.test"
DUTCH = {"how": "all", "parts": [{"condition": "audiences.language", "values": ["nl"]}]}
TEXT = (
    Block(BlockKind.TEXT, "{aanhef}"),
    Block(BlockKind.TEXT, "Het **nieuws** van café ’t Hoekje ☕\n\n.\n\nTot ziens"),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    """Give a Postfix that knows us and Jan, and somebody whose mailbox is full."""
    with postfix({"post@vereniging.example": "post", JAN: "jan", FULL: "vol"}, full=FULL) as server:
        yield server


@pytest.fixture
def record(app: Flask, database: None, server: Postfix, tmp_path: Path) -> bytes:
    """Send our post to that server, signed, and read our Maildir there; give the DKIM record for the DNS."""
    key = rsa.generate_private_key(65537, 2048)
    (tmp_path / "dkim.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    app.config["OVKK"] = replace(
        app.config["OVKK"],
        mail_url=f"smtp://127.0.0.1:{server.port}",
        inbox_url=f"maildir:{server.box('post')}",
        dkim_key=tmp_path / "dkim.pem",
    )
    install(app)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])


def send_news() -> None:
    """Send a mailing to three people who agreed to the newsletter."""
    for address in (JAN, FULL, GONE):
        name = address.partition("@")[0].title()
        person = Person.create(family_name=name, email=address, form_of_address=FormOfAddress.FIRST_NAME)
        give(person, NEWSLETTER, ConsentWay.SPOKEN)
    mailing = save_draft(Draft("Nieuws", "Nieuws uit café ’t Hoekje", TEXT))
    choose_audience(mailing, Audience.create(name="Iedereen", rule=DUTCH), NEWSLETTER)
    mailing = Mailing.get_by_id(mailing.id)
    assert send(mailing, fix_list(mailing).id)
    run_due()


def test_mail_10_newsletter_reaches_a_maildir_and_what_postfix_returns_is_understood(
    record: bytes, server: Postfix
) -> None:
    send_news()
    [content] = server.new("jan", 1)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    assert dkim.verify(content, dnsfunc=lambda name, timeout=5: record)
    sent = {mail.address: mail for mail in OutboxMail.select()}
    assert {mail.state for mail in sent.values()} == {MailState.SENT}
    assert message["Return-Path"] == f"<post+{envelope_token(sent[JAN])}@vereniging.example>"

    server.new("post", 2)
    assert read_inbox() == 2
    assert {bounce.address: bounce.kind for bounce in Bounce.select()} == {
        GONE: BounceKind.HARD,
        FULL: BounceKind.FULL,
    }
    listed = suppression_of(GONE)
    assert listed is not None
    assert (listed.reason, "unknown user" in listed.note) == (SuppressionReason.BOUNCED, True)
    assert not is_suppressed(FULL)
    assert [OutboxMail.get(address=address).state for address in (JAN, FULL, GONE)] == [
        MailState.SENT,
        MailState.FAILED,
        MailState.FAILED,
    ]

    asked = message["List-Unsubscribe"].partition("mailto:")[2].partition(">")[0].partition("?")[0]
    answer = f"From: {JAN}\r\nTo: {asked}\r\nSubject: unsubscribe\r\n\r\n"
    with smtplib.SMTP("127.0.0.1", server.port) as line:
        line.sendmail(JAN, [asked], answer.encode())
    server.new("post", 1)
    assert read_inbox() == 1
    assert not may_write_to(Person.get(email=JAN), NEWSLETTER).allowed
    assert may_write_to(Person.get(email=FULL), NEWSLETTER).allowed
