"""Contacts out to files and in again as they were, and the whole installation to another one."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import peewee
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from ovkk_core.config import Settings
from ovkk_core.contacts import Organisation, OrganisationVillage, Person, Position, PositionFunction
from ovkk_core.database import db, is_sqlite, models_of
from ovkk_core.demonstration import load_demonstration
from ovkk_core.errors import BadInputError, DatabaseRefusedError
from ovkk_core.exchange import export_page, read_archive, write_archive
from ovkk_core.exchange.archive import LEFT_OUT, SECRETS
from ovkk_core.exchange.archive_values import as_text, reader_of
from ovkk_core.exchange.exporting import contacts_file
from ovkk_core.exchange.models import WholeExport
from ovkk_core.history import AuditEntry, broken_audit_entry
from ovkk_core.jobs import run_due
from ovkk_core.registry import registry
from tests.core.exchange.conftest import TakeIn, stored, verdicts
from tests.people import log_in, make_user

ROOT = "/beheer/exporteren/"


def contacts() -> list[dict[str, str]]:
    """Give the rows of all files of contacts, but for the numbers, which every database gives out in its own way."""
    files = [contacts_file(what, "csv").decode("utf-8-sig") for what in ("personen", "organisaties", "functies")]
    rows = [row for text in files for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")]
    return [{title: cell for title, cell in row.items() if "nummer van de" not in title} for row in rows]


def without_numbers(what: str) -> bytes:
    """Give a file as another association would send it: its numbers are not ours."""
    return contacts_file(what, "csv").replace(b"ovkk-nummer", b"hun nummer")


def test_sec_16_what_goes_out_comes_in_again_as_it_was(checked: TakeIn) -> None:
    body = Organisation.create(name="+Dorpsbelang 'Noord'", kind="village_council", iban="NL20INGB0001234567")
    anna = Person.create(
        given_name="=1+1", nickname="'-x", family_name="de \"Quote\"; e/o", email="anna@dorp.example",
        phone="0529478194", street="Kerkweg", house_number=11, house_letter="a", house_addition="-2",
        postcode="7734 PD", city="@Ommen", form_of_address="first_name", language="en",
    )  # fmt: skip
    Position.create(person=anna, organisation=body, function=PositionFunction.OTHER, own_title="\tzegt men")
    before, bodies, positions = contacts(), without_numbers("organisaties"), without_numbers("functies")
    assert b';"\'=1+1";"\'\'-x";' in positions
    for model in (Position, OrganisationVillage, Person, Organisation):
        model.delete().execute()
    stored(checked(bodies))
    stored(checked(positions))
    assert contacts() == before


def test_changed_export_changes_the_same_contacts(checked: TakeIn) -> None:
    anna = Person.create(given_name="Anna", family_name="Berg", email="anna@dorp.example")
    text = contacts_file("personen", "csv").decode().replace("Berg", "Bergsma").replace("anna@", "a.bergsma@")
    batch = checked(text.encode())
    assert verdicts(batch) == "k"  # neither the name nor the address is that of number 1
    batch = checked(text.replace("a.bergsma@", "anna@").encode())
    assert verdicts(batch) == "c"
    stored(batch)
    assert Person.get_by_id(anna.id).family_name == "Bergsma"


def test_excel_and_vcard_hold_the_same_and_come_in_again(checked: TakeIn) -> None:
    body = Organisation.create(name="Dorpsraad, Noord; Zuid", kind="village_council")
    jan = Person.create(given_name="Jan", name_prefix="van der", family_name="Berg", phone="0612345678", city="Wijhe")
    Position.create(person=jan, organisation=body, function=PositionFunction.SECRETARY)
    book = load_workbook(io.BytesIO(contacts_file("functies", "xlsx")))
    assert "secretaris" in [cell.value for cell in book.active[2]]
    for content in (contacts_file("functies", "xlsx"), contacts_file("functies", "vcf")):
        assert verdicts(checked(content)) == "s"


def everything(skip: frozenset[str] = LEFT_OUT) -> dict[str, list[dict[str, Any]]]:
    """Give every row of every table but those that stay behind, without secrets."""
    found = {}
    for room in registry.rooms():
        for model in models_of(room):
            table = model._meta.table_name
            if table not in skip:
                rows = model.select().order_by(model._meta.primary_key).dicts()
                found[table] = [{k: v for k, v in row.items() if k not in SECRETS.get(table, ())} for row in rows]
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    """Give every file with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def emptied(settings: Settings, migrated: str, tmp_path: Path, app: Flask) -> Callable[[], None]:
    """Give a way to begin anew: tables as after the migration, no files."""

    def begin() -> None:
        shutil.rmtree(settings.files_dir, ignore_errors=True)
        if is_sqlite():
            db.close()
            db.close_idle()
            for old in tmp_path.glob("ovkk.db*"):
                old.unlink()
            shutil.copy(urlsplit(migrated).path, tmp_path / "ovkk.db")
            db.connect(reuse_if_open=True)
            return
        tables = ", ".join(f'"{m._meta.table_name}"' for room in registry.rooms() for m in models_of(room))
        db.execute_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")

    return begin


@pytest.fixture
def demo(database: None) -> None:
    """Load the demonstration year."""
    load_demonstration()


