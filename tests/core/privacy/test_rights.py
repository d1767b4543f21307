"""The screens to give and to erase, and the report of whose records an account could read."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from click.testing import CliRunner
from peewee import fn

from ovkk_core.accounts import User
from ovkk_core.cli import ovkk
from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.contacts import Language, Organisation, Person, held_about
from ovkk_core.history import AuditEntry
from ovkk_core.jobs import run_due
from ovkk_core.personal import ErasureRequest
from ovkk_core.privacy import breach
from ovkk_core.privacy.models import Erasure, ErasureState
from ovkk_core.web.admin.reading import numbers_of, text_of
from tests.conftest import environment
from tests.core.privacy.conftest import MakeClient

pytestmark = pytest.mark.usefixtures("database")
PAGE = "/beheer/inzage-en-wissen/"


def test_priv_5_one_button_gives_the_file_and_that_is_written_down(client_of: MakeClient, frouke: Person) -> None:
    client = client_of("coordinator")
    assert f"{PAGE}{frouke.id}/" in client.get(PAGE, query_string={"q": "zwaluw"}).text
    assert "Plaatselijk Belang Beerze" in client.get(f"{PAGE}{frouke.id}/").text
    answer = client.post(f"{PAGE}{frouke.id}/bestand")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["gegevens.json", "gegevens.html"]
    assert AuditEntry.select().where(AuditEntry.action == "privacy.export").get().object_id == str(frouke.id)


def test_priv_6_erasing_says_what_goes_and_what_stays_and_asks_whether_it_is_sure(
    client_of: MakeClient, frouke: Person
) -> None:
    client = client_of("coordinator")
    page = client.get(f"{PAGE}{frouke.id}/wissen").text
    assert "Uw functies: 1" in page
    assert "secretaris van Plaatselijk Belang Beerze" in page
    assert client.post(f"{PAGE}{frouke.id}/wissen", data={"why": "x"}).status_code == 422
    assert Erasure.select().count() == 0
    done = client.post(f"{PAGE}{frouke.id}/wissen", data={"why": "vroeg erom", "sure": "y"}, follow_redirects=True)
    assert "wordt overal gewist" in done.text
    run_due()
    assert Erasure.get().state is ErasureState.DONE
    after = client.get(PAGE).text
    assert "gedaan" in after
    assert "Zwaluwenhorst" not in after
    assert client.get(f"{PAGE}{frouke.id}/").status_code == 404


def test_priv_6_who_may_only_look_erases_nobody(client_of: MakeClient, frouke: Person) -> None:
    client = client_of("lezer")
    assert [client.get(f"{PAGE}{frouke.id}/").status_code, client.post(f"{PAGE}{frouke.id}/wissen").status_code] == [
        403,
        403,
    ]


def test_priv_10_report_says_whose_records_an_account_read(
    client_of: MakeClient, frouke: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Person.create(given_name="Gijs", family_name="Bovenkamp")
    client = client_of("lezer")
    reader = User.select().order_by(User.id.desc()).get()
    start = now() - timedelta(minutes=1)
    client.get(f"/beheer/organisaties/{Organisation.get().id}/")
    found = breach(f"user:{reader.id}", start, now() + timedelta(minutes=1))
    assert [str(one.person) for one in found.seen] == ["Frouke van Zwaluwenhorst"]
    client.get("/beheer/personen/")
    found = breach(f"user:{reader.id}", start, now() + timedelta(minutes=1))
    assert [(one.person.id, one.times) for one in found.seen] == [(other.id, 1), (frouke.id, 2)]
    assert breach(f"user:{reader.id}", start - timedelta(days=1), start).seen == ()
    ours = dict.fromkeys(("OVKK_TEST_DATABASE_URL", "OVKK_TEST_NAME"))  # of the test run, no settings
    runner = CliRunner(env=ours | environment(settings.data_dir, settings.database_url))
    period = ["--from", "2020-01-01", "--to", "2100-01-01"]
    monkeypatch.setattr("ovkk_core.cli.managing.open_queue", lambda _: None)  # or later tests wake its workers
    told = runner.invoke(ovkk, ["breach-report", *period, "--account", reader.email])
    rows = list(csv.reader(io.StringIO(told.stdout.removeprefix("\ufeff")), delimiter=";"))
    assert [row[1] for row in rows] == ["Naam", "Gijs Bovenkamp", "Frouke van Zwaluwenhorst"]


def test_priv_10_download_of_everybody_is_named_and_personal_link_shows_its_own_person(
    client_of: MakeClient, frouke: Person
) -> None:
    client_of("coordinator").post("/beheer/personen/export/csv/")
    reader = User.select().order_by(User.id.desc()).get()
    moments = now() - timedelta(minutes=1), now() + timedelta(minutes=1)
    assert [entry.object_type for entry in breach(f"user:{reader.id}", *moments).files] == ["contacts_person"]
    assert breach(f"persoon:{frouke.id}", *moments).seen == ()


def test_priv_8_a_look_is_one_entry_with_the_object_the_rows_or_how_many_people(
    client_of: MakeClient, frouke: Person
) -> None:
    client = client_of("beheerder")
    for number in range(1, 60):
        Person.create(id=number * 1000 + frouke.id, given_name="Gijs", family_name=f"Bovenkamp {number}")

    def looks(address: str, status: int = 200) -> list[str]:
        last = AuditEntry.select(fn.MAX(AuditEntry.id)).scalar()
        assert client.get(address).status_code == status
        entries = AuditEntry.select().where(AuditEntry.id > last)
        return [f"{one.action} {one.object_type} {one.object_id[:20]}" for one in entries]

    assert looks("/beheer/personen/?page=2") == ["read contacts_person 1,6001,7001,8001,900"]
    assert looks(f"/beheer/personen/{frouke.id}/bewerken/") == [f"read contacts_person {frouke.id}"]
    assert looks(f"/beheer/toestemmingen/persoon/{frouke.id}/") == [f"read consents_decision.person {frouke.id}"]
    assert looks("/beheer/persoonlijke-paginas/?naam=zwaluw") == ["read personal_links.index aantal:1"]
    assert looks("/beheer/persoonlijke-paginas/") == looks("/beheer/personen/nieuw/") == []
    assert looks("/beheer/personen/999/", 404) == looks("/beheer/rollen/") == []


def test_numbers_are_written_shortly_and_read_back() -> None:
    numbers = [1, 2, 3, 7, 9, 10, *range(100, 2000, 2)]
    assert text_of(numbers[:8]) == "1-3,7,9-10,100,102"
    assert numbers_of(text_of(numbers[:8])) == [(1, 3), (7, 7), (9, 10), (100, 100), (102, 102)]
    assert len(text_of(numbers)) <= 600
    read = [n for first, last in numbers_of(text_of(numbers)) for n in range(first, last + 1)]
    assert set(numbers) <= set(read)
    assert numbers_of("csv") == []


def test_priv_6_request_from_a_personal_page_is_shown_and_settled_by_erasing(
    client_of: MakeClient, frouke: Person
) -> None:
    request = ErasureRequest.create(person=frouke, note="Ik ben verhuisd")
    client = client_of("coordinator")
    assert "Ik ben verhuisd" in client.get(PAGE).text
    client.post(f"{PAGE}{frouke.id}/wissen", data={"sure": "y"})
    assert "Ik ben verhuisd" not in client.get(PAGE).text
    run_due()
    settled = ErasureRequest.get_by_id(request.id)
    assert (settled.state.name, settled.person_id, settled.note) == ("DONE", None, "")


def test_priv_5_changes_are_told_in_words_and_what_was_first_entered_once(frouke: Person) -> None:
    frouke.language, frouke.given_name = Language.EN, "Frouk"
    frouke.save()
    [told] = [data.rows for _, data in held_about(frouke.id) if data.title == "Wijzigingen van uw gegevens"]
    assert [row["Wat"] for row in told] == ["toegevoegd", "gewijzigd"]
    assert told[1]["Voornaam"] == "Frouke → Frouk"
    assert told[1]["Taal"] == f"{Language.NL.label} → {Language.EN.label}"
    assert "E-mailadres" not in told[0]
