"""Somebody who left traces in every room is erased, and then looked for in every byte that we keep."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from ovkk_core.accounts import User, create_user
from ovkk_core.agreements import Places, make_own_feed
from ovkk_core.audiences import Audience, SnapshotMember
from ovkk_core.clock import frozen, now, today
from ovkk_core.config import Settings
from ovkk_core.consents import NEWSLETTER, ConsentWay, Suppression, SuppressionReason, give, is_suppressed, suppress
from ovkk_core.contacts import Organisation, Person, Position, PositionFunction
from ovkk_core.database import db, models_of
from ovkk_core.exchange import archives, batches
from ovkk_core.files.keeping import Told, store_picture
from ovkk_core.history import AuditEntry, acting, audit
from ovkk_core.inbox.boxes import Found
from ovkk_core.inbox.keeping import keep
from ovkk_core.jobs import enqueue, run_due
from ovkk_core.mail import MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.mailings import Block, BlockKind, Mailing
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.sending import send_due
from ovkk_core.merging import merge
from ovkk_core.personal import CheckItem, CheckRound, Handover, Newcomer, hand_over, personal_link
from ovkk_core.personal.erasing import ask_erasure
from ovkk_core.personal.models import PersonalLink
from ovkk_core.personal.rounds import start
from ovkk_core.planning.inviting import invite
from ovkk_core.planning.models import PollGuest
from ovkk_core.planning.polls import PollPlan, save_poll
from ovkk_core.privacy import erase
from ovkk_core.privacy.models import Erasure, ErasureState
from ovkk_core.registry import registry
from plugins.kernpunt.contributing import Contribution, contribute
from plugins.kernpunt.editions import EditionPlan, save_edition
from plugins.kernpunt.models import Print, Section

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
WANTED = ("zwaluwenhorst", "frouk", "+31529478194", "0529 47 81 94")
FULL = "Frouke van Zwaluwenhorst"
LETTER = (
    "From: {who}\r\nTo: post@vereniging.test\r\nSubject: Over {name}\r\nMessage-ID: <{number}@x.test>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nBel {name} op 0529 47 81 94.\r\n"
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock, so that what is open stays so."""
    with frozen(NOW):
        yield


@pytest.fixture
def everywhere(frouke: Person, council: Organisation) -> Person:
    """Give Frouke with something in every room that keeps people."""
    position = frouke.positions.get()
    Position.create(person=frouke, organisation=council, function=PositionFunction.TREASURER)  # which she keeps
    with acting("user:7", f"op verzoek van {FULL}"):
        frouke.nickname = "Froukjé"
        frouke.save()
    merge(frouke, Person.create(given_name="Frouke", family_name="Zwaluwenhorst-Oud", email="oud.frouke@example.org"))
    frouke = Person.get_by_id(frouke.id)
    user = create_user(frouke.email, str(frouke), ["redacteur"])
    give(frouke, NEWSLETTER, ConsentWay.SPOKEN, proof=f"{FULL} zei ja")
    suppress("oud.frouke@example.org", SuppressionReason.BOUNCED, person=frouke, note=f"van {FULL}")
    make_own_feed(position.id, Places.PERSON.value)
    _is_asked(position)
    _gets_mail(frouke)
    _writes(user)
    audit("contacts.view", "contacts_person", frouke.id)
    enqueue("toy.make", title=f"Paard van {FULL}")  # of a plugin that is off, so it waits
    batch = batches.take_file("leden van Frouke van Zwaluwenhorst.csv", _rows().encode())
    batches.name_columns(batch, batch.mapping, replace=True, search=True)
    store_picture(_picture(), f"{FULL}.png", Told(title=f"Foto van {FULL}", alt=f"{FULL} lacht", consent_note=FULL))
    ask_erasure(frouke, f"Ik, {FULL}, wil weg")
    bea = Newcomer("Bea", "", "Boer", "bea@dorp.example")
    hand_over(position, bea, today(), by_link=True)
    run_due()
    archives.make(archives.ask().id)
    OutboxMail.update(state=MailState.SENT, due_at=None).execute()
    return frouke