@pytest.mark.usefixtures("demo")
def test_whole_export_fills_an_empty_installation_with_the_same_rows(
    settings: Settings, emptied: Callable[[], None], tmp_path: Path
) -> None:
    settings.files_dir.mkdir(parents=True, exist_ok=True)
    (settings.files_dir / "foto.jpg").write_bytes(b"\x00\xff")
    files = files_in(settings.files_dir)
    assert len(files) > 1  # the demonstration has pictures
    Person.create(family_name="\\N", given_name="=cmd", city='"a;\\b"')
    before, path = everything(), tmp_path / "uit" / "alles.zip"
    rows = write_archive(settings, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert rows == {table: len(found) for table, found in before.items()}
    with pytest.raises(DatabaseRefusedError, match="niet leeg"):
        read_archive(settings, path)
    emptied()
    assert read_archive(settings, path) == rows
    after = everything()
    assert after["history_audit_entry"].pop()["action"] == "exchange.whole_import"
    paused = after["history_revision"].pop()
    assert (paused["table_name"], paused["changes"]["key"]) == ("registry_setting", [None, "mail.paused"])
    settings_after = {row["key"]: row["value"] for row in after.pop("registry_setting")}
    assert settings_after == {row["key"]: row["value"] for row in before.pop("registry_setting")} | {"mail.paused": "1"}
    assert after == before
    assert broken_audit_entry() is None
    assert files_in(settings.files_dir) == files
    assert Person.create(family_name="Later").id == max(row["id"] for row in before["contacts_person"]) + 1


@pytest.mark.usefixtures("database")
def test_whole_export_that_does_not_fit_is_refused_and_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "alles.zip"
    write_archive(settings, path)
    other = Settings(**{**settings.__dict__, "secret_key": "x" * 40})
    with pytest.raises(BadInputError, match="andere geheime sleutel"):
        read_archive(other, path)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "kapot.zip", "w") as broken:
        for name in whole.namelist():
            content = whole.read(name)
            broken.writestr(name, content.replace(b"name", b"nam3") if name.endswith("accounts_role.csv") else content)
    before = everything()
    with pytest.raises(BadInputError, match="andere kolommen"):
        read_archive(settings, tmp_path / "kapot.zip")
    assert everything() == before
    (tmp_path / "geen.zip").write_bytes(b"PK")
    with pytest.raises(BadInputError, match="geen export"):
        read_archive(settings, tmp_path / "geen.zip")


def test_values_of_every_kind_stand_in_a_cell_and_come_back() -> None:
    field = peewee.TextField()
    for text in ("", "\\N", "\\", "=x", "'=x", "a\r\nb", "\ttab", "'", "–"):
        assert reader_of(field)(as_text(text)) == text
    assert reader_of(field)(as_text(None)) is None
    with pytest.raises(ValueError, match="invalid literal"):
        reader_of(Person.house_number)("x")


def test_sec_16_downloads_are_permitted_and_logged(coordinator: FlaskClient) -> None:
    Person.create(given_name="Jan", family_name="Vos")
    answer = coordinator.post(ROOT, data={"what": "personen", "form": "csv"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="personen-')
    [titles, row] = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";")
    assert dict(zip(titles, row, strict=True))["achternaam"] == "Vos"
    entry = AuditEntry.select().order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.object_type, entry.object_id) == ("exchange.export", "personen", "csv")
    assert coordinator.post(ROOT, data={"what": "organisaties", "form": "vcf"}).status_code == 422
    assert "Alles in één bestand" not in coordinator.get(ROOT).text
    assert coordinator.post(f"{ROOT}alles").status_code == 403


def test_administrator_gets_everything_in_one_file_made_by_the_worker(app: Flask, coordinator: FlaskClient) -> None:
    client = app.test_client()
    log_in(client, make_user("beheerder", name="Bea"))
    assert client.post(f"{ROOT}alles").status_code == 303
    assert "wordt gemaakt" in client.get(ROOT).text
    run_due()
    number = WholeExport.get().id
    answer = client.get(f"{ROOT}alles/{number}.zip")
    content = answer.data
    answer.close()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "tables/contacts_person.csv" in archive.namelist()
        assert b"argon2" not in archive.read("tables/accounts_user.csv")
    assert coordinator.get(f"{ROOT}alles/{number}.zip").status_code == 403
    assert client.post(f"{ROOT}alles/{number}/weg").status_code == 303
    assert client.get(f"{ROOT}alles/{number}.zip").status_code == 404


def test_many_contacts_are_made_a_file_by_the_worker_for_who_asked(
    app: Flask, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_page, "LARGE", 1)
    Person.create(given_name="Jan", family_name="Vos")
    Person.create(given_name="Els", family_name="Mol")
    assert coordinator.post(ROOT, data={"what": "personen", "form": "csv"}).status_code == 303
    assert "<progress" in coordinator.get(ROOT).text
    run_due()
    page, number = coordinator.get(ROOT).text, WholeExport.get().id
    assert ("<progress" in page, "Personen (.csv)" in page, "2 rijen" in page) == (False, True, True)
    answer = coordinator.post(f"{ROOT}bestand/{number}/")
    assert (answer.mimetype, answer.text.count("\n")) == ("text/csv", 3)
    assert AuditEntry.select().where(AuditEntry.action == "exchange.export").count() == 1
    other = app.test_client()
    log_in(other, make_user("beheerder", name="Bea"))
    assert "Personen (.csv)" not in other.get(ROOT).text
    assert other.post(f"{ROOT}bestand/{number}/").status_code == 404
    assert other.get(f"{ROOT}alles/{number}.zip").status_code == 404
    other.post(f"{ROOT}bestand/{number}/weg")
    coordinator.post(f"{ROOT}bestand/{number}/weg")
    assert not WholeExport.select().exists()
    assert coordinator.post(f"{ROOT}bestand/{number}/").status_code == 404
