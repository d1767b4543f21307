"""Backup and restore through the functions behind the commands, on either database."""

import io
import json
import os
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from ovkk_core import backup
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import connected, open_database
from ovkk_core.errors import BadInputError, DatabaseRefusedError
from ovkk_core.history import Revision, broken_audit_entry
from ovkk_core.registry import PluginState, Setting, switch
from tests.conftest import SERVER, environment, fresh_postgresql


@pytest.fixture
def made(settings: Settings, database: None, tmp_path: Path) -> backup.Copy:
    """Give a backup of an installation in which something happened."""
    switch("toy", True)
    (settings.files_dir / "2026").mkdir(parents=True)
    (settings.files_dir / "2026" / "foto é.bin").write_bytes(os.urandom(3000))
    return backup.make(settings, tmp_path / "kopie", with_key=True)


@pytest.fixture
def empty_place(tmp_path: Path) -> Settings:
    """Give settings of an installation that does not exist yet."""
    url = fresh_postgresql("ovkk_test_restore") if SERVER else ""
    return from_environment(environment(tmp_path / "leeg", url))


def test_rel_3_backup_restores_rows_files_and_an_intact_audit_trail(
    settings: Settings, made: backup.Copy, empty_place: Settings
) -> None:
    photo = (settings.files_dir / "2026" / "foto é.bin").read_bytes()
    restored = backup.put_back(empty_place, made.path)
    open_database(empty_place)
    with connected():
        assert PluginState.get(name="toy").enabled is True
        assert Revision.select().count() > 0
        assert broken_audit_entry() is None
        assert Setting.get(key="mail.paused").value == "1"
    assert (empty_place.files_dir / "2026" / "foto é.bin").read_bytes() == photo
    assert (restored.rows, restored.files, restored.same_key) == (made.rows, 1, True)


def test_rel_3_backup_holds_files_that_lie_elsewhere_and_puts_them_where_the_settings_say(
    settings: Settings, database: None, empty_place: Settings, tmp_path: Path
) -> None:
    away = replace(settings, files_url=(tmp_path / "elders").as_uri())
    kept = tmp_path / "elders" / "geplaatst" / "ab" / "abc" / "groot"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"foto")
    copy = backup.make(away, tmp_path / "kopie")
    assert copy.files == 1
    backup.put_back(replace(empty_place, files_url=(tmp_path / "nieuw").as_uri()), copy.path)
    assert (tmp_path / "nieuw" / "geplaatst" / "ab" / "abc" / "groot").read_bytes() == b"foto"
    assert [path for path in empty_place.files_dir.rglob("*") if path.is_file()] == []


def test_rel_3_backup_is_private_and_has_its_checksum_beside_it(made: backup.Copy) -> None:
    digest, name = made.path.with_suffix(".tar.sha256").read_text().split()
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert name == made.path.name
    assert len(digest) == 64
    assert not list(made.path.parent.glob("*.partial"))


def test_backup_refuses_to_overwrite(settings: Settings, made: backup.Copy) -> None:
    with pytest.raises(BadInputError, match="bestaat al"):
        backup.make(settings, made.path)


def test_restore_refuses_a_place_with_data(settings: Settings, made: backup.Copy) -> None:
    with pytest.raises(DatabaseRefusedError, match="staan al gegevens"):
        backup.put_back(settings, made.path)


def test_restore_refuses_a_damaged_member(made: backup.Copy, empty_place: Settings) -> None:
    damaged = made.path.with_name("stuk.tar")
    with tarfile.open(made.path) as old, tarfile.open(damaged, "w") as new:
        for member in old.getmembers():
            content = old.extractfile(member)
            assert content is not None
            if member.name.startswith("files/"):
                member.size = 5
                content = io.BytesIO(b"other")
            new.addfile(member, content)
    with pytest.raises(BadInputError, match="beschadigd"):
        backup.put_back(empty_place, damaged)


def test_restore_refuses_what_is_no_backup(tmp_path: Path, empty_place: Settings) -> None:
    (tmp_path / "brief.tar").write_text("Geachte heer of mevrouw,")
    with pytest.raises(BadInputError, match="geen reservekopie"):
        backup.put_back(empty_place, tmp_path / "brief.tar")


def test_backup_without_key_holds_only_its_fingerprint(settings: Settings, database: None, tmp_path: Path) -> None:
    made = backup.make(settings, tmp_path / "zonder")
    with tarfile.open(made.path) as archive:
        content = archive.extractfile("manifest.json")
        assert content is not None
        manifest = json.load(content)
        names = archive.getnames()
    assert "secret.key" not in names
    assert settings.secret_key not in json.dumps(manifest)
    assert len(manifest["key"]) == 16


def test_last_made_tells_the_moment_of_the_last_backup(settings: Settings, made: backup.Copy) -> None:
    last = backup.last_made(settings)
    assert last is not None
    assert last.isoformat() == made.made_at


def test_command_line_makes_and_restores_a_backup(settings: Settings, database: None, tmp_path: Path) -> None:
    here = environment(settings.data_dir, settings.database_url)
    url = fresh_postgresql("ovkk_test_restore") if SERVER else ""
    there = environment(tmp_path / "elders", url)
    said = _ovkk(here, "backup", str(tmp_path / "kopieen"))
    (made,) = (tmp_path / "kopieen").glob("*.tar")
    assert str(made) in said
    assert "Teruggezet" in _ovkk(there, "restore", str(made))
    assert "bij de tijd" in _ovkk(there, "init")


def _ovkk(variables: dict[str, str], *arguments: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("OVKK_")} | variables
    done = subprocess.run(
        [sys.executable, "-m", "ovkk_core.cli", *arguments], env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
