"""Switching: live, in every process at its next request, refused where it makes no sense; and settings."""

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from toy_plugin.models import Toy

from ovkk_core.config import Settings
from ovkk_core.database import connected, db, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import AuditEntry
from ovkk_core.registry import (
    PluginState,
    bump,
    change_setting,
    is_on,
    registry,
    setting,
    setting_specs,
    stamp,
    switch,
)
from tests.conftest import TOY, environment
from tests.serving import free_port

SERVER_PROGRAM = """
import sys
from werkzeug.serving import run_simple
from ovkk_core.app import create_wsgi
run_simple("127.0.0.1", int(sys.argv[1]), create_wsgi(), threaded=True)
"""


@contextmanager
def server(settings: Settings) -> Iterator[str]:
    """Run the application in a process of its own on the database of ``settings``; give its address."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OVKK_")}
    variables = clean | environment(settings.data_dir, settings.database_url) | {"PYTHONPATH": TOY}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER_PROGRAM, str(port)], env=variables, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            if process.poll() is not None or answers_of(f"http://localhost:{port}/healthz") == 200:
                break
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def answers_of(address: str) -> int:
    """Give the status that a GET of ``address`` answers with; 0 when nobody answers."""
    try:
        request = urllib.request.Request(address, headers={"Host": "localhost"})
        with urllib.request.urlopen(request, timeout=20) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.usefixtures("database")
def test_every_server_process_agrees_at_its_next_request(settings: Settings) -> None:
    with server(settings) as one, server(settings) as two:
        pages = [f"{address}{path}" for path in ("/speelgoed", "/kalender/toy.ics") for address in (one, two)]
        assert [answers_of(page) for page in pages] == [404] * 4
        for enabled, status in ((True, 200), (False, 404), (True, 200)):
            switch("toy", enabled)
            assert [answers_of(page) for page in pages] == [status] * 4


@pytest.mark.usefixtures("database")
def test_data_stays_while_the_plugin_is_off(client: FlaskClient) -> None:
    switch("toy", True)
    Toy.create(title="Houten trein")
    assert "Houten trein" in client.get("/speelgoed").text
    switch("toy", False)
    assert client.get("/speelgoed").status_code == 404
    switch("toy", True)
    assert "Houten trein" in client.get("/speelgoed").text


@pytest.mark.usefixtures("database")
def test_switch_is_written_down_and_told_to_who_is_on() -> None:
    switch("toy", True)
    switch("toy", False)
    assert [entry.action for entry in AuditEntry.select().order_by(AuditEntry.id)] == ["plugin.on", "plugin.off"]
    assert [toy.title for toy in Toy.select().where(Toy.kind == "gehoord")] == ["toy aan"]


@pytest.mark.usefixtures("database")
def test_switch_that_is_taken_back_is_not_told() -> None:
    def work() -> None:
        with transaction():
            switch("toy", True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    registry.refresh()
    assert (is_on("toy"), Toy.select().count()) == (False, 0)


@pytest.mark.usefixtures("database")
def test_room_of_core_and_unknown_name_cannot_be_switched() -> None:
    with pytest.raises(BadInputError, match="hoort bij de kern"):
        switch("mail", False)
    with pytest.raises(NotFoundError, match="geen onderdeel 'bestaatniet'"):
        switch("bestaatniet", True)


@pytest.mark.usefixtures("database")
def test_refresh_in_many_threads_ends_with_what_is_stored() -> None:
    stop = threading.Event()
    wrong: list[BaseException] = []

    def refresh() -> None:
        try:
            with connected():
                while not stop.is_set():
                    registry.refresh()
        except Exception as error:  # noqa: BLE001 - handed to the test
            wrong.append(error)

    threads = [threading.Thread(target=refresh) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        enabled = number % 2 == 0
        PluginState.insert(name="toy", enabled=enabled).on_conflict(
            conflict_target=[PluginState.name], update={"enabled": enabled}
        ).execute()
        bump("plugins")
        registry.refresh()
        assert is_on("toy") is enabled
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.usefixtures("database")
def test_stamp_rises_by_one_and_only_when_the_transaction_succeeds() -> None:
    before = stamp("proef")
    bump("proef")

    def work() -> None:
        with transaction():
            bump("proef")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert stamp("proef") == before + 1


@pytest.mark.usefixtures("database")
def test_stamp_counts_every_bump_of_threads_at_once() -> None:
    def work() -> None:
        with connected():
            for _ in range(10):
                bump("proef")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stamp("proef") == 40


@pytest.mark.usefixtures("database")
def test_setting_has_its_default_until_it_is_changed_and_then_everywhere() -> None:
    assert setting("toy.word") == "speelgoed"
    change_setting("toy.word", "spel")
    registry.refresh()
    assert setting("toy.word") == "spel"
    assert AuditEntry.get().object_id == "toy.word"


@pytest.mark.usefixtures("database")
def test_unknown_setting_is_refused() -> None:
    assert "toy.word" in setting_specs()
    with pytest.raises(NotFoundError, match=r"toy\.nothing"):
        change_setting("toy.nothing", "x")
    with pytest.raises(KeyError):
        setting("toy.nothing")


def test_settings_of_another_database_are_not_remembered(app: Flask) -> None:
    with app.app_context(), connected():
        change_setting("toy.word", "spel")
        registry.refresh()
        assert setting("toy.word") == "spel"
        registry.load(["ovkk_core.registry", "ovkk_core.history"])
        db.execute_sql("DELETE FROM registry_setting")
        assert setting("toy.word") == "speelgoed"


def test_startup_hooks_are_asked_once(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = registry.collect("register_jobs")
    monkeypatch.setattr(type(registry), "_call", lambda *_: pytest.fail("asked again"))
    assert registry.collect("register_jobs") == first


def test_hook_calls_are_printed_on_demand(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    registry.load(["ovkk_core.registry"], trace=True)
    registry.collect("register_settings")
    assert "hook register_settings() → toy" in capsys.readouterr().err


def test_two_plugins_of_one_name_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number, text in enumerate(("toy = toy_plugin", "mail = toy_plugin", "A b = toy_plugin")):
        folder = tmp_path / f"other{number}-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: other{number}\nVersion: 1\n")
        (folder / "entry_points.txt").write_text(f"[ovkk.plugins]\n{text}\n")
    (tmp_path / "bare-1.dist-info").mkdir()
    (tmp_path / "bare-1.dist-info" / "entry_points.txt").write_text("[ovkk.plugins]\nbare = bare.nothing!\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.load(["ovkk_core.registry", "ovkk_core.mail"])
    broken = {name: plugin.broken for name, plugin in registry.plugins.items() if plugin.broken}
    assert broken.keys() >= {"toy-2", "mail-2", "A b", "bare"}
    assert "al in gebruik" in broken["mail-2"]
    assert "kleine letters" in broken["A b"]
    assert registry.plugins["mail"].builtin