def test_priv_6_after_an_erasure_no_byte_names_the_person(everywhere: Person, settings: Settings) -> None:
    _is_in_every_room(everywhere)
    address = str(everywhere.email)
    made = erase(everywhere.id)
    run_due()
    done = Erasure.get_by_id(made.id)
    assert list(_rows_that_name()) == []
    assert (done.state, done.remains, done.problem) == (ErasureState.DONE, [], "")
    assert is_suppressed(address)
    assert {len(one.digest) for one in Suppression.select()} == {64}
    assert list(_files_that_name(settings.data_dir)) == []  # the journal of the database too


def _is_asked(position: Position) -> None:
    moments = [(NOW + timedelta(days=number), NOW + timedelta(days=number, hours=1)) for number in (30, 31)]
    poll = save_poll(PollPlan("Overleg", date(2026, 2, 27), moments))
    assert invite(poll, [f"f{position.id}"]) == 1
    PollGuest.update(answered_at=now(), comment=f"Groet, {FULL}").execute()
    days = {"first_reminder_on": date(2026, 2, 16), "second_reminder_on": date(2026, 3, 2)}
    start(CheckRound(name="Klopt dit nog?", kinds=["village_council"], closes_on=date(2026, 3, 16), **days))
    personal_link(position.person)


def _gets_mail(frouke: Person) -> None:
    for to in (frouke.email, "bram@example.org"):
        queue_mail("mail.test", Recipient(to, FULL if to == frouke.email else ""), {"moment": f"door {FULL}"})
    everybody = Audience.create(name="Iedereen", rule={"how": "all", "parts": []})
    mailing = save_draft(Draft("Nieuws", f"Namens {FULL}", (Block(BlockKind.TEXT, f"Bel {FULL}."),)))
    choose_audience(mailing, everybody, NEWSLETTER)
    mailing = Mailing.get_by_id(mailing.id)
    assert send(mailing, fix_list(mailing).id)
    send_due(mailing.id, 1)
    for number, who in enumerate((frouke.email, "bram@example.org")):
        raw = LETTER.format(who=who, name=FULL, number=number).encode()
        assert keep(Found(str(number), raw, len(raw), whole=True))


def _writes(user: User) -> None:
    edition = save_edition(
        EditionPlan(title="Kernpunt juni", deadline=date(2026, 5, 25), publishes_at=NOW + timedelta(days=120), intro="")
    )
    section, _ = Section.get_or_create(title="Uit de dorpen")
    with acting(f"user:{user.id}"):
        contribute(
            edition, Contribution(section, f"{FULL} vertelt", "Ik, Froukjé van Zwaluwenhorst, bel 0529 47 81 94")
        )
    Print.create(edition=edition, made_for="x", pdf=FULL.encode())


def _rows() -> str:
    return "voornaam;tussenvoegsel;achternaam;e-mail\nFrouke;van;Zwaluwenhorst;frouke.zwaluwenhorst@example.org\n"


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(file, "PNG")
    return file.getvalue()


def _is_in_every_room(frouke: Person) -> None:
    """See that the test proves something: the person is where people can be."""
    named = {row.partition(":")[0] for row in _rows_that_name()}
    assert named >= {
        "accounts_user", "agreements_feed_agreement", "audiences_snapshot_member", "consents_consent",
        "contacts_person", "exchange_import_batch", "exchange_import_chunk", "files_file", "history_revision",
        "inbox_message", "jobs_job", "kernpunt_item", "mail_mail_body", "mail_outbox_mail", "mailings_mailing",
        "merging_merge", "personal_erasure_request", "planning_poll_guest",
    }  # fmt: skip
    for model, field in (
        (CheckItem, CheckItem.person),
        (PersonalLink, PersonalLink.person),
        (SnapshotMember, SnapshotMember.person),
        (Position, Position.person),
    ):
        assert model.select().where(field == frouke.id).exists(), model
    assert Handover.select().exists()
    assert AuditEntry.select().where(AuditEntry.object_id == str(frouke.id)).exists()


def _rows_that_name() -> Iterator[str]:
    for table in sorted({model._meta.table_name for room in registry.rooms() for model in models_of(room)}):
        for row in db.execute_sql(f'SELECT * FROM "{table}"').fetchall():  # noqa: S608 - our own names
            told = " ".join(_text(value) for value in row).lower()
            if any(one in told for one in WANTED):
                yield f"{table}: {told[:300]}"


def _text(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def _files_that_name(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes().lower()
            inside = any(one.encode() in content for one in WANTED) or file.suffix == ".zip"
            if inside or any(one in str(file).lower() for one in WANTED):
                yield file
