"""Files of rooms, and blueprints of plugins that are on or off."""

import gzip
from pathlib import Path

from flask import Blueprint, Flask
from flask.testing import FlaskClient

from ovkk_core.registry import Fault, switch
from ovkk_core.web import gates, static_url

WEB = Path(__file__).parents[3] / "ovkk_core" / "web"


def test_file_with_its_version_is_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(static_url("web", "icon.svg"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "image/svg+xml"


def test_file_with_another_version_is_asked_again(client: FlaskClient) -> None:
    assert client.get("/static/web/icon.svg?v=oud").headers["Cache-Control"] == "no-cache"


def test_file_outside_the_folder_is_not_given(client: FlaskClient) -> None:
    for address in ("/static/web/../hooks.py", "/static/web/%2e%2e/hooks.py", "/static/web//etc/passwd", "/static/x/y"):
        assert client.get(address).status_code in {308, 404}, address


def test_packed_file_is_given_to_who_can_unpack(client: FlaskClient, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("a{}")
    (tmp_path / "static" / "a.css.gz").write_bytes(gzip.compress(b"a{}"))
    monkeypatch.setattr("ovkk_core.web.staticfiles.folder_of", lambda _: tmp_path)
    packed = client.get("/static/web/a.css", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/static/web/a.css", headers={"Accept-Encoding": "gzip;q=0"})
    assert (packed.headers["Content-Encoding"], gzip.decompress(packed.data), packed.mimetype) == (
        "gzip",
        b"a{}",
        "text/css",
    )
    assert ("Content-Encoding" in plain.headers, plain.data) == (False, b"a{}")
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_pages_of_plugin_exist_only_while_it_is_on(client: FlaskClient) -> None:
    assert client.get("/speelgoed").status_code == 404
    switch("toy", True)
    assert client.get("/speelgoed").status_code == 200
    assert "/speelgoed" in client.get("/").text
    switch("toy", False)
    assert client.get("/speelgoed").status_code == 404
    assert "/speelgoed" not in client.get("/").text


def test_rel_5_blueprint_with_a_taken_name_is_a_fault_of_its_plugin(own_app: Flask) -> None:
    switch("toy", True)
    gates._register_guarded(own_app, "toy", Blueprint("web", __name__))
    assert "web" in Fault.get(plugin="toy", hook="register_blueprints").reason


def test_rel_5_blueprint_cannot_touch_the_pages_of_others(own_app: Flask) -> None:
    blueprint = Blueprint("meddler", __name__)
    blueprint.before_app_request(lambda: "gekaapt")
    blueprint.app_context_processor(lambda: {"association": None})
    gates._register_guarded(own_app, "toy", blueprint)
    assert "Vereniging van dorpen" in own_app.test_client().get("/").text
    assert "alle pagina's" in Fault.get(plugin="toy", hook="register_blueprints").reason


def test_menu_marks_where_the_visitor_is(client: FlaskClient) -> None:
    switch("toy", True)
    assert 'href="/speelgoed" aria-current="page"' in client.get("/speelgoed").text
    assert 'href="/speelgoed" aria-current' not in client.get("/").text
