"""Erasing somebody: from every room and plugin, texts and files, and after an old backup is put back."""

import json
from pathlib import Path

import pytest
from toy_plugin.models import Toy

from ovkk_core import backup
from ovkk_core.accounts import User, create_user
from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement, FeedToken
from ovkk_core.agreements.tokens import give as give_feed
from ovkk_core.app import create_app
from ovkk_core.audiences.models import Audience, Snapshot, SnapshotMember
from ovkk_core.clock import now
from ovkk_core.config import Settings, from_environment
from ovkk_core.consents import MEMBERSHIP, NEWSLETTER, ConsentWay, Suppression, is_suppressed
from ovkk_core.consents import give as give_consent
from ovkk_core.contacts import Organisation, OrganisationKind, Person, Position, current_positions
from ovkk_core.database import close_database, connected, db, models_of, open_database
from ovkk_core.errors import BadInputError
from ovkk_core.exchange.batches import take_file
from ovkk_core.jobs import run_due
from ovkk_core.mail import Attachment, MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.mail.claiming import claim
from ovkk_core.mail.reading import read
from ovkk_core.mailings import Block, BlockKind, Mailing, MailingState
from ovkk_core.mailings.deciding import Draft, choose_audience, save_draft, send
from ovkk_core.mailings.listing import fix_list
from ovkk_core.mailings.sending import send_due
from ovkk_core.merging import merge
from ovkk_core.privacy import again, behind, erase, erasing, ledger, sweeping
from ovkk_core.privacy.models import Erasure, ErasureState
from ovkk_core.privacy.tracing import traces_of
from ovkk_core.registry import registry
from tests.conftest import SERVER, environment, fresh_postgresql
from tests.core.privacy.conftest import MakeClient

pytestmark = pytest.mark.usefixtures("database")
NAME = "Zwaluwenhorst"


@pytest.fixture
def known(frouke: Person, council: Organisation) -> Person:
    """Give Frouke with traces in every room, in texts of others, in a file and in mails to others."""
    Toy.create(title="Houten paard", kind=f"van {frouke.id}")
    Toy.create(title="Paard van Frouke van Zwaluwenhorst", kind="speelgoed")
    double = Person.create(given_name="Frouke", family_name=f"{NAME}-Oud", email="oud@example.org")
    merge(frouke, double)
    frouke = Person.get_by_id(frouke.id)
    give_consent(frouke, NEWSLETTER, ConsentWay.SPOKEN, proof="Frouke van Zwaluwenhorst zei ja")
    create_user(frouke.email, str(frouke), ["lezer"])
    position = frouke.positions.get()
    give_feed(FeedAgreement.create(name="Partner", contact=position, places=Places.ALL))
    kept = Snapshot.create(name="Secretarissen", sentence="x", actor="system", count=1)
    SnapshotMember.create(snapshot=kept, person=frouke, name=str(frouke), address=frouke.email)
    for to in (frouke.email, "bram@example.org"):
        queue_mail("mail.test", Recipient(to), {"moment": f"gisteren, door {frouke}"})
    OutboxMail.update(state=MailState.SENT, due_at=None).execute()
    take_file("leden.csv", b"voornaam;achternaam;email\nFrouke;van Zwaluwenhorst;frouke.zwaluwenhorst@example.org\n")
    council.website, council.source = "https://beerze.example", f"telefonisch van {frouke}, +31529478194"
    council.save()
    return frouke


def test_priv_6_nothing_of_the_person_is_left_in_any_table_but_the_keyed_hash(
    known: Person, settings: Settings
) -> None:
    address = str(known.email)
    made = erase(known.id)
    run_due()
    done = Erasure.get_by_id(made.id)
    assert (done.state, done.remains, done.problem) == (ErasureState.DONE, [], "")
    assert list(filter(None, map(_holds, _everything()))) == []
    assert is_suppressed(address)
    assert Suppression.get().person_id is None
    assert not Person.select().where(Person.id == known.id).exists()
    assert [one.person_id for one in current_positions()] == [None]
    assert FeedToken.get().revoked_at is not None
    assert User.select().count() == Position.select().where(Position.person.is_null(False)).count() == 0
    assert OutboxMail.select().count() == 1  # the one to somebody else, without its text
    if not SERVER:
        close_database()
        for file in settings.data_dir.rglob("*"):
            assert not file.is_file() or NAME.lower().encode() not in file.read_bytes().lower(), file


