"""An edition is sent: once, to each list its own variant, and nobody is told the same twice."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.audiences import Audience, Snapshot, freezing
from ovkk_core.calendars import Event
from ovkk_core.clock import frozen
from ovkk_core.consents import NEWSLETTER, ConsentWay, give, withdraw
from ovkk_core.contacts import FormOfAddress, Person
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting
from ovkk_core.hookspecs import Period
from ovkk_core.jobs import run_due
from ovkk_core.mail import OutboxMail, content_of
from ovkk_core.mailings import Mailing, MailingState
from plugins.kernpunt import approving, sending
from plugins.kernpunt.collecting import assemble
from plugins.kernpunt.content import contents
from plugins.kernpunt.indicators import INDICATORS
from plugins.kernpunt.models import Edition, EditionState, Item, LedgerEntry, Outlet, Placing, Variant
from tests.people import log_in, make_user
from tests.plugins.kernpunt.cast import FAIR, JUNE, MAY, WALK, make_edition, offer

Patch = pytest.MonkeyPatch


def make_reader(name: str, address: str, consent: bool = True) -> Person:
    """Store a person who agreed to the newsletter, or did not."""
    person = Person.create(given_name="Anna", family_name=name, email=address, form_of_address=FormOfAddress.FIRST_NAME)
    if consent:
        give(person, NEWSLETTER, ConsentWay.SPOKEN)
    return person


@pytest.fixture
def lists(audiences: tuple[Audience, Audience], monkeypatch: Patch) -> tuple[Audience, Audience]:
    """Let the first audience be everybody who speaks Dutch, and the second who agreed to the newsletter."""
    for audience, leaf in zip(
        audiences, (("audiences.language", "nl"), ("audiences.consent", "nieuwsbrief")), strict=True
    ):
        audience.rule = {"how": "all", "parts": [{"condition": leaf[0], "values": [leaf[1]]}]}
        audience.save()
    return audiences


@pytest.fixture
def june(lists: object, monkeypatch: Patch) -> Edition:
    """Store an approved edition of which both variants have something, by another than who sends it."""
    offer(monkeypatch, FAIR, statenleden=[WALK])
    with acting("user:8"):
        edition = make_edition()
    with acting("user:9"):
        approving.approve(edition)
    monkeypatch.undo()
    return Edition.get_by_id(edition.id)


def test_edition_is_sent_once_to_who_agreed_and_appears(june: Edition, client: FlaskClient) -> None:
    make_reader("Bos", "anna@dorp.example")
    make_reader("Vos", "bram@dorp.example", consent=False)
    sending.fix_lists(june)
    first, second = sending.reaches(june)
    assert (first.mails, second.mails) == (1, 1)
    assert first.reasons == (("Gaf geen toestemming.", 1),)
    assert [sending.schedule(june) for _ in range(2)] == [True, False]
    run_due()
    assert not OutboxMail.select().exists()
    with frozen(JUNE + timedelta(minutes=1)):
        run_due()
        sending.appear()
        [mail] = OutboxMail.select()  # on both lists, so the first variant only
        assert client.get("/kernpunt/kernpunt-juni").status_code == 200
    assert (Edition.get().state, Mailing.get().owner) == (EditionState.SENT, "kernpunt")
    assert Event.get(title="Kernpunt juni verschijnt").page == "/kernpunt/kernpunt-juni"
    message = message_from_bytes(content_of(mail), policy=policy.SMTP)
    assert (message["To"], message["Subject"]) == ("Anna Bos <anna@dorp.example>", "Kernpunt juni")
    assert "nieuwsbrief." in message["List-Id"], message["List-Id"]
    assert "/afmelden/" in message["List-Unsubscribe"]
    assert "Beste Anna" in message.get_body(("plain",)).get_content()
    assert "Auto-Submitted" not in message


def test_what_was_told_is_not_told_again(june: Edition, monkeypatch: Patch) -> None:
    make_reader("Bos", "anna@dorp.example")
    sending.fix_lists(june)
    sending.schedule(june)
    told = {(entry.key, entry.audience.name) for entry in LedgerEntry.select()}
    assert told == {("fair", "Dorpshuizen"), ("fair", "Statenleden"), ("walk", "Statenleden")}
    offer(monkeypatch, FAIR, WALK)
    later = make_edition(title="Kernpunt juli", publishes_at=JUNE + timedelta(days=30))
    assert {item.key for item in Item.select().where(Item.edition == later)} == {"walk"}
    assert [[item.key for item in one.items] for one in contents(later)] == [["walk"], []]


def test_scheduled_edition_is_taken_back_and_may_be_told_anew(june: Edition, monkeypatch: Patch) -> None:
    make_reader("Bos", "anna@dorp.example")
    sending.fix_lists(june)
    sending.schedule(june)
    sending.take_back(june)
    assert Edition.get().state is EditionState.APPROVED
    assert not LedgerEntry.select().exists()
    assert not Mailing.select().exists()
    sending.schedule(june, at_once=True)
    run_due()
    assert (OutboxMail.select().count(), Edition.get().publishes_at) == (1, MAY)
    with pytest.raises(BadInputError, match="al onderweg"):
        sending.take_back(june)
    assert Mailing.get().state is not MailingState.DRAFT


def test_edition_is_not_sent_unapproved_or_without_fixed_lists(june: Edition) -> None:
    with pytest.raises(BadInputError, match="Leg eerst vast"):
        sending.schedule(june)
    assemble(june)
    for act in (sending.fix_lists, sending.schedule):
        with pytest.raises(BadInputError, match="nog niet goedgekeurd"):
            act(june)


def test_large_lists_are_made_by_the_worker_once_before_anything_is_scheduled(
    app: Flask, june: Edition, client: FlaskClient, monkeypatch: Patch
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(freezing, "LARGE", 1)
    make_reader("Bos", "anna@dorp.example")
    make_reader("Vos", "bram@dorp.example", consent=False)
    log_in(client, make_user("redacteur"))
    screen = f"/beheer/kernpunt-versturen/{june.id}"
    for _click in range(2):
        assert client.post(f"{screen}/lijsten").status_code == 303
    assert [one.busy for one in Snapshot.select().where(Snapshot.count == 2)] == [True]
    assert '<progress id="voortgang" value="0" max="2">' in client.get(screen).text
    with pytest.raises(BadInputError, match="Nog niet elke lijst"):
        sending.schedule(june)
    run_due()
    first, second = sending.reaches(june)
    assert (first.mails, second.mails, first.reasons) == (1, 1, (("Gaf geen toestemming.", 1),))
    assert sending.schedule(june)


def test_who_unsubscribes_before_it_is_sent_gets_nothing(june: Edition) -> None:
    reader = make_reader("Bos", "anna@dorp.example")
    sending.fix_lists(june)
    sending.schedule(june)
    withdraw(reader, NEWSLETTER, ConsentWay.LINK)
    with frozen(JUNE + timedelta(minutes=1)):
        run_due()
    assert not OutboxMail.select().exists()


def test_empty_variant_is_not_sent(june: Edition) -> None:
    make_reader("Bos", "anna@dorp.example")
    Item.delete().where(Item.key == "fair").execute()
    sending.fix_lists(june)
    assert [reach.content.variant.audience.name for reach in sending.reaches(june)] == ["Statenleden"]
    assert Variant.select().where(Variant.snapshot.is_null()).count() == 1


def test_priv_archive_feed_and_print_know_nobody_who_got_it(june: Edition, client: FlaskClient) -> None:
    make_reader("Zonderling", "geheim@dorp.example")
    sending.fix_lists(june)
    sending.schedule(june)
    with frozen(JUNE + timedelta(minutes=1)):
        run_due()
        ends = ("", "/kernpunt-juni", "/feed.xml", "/kernpunt-juni.pdf")
        pages = [client.get(f"/kernpunt{end}").data for end in ends]
    token = re.search(rb"/afmelden/([\w-]+)", content_of(OutboxMail.get()).replace(b"=\r\n", b""))
    assert token is not None
    for secret in (b"Zonderling", b"geheim@", b"aanhef", token[1]):
        assert not any(secret in page for page in pages), secret


def test_indicators_count_editions_recipients_and_placings_of_their_year(june: Edition) -> None:
    make_reader("Bos", "anna@dorp.example")
    sending.fix_lists(june)
    sending.schedule(june, at_once=True)
    Placing.create(item=Item.get(), outlet=Outlet.create(name="Krant"), placed_on=MAY.date())
    of_year = [one.evidence(Period(date(2026, 1, 1), date(2026, 12, 31))) for one in INDICATORS]
    assert [evidence.count for evidence in of_year] == [1, 1, 1]
    assert (of_year[0].records, of_year[1].persons) == ((("Kernpunt juni", "/kernpunt/kernpunt-juni"),), 1)
    assert of_year[1].records == (("Dorpshuizen: 1", ""), ("Statenleden: 1", ""))
    earlier = [one.evidence(Period(date(2025, 1, 1), date(2025, 12, 31))).count for one in INDICATORS]
    assert earlier == [0, 0, 0]


def test_editor_sends_a_test_fixes_lists_and_sends_on_the_screen(app: Flask, june: Edition) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    make_reader("Bos", "anna@dorp.example")
    root = f"/beheer/kernpunt-versturen/{june.id}"
    assert client.post(f"{root}/proef/{Variant.get().id}").status_code == 303
    assert OutboxMail.get().address == "anna1@example.org"
    assert "nog niet vastgelegd" in client.get(root).text
    assert client.post(f"{root}/lijsten").status_code == 303
    for _ in range(2):
        assert client.post(f"{root}/inplannen", data={"when": "now"}).status_code == 303
    run_due()
    page = client.get(root).text
    assert "Hoe ver het is" in page
    assert OutboxMail.select().where(OutboxMail.kind == "kernpunt.edition").count() == 2
