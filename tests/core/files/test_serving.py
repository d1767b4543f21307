"""What is answered at the address of a file, and to whom (SEC-15)."""

from dataclasses import replace

from flask.testing import FlaskClient

from ovkk_core.files import File, Told, file_url, keeping, size_of, store_document
from tests.core.files.conftest import FIELD, opened
from tests.core.files.test_keeping import pdf


def test_sec_15_public_picture_is_sandboxed_kept_for_ever_and_shown_by_mail_programs(
    client: FlaskClient, sheep: File
) -> None:
    answer = client.get(file_url(sheep, 320))
    assert opened(answer.data).size == (320, 240) == size_of(sheep, 320)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Disposition"] == 'inline; filename="schapen.jpg"'
    assert "Set-Cookie" not in answer.headers
    again = client.get(file_url(sheep, 320), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_address_of_a_wide_picture_changes_with_its_focal_point(client: FlaskClient, sheep: File) -> None:
    before = file_url(sheep, 640, "breed")
    keeping.change(sheep, FIELD, (10, 90))
    after = file_url(sheep, 640, "breed", absolute=True)
    assert after == f"http://localhost/bestand/{sheep.name}/breed/640?v=10-90"
    assert "immutable" in client.get(after).headers["Cache-Control"]
    assert client.get(before).headers["Cache-Control"] == "public, no-cache"
    assert opened(client.get(after).data).size == size_of(sheep, 640, "breed") == (640, 360)


def test_sec_15_private_picture_is_for_who_may_see_the_gallery(
    client: FlaskClient, editor: FlaskClient, sheep: File
) -> None:
    keeping.change(sheep, replace(FIELD, public=False), (50, 50))
    assert client.get(file_url(sheep, 320)).status_code == 404
    answer = editor.get(file_url(sheep, 320))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_sec_15_document_is_only_a_download(client: FlaskClient, database: None) -> None:
    file = store_document(pdf(), "x.pdf", Told(title="Statuten “2026”\u200b"))
    answer = client.get(file_url(file))
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statuten-2026.pdf"'
    assert client.get(f"{file_url(file)}/heel/320").status_code == 404


def test_other_addresses_of_a_picture_do_not_exist(client: FlaskClient, sheep: File) -> None:
    for rest in ("/heel/321", "/anders/320", "/heel/0", "x"):
        assert client.get(file_url(sheep) + rest).status_code == 404
    assert client.get("/bestand/../ovkk.db").status_code == 404