def test_priv_6_namesakes_and_shared_addresses_are_left_alone(known: Person, council: Organisation) -> None:
    Person.create(given_name="Frouke", name_prefix="van", family_name=NAME)
    Organisation.create(name="Dorpshuis", kind=OrganisationKind.COMMUNITY_CENTRE, email=known.email)
    traces = traces_of(known)
    assert traces.texts == ("+31529478194", "0529 47 81 94")
    assert traces.family == ""
    erase(known.id)
    run_due()
    assert Toy.select().where(Toy.title.contains(NAME)).count() == 1
    assert [str(person) for person in Person.select()] == ["Frouke van Zwaluwenhorst"]
    assert not is_suppressed("frouke.zwaluwenhorst@example.org")


def test_priv_6_family_name_that_still_stands_somewhere_is_pointed_out(known: Person) -> None:
    toy = Toy.create(title="Mevrouw van Zwaluwenhorst belde", kind="speelgoed")
    made = erase(known.id)
    run_due()
    assert ["toy_plugin_toy", str(toy.id)] in Erasure.get_by_id(made.id).remains


def test_priv_6_plugin_that_fails_keeps_the_person_until_it_succeeds(
    known: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toy_plugin.privacy.forget_history", lambda *_: 1 / 0)
    made = erase(known.id)
    run_due()
    assert Erasure.get_by_id(made.id).state is ErasureState.INCOMPLETE
    assert Person.select().where(Person.id == known.id).exists()
    monkeypatch.undo()
    assert again() == 1
    assert Erasure.get_by_id(made.id).state is ErasureState.DONE


def test_priv_6_last_administrator_is_not_erased(frouke: Person) -> None:
    create_user(frouke.email, "Frouke", ["beheerder"])
    assert "laatste beheerder" in erasing.preview(frouke.id).obstacles[0]
    with pytest.raises(BadInputError, match="laatste beheerder"):
        erase(frouke.id)
    assert Erasure.select().count() == 0


def test_rel_3_who_was_erased_stays_erased_when_an_older_backup_is_put_back(
    known: Person, settings: Settings, tmp_path: Path
) -> None:
    copy = backup.make(settings, tmp_path / "kopie")
    erase(known.id)
    run_due()
    [line] = ledger.read(tmp_path / "kopie").values()  # beside the backup, without a name
    assert line["people"][0][0] == known.id
    assert NAME not in json.dumps(line)
    place = from_environment(environment(tmp_path / "leeg", fresh_postgresql("ovkk_test_erased") if SERVER else ""))
    backup.put_back(place, copy.path)
    open_database(place)
    with connected():
        assert Person.select().where(Person.id == known.id).exists()
        assert behind(place)
    app = create_app(place)
    with app.app_context(), connected():
        registry.refresh()
        assert again() == 1
        assert not behind(place)
        assert list(filter(None, map(_holds, _everything()))) == []


def test_rel_3_number_that_is_of_somebody_else_in_the_backup_is_not_erased(frouke: Person, settings: Settings) -> None:
    line = {"uid": "x", "person": frouke.id, "people": [[frouke.id, "2020-01-01T00:00:00+00:00"]], "at": "2026"}
    ledger.add(settings.data_dir, [line])
    assert again() == 1
    assert Person.select().where(Person.id == frouke.id).exists()


def test_text_in_json_and_in_any_letters_is_found_and_taken_out(frouke: Person) -> None:
    traces = traces_of(frouke)
    told = {"wie": ["FROUKE  VAN ZWALUWENHORST", 3], "f. van zwaluwenhorst": None, "x": "Froukes van Zwaluwenhorst"}
    assert traces.taken_out(told) == {"wie": ["(gewist)", 3], "(gewist)": None, "x": "Froukes van Zwaluwenhorst"}
    assert [place.model for place in sweeping.places(traces, frouke.id)] != []


def _waiting_about(frouke: Person) -> OutboxMail:
    note = Attachment(f"Brief {frouke}.ics", f"DESCRIPTION:Café, bel {frouke}\r\n".encode(), "text/calendar")
    values, from_her = {"moment": f"gisteren, door {frouke}"}, Recipient("post@dorp.example", str(frouke))
    return queue_mail("mail.test", Recipient("bram@example.org"), values, attachments=[note], reply_to=from_her)


def test_priv_6_mail_to_somebody_else_that_waits_is_held_without_the_name_for_a_person_to_decide(
    frouke: Person, client_of: MakeClient
) -> None:
    waits, other = _waiting_about(frouke), queue_mail("mail.test", Recipient("els@example.org"), {"moment": "nu"})
    claimed, handed = (_waiting_about(frouke) for _ in range(2))
    OutboxMail.update(state=MailState.CLAIMED, claimed_by="w").where(OutboxMail.id == claimed.id).execute()
    OutboxMail.update(state=MailState.CLAIMED, handed_at=now(), due_at=None).where(OutboxMail.id == handed.id).execute()
    assert erasing.preview(frouke.id).waiting == 3
    client, made = client_of("beheerder"), erase(frouke.id)
    erasing.carry_out(made.id)
    assert [mail.state.value for mail in OutboxMail.select().order_by(OutboxMail.id)] == [
        *("held", "queued", "held", "claimed"),
    ]
    assert [mail.id for mail in claim("worker")] == [other.id]
    assert Erasure.get_by_id(made.id).mails_held == 2
    parts = read(bytes(OutboxMail.get_by_id(waits.id).content))
    assert ("door (gewist)" in parts.text, "door (gewist)" in parts.html) == (True, True)
    assert [(one.filename, one.content.decode()) for one in parts.attachments] == [
        ("Brief (gewist).ics", "DESCRIPTION:Café, bel (gewist)\r\n")
    ]
    assert {name for name, _ in parts.headers} >= {"From", "To", "Subject", "Message-ID"}
    assert list(filter(None, map(_holds, _everything()))) == []
    assert "2 mails zijn tegengehouden, omdat er iemand in stond die is gewist" in client.get("/beheer/").text
    assert "2 mails aan anderen zijn tegengehouden" in client.get("/beheer/inzage-en-wissen/").text
    assert "Toch versturen" in client.get(f"/beheer/post/{waits.id}/").text
    client.post(f"/beheer/post/{waits.id}/opnieuw/")
    client.post(f"/beheer/post/{claimed.id}/weggooien/")
    assert OutboxMail.get_by_id(waits.id).state is MailState.QUEUED
    assert OutboxMail.get_by_id(claimed.id).state is MailState.DROPPED
    assert client.post(f"/beheer/post/{other.id}/weggooien/").status_code == 422


def test_priv_6_mailing_that_is_on_its_way_and_names_the_person_is_paused(frouke: Person) -> None:
    Person.create(given_name="Bram", family_name="Boer", email="bram@example.org")
    everybody = Audience.create(name="Iedereen", rule={"how": "all", "parts": []})
    for words in (f"Bel {frouke}.", "Bel ons."):
        mailing = save_draft(Draft("Nieuws", "Nieuws", (Block(BlockKind.TEXT, words),)))
        choose_audience(mailing, everybody, MEMBERSHIP)
        mailing = Mailing.get_by_id(mailing.id)
        send(mailing, fix_list(mailing).id)
        send_due(mailing.id, 1)
    made = erase(frouke.id)
    erasing.carry_out(made.id)
    assert [one.state for one in Mailing.select().order_by(Mailing.id)] == [MailingState.PAUSED, MailingState.SENDING]
    assert (Erasure.get_by_id(made.id).mails_held, Erasure.get_by_id(made.id).mailings_held) == (0, 1)


def _everything() -> list[str]:
    tables = sorted({model._meta.table_name for room in registry.rooms() for model in models_of(room)})
    found = []
    for table in tables:
        rows = db.execute_sql(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - our own names
        found += [f"{table}: {row}" for row in rows]
    return found


def _holds(row: str) -> str:
    wanted = (NAME.lower(), "frouke", "+31529478194", "0529 47 81 94")
    return row if any(one in row.lower() for one in wanted) else ""
