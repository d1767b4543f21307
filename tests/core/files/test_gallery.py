"""The screens of pictures and files, without a script."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.database import db
from ovkk_core.files import File, demo
from ovkk_core.history import AuditEntry
from tests.core.files.conftest import picture
from tests.core.files.test_keeping import pdf
from tests.people import log_in, make_user

ROOT = "/beheer/bestanden/"


def add(editor: FlaskClient, name: str = "foto.jpg", content: bytes | None = None, **said: str) -> int:
    """Send a file with what is said of it; give the status."""
    sent = {"file": (io.BytesIO(content or picture((400, 300))), name), "public": "y"} | said
    page = "nieuw-document/" if name.endswith(".pdf") else "nieuw/"
    return editor.post(f"{ROOT}{page}", data=sent).status_code


def test_picture_is_added_found_changed_and_deleted(editor: FlaskClient) -> None:
    assert add(editor, alt="Café in Rijssen", title="") == 303
    file = File.get()
    assert "Café in Rijssen" in editor.get(f"{ROOT}?q=CAFE+rijs&soort=fotos").text
    assert "files-card__link" not in editor.get(f"{ROOT}?q=schapen").text
    assert f"/bestand/{file.name}/heel/640" in editor.get(f"{ROOT}{file.id}/").text
    said = {"alt": "Terras", "title": "Rijssen", "focal_x": "0", "focal_y": "100", "public": "y"}
    assert editor.post(f"{ROOT}{file.id}/wijzigen/", data=said).status_code == 303
    changed = File.get()
    assert (str(changed), changed.alt, changed.focal_x, changed.focal_y) == ("Rijssen", "Terras", 0, 100)
    assert "kunt u niet ongedaan maken" in editor.get(f"{ROOT}{file.id}/verwijderen/").text
    assert editor.post(f"{ROOT}{file.id}/verwijderen/").status_code == 303
    assert editor.get(f"{ROOT}{file.id}/").status_code == 404
    assert AuditEntry.select().where(AuditEntry.action == "files.delete").exists()


def test_priv_11_pictures_of_people_are_found_together(editor: FlaskClient, sheep: File) -> None:
    assert add(editor, alt="Dansers", shows_people="y") == 422
    assert add(editor, alt="Dansers", shows_people="y", consent_note="Mondeling op 7 maart") == 303
    found = editor.get(f"{ROOT}?soort=mensen").text
    assert "Dansers" in found
    assert "Schapen" not in found


def test_document_without_structure_is_kept_with_a_warning(editor: FlaskClient) -> None:
    assert add(editor, "statuten.pdf", pdf(), title="Statuten") == 303
    page = editor.get(f"{ROOT}{File.get().id}/").text
    assert "geen structuur voor voorleessoftware" in page
    assert "focal_x" not in page
    assert "slecht voor te lezen" in editor.get(f"{ROOT}?soort=documenten").text
    said = {"title": "Statuten 2026"}
    assert editor.post(f"{ROOT}{File.get().id}/wijzigen/", data=said).status_code == 303
    assert (File.get().title, File.get().public) == ("Statuten 2026", False)


def test_what_is_missing_is_said_at_its_own_field(editor: FlaskClient) -> None:
    assert add(editor, "statuten.pdf", pdf()) == 422
    assert add(editor, "x.svg", b"<svg/>", alt="Tekening") == 422
    answer = editor.post(f"{ROOT}nieuw/", data={"public": "y", "shows_people": "y"})
    assert answer.status_code == 422
    for error in ("file-error", "alt-error", "consent_note-error"):
        assert f'id="{error}"' in answer.text
    assert not File.select().exists()


def test_focal_point_outside_the_picture_is_refused(editor: FlaskClient, sheep: File) -> None:
    said = {"alt": "Schapen", "focal_x": "101", "focal_y": "-1"}
    answer = editor.post(f"{ROOT}{sheep.id}/wijzigen/", data=said)
    assert answer.status_code == 422
    assert answer.text.count("Typ een heel getal van 0 tot en met 100.") == 4  # in the summary and at the field


def test_same_file_is_not_added_twice(editor: FlaskClient) -> None:
    add(editor, alt="Wei")
    assert add(editor, "anders.jpg", alt="Iets anders") == 303
    assert "stond er al, als ‘Wei’" in editor.get(ROOT).text
    assert File.select().count() == 1


def test_reader_looks_and_changes_nothing(app: Flask, client: FlaskClient, sheep: File) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    log_in(client, make_user("lezer"))
    page = client.get(f"{ROOT}{sheep.id}/")
    assert page.status_code == 200
    assert "<form class" not in page.text.partition("<main")[2]
    for address in ("wijzigen/", "verwijderen/"):
        assert client.post(f"{ROOT}{sheep.id}/{address}").status_code == 403


def test_gallery_asks_as_often_for_one_as_for_many(
    editor: FlaskClient, sheep: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.get(ROOT)
    one = asked_by(editor, monkeypatch)
    plain = {name: value for name, value in sheep.__data__.items() if name != "id"}
    File.insert_many([plain | {"name": f"{number:032}"} for number in range(20)]).execute()
    assert editor.get(ROOT).text.count("files-card__link") == 21
    assert asked_by(editor, monkeypatch) == one


def asked_by(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count the queries of the gallery."""
    asked: list[str] = []
    with monkeypatch.context() as patch:
        execute = db.obj.execute_sql

        def counted(sql: str, *args: Any, **kwargs: Any) -> Any:
            asked.append(sql)
            return execute(sql, *args, **kwargs)

        patch.setattr(db.obj, "execute_sql", counted)
        client.get(ROOT)
    return len(asked)


def test_demonstration_brings_pictures_without_people(editor: FlaskClient) -> None:
    demo.load()
    assert editor.get(f"{ROOT}?q=dorp").text.count("files-card__link") == 2
    assert not File.select().where(File.shows_people).exists()
