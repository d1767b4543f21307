"""The screens of an import, from file to undo, and who may use them."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.clock import now
from ovkk_core.contacts import Organisation, Person, Village
from ovkk_core.exchange import batches
from ovkk_core.exchange.commands import export_all, import_all
from ovkk_core.exchange.jobs import KEEP_ROWS, forget_rows
from ovkk_core.exchange.models import BatchState, ImportBatch, ImportChunk
from ovkk_core.history import AuditEntry
from ovkk_core.jobs import run_due
from tests.people import log_in, make_user

ROOT = "/beheer/inlezen/"
ROWS = "Voornaam;Achternaam;Eigen ding;E-mail\nJan;Vos;<script>x</script>;jan@dorp.example\nPiet;Bos;;geen\n"


def send(client: FlaskClient, text: str = ROWS, name: str = "../leden.csv") -> str:
    """Upload a file; give the address of its page."""
    answer = client.post(ROOT, data={"file": (io.BytesIO(text.encode()), name)})
    assert answer.status_code == 303
    return str(answer.location)


def named(client: FlaskClient, page: str, **more: str) -> None:
    """Confirm the columns as guessed and let the worker check."""
    batch = ImportBatch.select().order_by(ImportBatch.id.desc()).get()
    data = {f"kolom_{at}": key for at, key in enumerate(batch.mapping)} | {"replace": "1", "search": "y"} | more
    assert client.post(f"{page}kolommen", data=data).status_code == 303


def test_from_file_to_undo_without_a_script(coordinator: FlaskClient) -> None:
    page = send(coordinator)
    columns = coordinator.get(page).text
    assert "leden.csv heeft 2 rijen" in columns
    assert "&lt;script&gt;x" in columns
    assert '<option selected value="person.given_name">' in columns
    named(coordinator, page)
    busy = coordinator.get(page).text
    assert 'http-equiv="refresh"' in busy
    assert "0 van 2 rijen" in busy
    run_due()
    dry_run = coordinator.get(page).text
    assert "Er is nog niets opgeslagen" in dry_run
    assert "geen mailadres" in dry_run
    assert not Person.select().exists()
    assert coordinator.get(f"{page}?soort=w").text.count('role="rowheader"') == 1
    assert coordinator.get(f"{page}?soort=onzin&pagina=9").status_code == 200
    assert coordinator.post(f"{page}opslaan").status_code == 303
    run_due()
    assert [str(person) for person in Person.select()] == ["Jan Vos"]
    assert "opgeslagen" in coordinator.get(page).text
    history = coordinator.get(f"/beheer/personen/{Person.get().id}/").text
    assert "ingelezen uit leden.csv op " in history
    assert coordinator.get(f"{page}afgekeurd.csv").text.count("\n") == 2
    assert coordinator.post(f"{page}ongedaan").status_code == 303
    run_due()
    assert "alles is zoals het was" in coordinator.get(page).text
    assert not Person.select().exists()
    done = [entry.action for entry in AuditEntry.select().order_by(AuditEntry.id) if "exchange" in entry.action]
    assert done == ["exchange.upload", "exchange.import", "exchange.undo"]


def test_columns_that_contradict_or_name_nobody_are_refused(coordinator: FlaskClient) -> None:
    page = send(coordinator)
    data = {"kolom_0": "person.email", "kolom_3": "person.email", "replace": "1"}
    answer = coordinator.post(f"{page}kolommen", data=data)
    assert (answer.status_code, "Twee kolommen zijn allebei" in answer.text) == (422, True)
    nobody = {f"kolom_{at}": "" for at in range(3)} | {"kolom_3": "person.email", "replace": "1"}
    answer = coordinator.post(f"{page}kolommen", data=nobody)
    assert "in welke kolom de naam staat" in answer.text
    assert coordinator.post(f"{page}kolommen", data={"kolom_3": "user.password", "replace": "1"}).status_code == 422


def test_duplicate_and_change_are_shown_and_decided(coordinator: FlaskClient, places: dict[str, Village]) -> None:
    Person.create(given_name="Jan", family_name="Visser", email="jan@dorp.example")
    there = Organisation.create(name="Dorpsraad", kind="other", municipality=places["Lemele"].municipality)
    text = (
        "organisatie;soort;dorp;functie;voornaam;achternaam;e-mail\n"
        ";;;;Jan;de Boer;jan@dorp.example\n"
        "Dorpsraad;dorpsraad;Lemele;voorzitter;Els;Kok;els@dorp.example\n"
    )
    page = send(coordinator, text)
    named(coordinator, page)
    run_due()
    shown = coordinator.get(page).text
    assert "Jan Visser</a>: zelfde e-mailadres" in shown
    assert "andere organisatie</del>" in shown
    assert "Lemele</ins>" in shown
    assert coordinator.post(f"{page}kiezen", data={"rij-2": "new", "rij-x": "new"}).status_code == 303
    assert '<option value="new" selected>' in coordinator.get(page).text
    coordinator.post(f"{page}opslaan")
    run_due()
    assert Person.select().count() == 3
    assert Organisation.get_by_id(there.id).village_names == "Lemele"


def test_file_that_cannot_be_used_says_why_and_can_be_forgotten(coordinator: FlaskClient) -> None:
    answer = coordinator.post(ROOT, data={"file": (io.BytesIO(b"%PDF"), "x.csv")})
    assert (answer.status_code, "een PDF" in answer.text) == (422, True)
    page = send(coordinator)
    assert coordinator.post(f"{page}opslaan").status_code == 422
    assert coordinator.post(f"{page}weg").status_code == 303
    assert coordinator.get(page).status_code == 404
    assert ImportChunk.select().count() == 0


def test_only_who_may_import_sees_the_screens_and_forms_need_a_token(app: Flask, database: None) -> None:
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    assert client.get(ROOT).status_code == client.get("/beheer/exporteren/").status_code == 403
    log_in(client, make_user("coordinator"))
    assert client.post(ROOT, data={"file": (io.BytesIO(ROWS.encode()), "x.csv")}).status_code == 400


@pytest.mark.usefixtures("database")
def test_rows_of_files_are_deleted_after_thirty_days_and_the_batch_stays() -> None:
    batch = batches.take_file("leden.csv", ROWS.encode())
    forget_rows()
    assert ImportChunk.select().count() == 1
    ImportBatch.update(created_at=now() - KEEP_ROWS * 2).execute()
    forget_rows()
    assert ImportChunk.select().count() == 0
    assert batches.batch_by_id(batch.id).state is BatchState.MAPPING


@pytest.mark.usefixtures("database")
def test_command_line_writes_everything_and_refuses_a_full_installation(tmp_path: Path) -> None:
    Person.create(family_name="Vos")
    file = str(tmp_path / "alles.zip")
    done = CliRunner().invoke(export_all, [file], catch_exceptions=False)
    assert "Geschreven" in done.output
    refused = CliRunner().invoke(import_all, [file])
    assert "niet leeg" in str(refused.exception)
