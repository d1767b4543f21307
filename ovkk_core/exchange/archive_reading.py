"""Brings a whole export into an empty installation: the same rows with the same ids, UIDs and numbers."""

import csv
import io
import json
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import peewee

from ovkk_core.accounts import User
from ovkk_core.config import Settings
from ovkk_core.contacts import Organisation, Person
from ovkk_core.database import BaseModel, connected, db, insert_rows, is_sqlite, transaction
from ovkk_core.errors import BadInputError, DatabaseRefusedError
from ovkk_core.exchange.archive import FORMAT, exported_fields, exported_models, key_fingerprint
from ovkk_core.exchange.archive_values import reader_of
from ovkk_core.files import copy_in
from ovkk_core.history import AuditEntry, audit
from ovkk_core.registry import Setting

PAUSED = "mail.paused"
LONGEST_CELL = 500_000_000


def read_archive(settings: Settings, path: Path, *, other_key: bool = False) -> dict[str, int]:
    """Bring everything in, or nothing; give the rows per table. The sending of mail is paused, as after a restore.

    Raises :class:`DatabaseRefusedError` when the installation is not empty, :class:`BadInputError` for a file that is
    damaged, of another version, or of an installation with another secret key: what was made with that key, such as
    the list of suppressed addresses, would mean nothing here. ``other_key`` says that this is known.
    """
    try:
        with zipfile.ZipFile(path) as archive, connected():
            manifest = _manifest(archive)
            if manifest["key"] != key_fingerprint(settings) and not other_key:
                raise BadInputError(
                    "Deze export is gemaakt met een andere geheime sleutel. Neem het bestand secret.key van de oude "
                    "installatie mee, of voeg --other-key toe: dan werkt de lijst van geblokkeerde adressen niet meer."
                )
            return _brought_in(archive, manifest, settings)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise BadInputError(f"{path} is geen export van dit programma, of is beschadigd: {error}.") from error


def _brought_in(archive: zipfile.ZipFile, manifest: dict[str, Any], settings: Settings) -> dict[str, int]:
    models = [model for model in exported_models() if model._meta.table_name in manifest["rows"]]
    unknown = set(manifest["rows"]) - {model._meta.table_name for model in models}
    if unknown:
        raise BadInputError(f"De export heeft tabellen die hier ontbreken: {', '.join(sorted(unknown))}.")
    _refuse_unless_empty(settings)
    csv.field_size_limit(LONGEST_CELL)
    with transaction():
        if is_sqlite():
            db.pragma("defer_foreign_keys", 1)
        for model in reversed(models):  # what a fresh installation begins with
            if model is not AuditEntry:
                model.delete().execute()
        for model in models:
            _read_table(archive, model, manifest["rows"][model._meta.table_name])
        _pause_mail()
        audit("exchange.whole_import")
    _unpack_files(archive, settings)
    return dict(manifest["rows"])


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except ValueError as error:
        raise BadInputError("Het manifest van deze export is beschadigd. Gebruik een andere export.") from error
    if manifest.get("format") != FORMAT:
        raise BadInputError(f"Deze export heeft vorm {manifest.get('format')}; dit programma kent vorm {FORMAT}.")
    return manifest


def _refuse_unless_empty(settings: Settings) -> None:
    filled = any(model.select().exists() for model in (User, Person, Organisation, AuditEntry))
    if filled or (settings.files_dir.is_dir() and any(settings.files_dir.iterdir())):
        raise DatabaseRefusedError(
            "Deze installatie is niet leeg. Maak een nieuwe met: ovkk init, in een lege OVKK_DATA_DIR of database."
        )


def _read_table(archive: zipfile.ZipFile, model: type[BaseModel], expected: int) -> None:
    table = model._meta.table_name
    fields = exported_fields(model)
    with archive.open(f"tables/{table}.csv") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=";")
        names = next(reader, [])
        if set(names) != {field.name for field in fields}:
            raise BadInputError(f"De tabel {table} heeft in de export andere kolommen. Gebruik dezelfde versie.")
        by_name = {field.name: field for field in fields}
        fresh = _fresh(model)
        insert_rows(model, [*names, *fresh], _rows(reader, table, [by_name[name] for name in names], fresh))
    if model.select().count() != expected:
        raise BadInputError(f"De tabel {table} heeft in de export niet alle rijen. Gebruik een andere export.")
    _continue_numbering(model)


def _rows(reader: Any, table: str, fields: list[peewee.Field], fresh: dict[str, Any]) -> Iterator[list[Any]]:
    readers = [reader_of(field) for field in fields]
    for number, cells in enumerate(reader, 1):
        try:
            values = [read(cell) for read, cell in zip(readers, cells, strict=True)]
        except (ValueError, KeyError) as error:
            raise BadInputError(f"Rij {number} van tabel {table} is beschadigd. Gebruik een andere export.") from error
        yield [*values, *(made() for made in fresh.values())]


def _fresh(model: type[BaseModel]) -> dict[str, Any]:
    """Give what a row gets for a secret that did not come along and cannot be left empty."""
    return {"fs_uniquifier": lambda: uuid.uuid4().hex} if model is User else {}


def _continue_numbering(model: type[BaseModel]) -> None:
    """Let new rows be numbered after those that came; SQLite does so by itself."""
    key = model._meta.primary_key
    if is_sqlite() or not isinstance(key, peewee.AutoField):
        return
    last = model.select(peewee.fn.MAX(key)).scalar()
    if last:
        sequence = peewee.fn.PG_GET_SERIAL_SEQUENCE(f'"{model._meta.table_name}"', key.column_name)
        peewee.Select(columns=[peewee.fn.SETVAL(sequence, last)]).bind(db).scalar()


def _pause_mail() -> None:
    """Keep what was queued there from being sent a second time from here."""
    row = Setting.get_or_none(key=PAUSED) or Setting(key=PAUSED)
    row.value = "1"
    row.save()


def _unpack_files(archive: zipfile.ZipFile, settings: Settings) -> None:
    for part in archive.infolist():
        name = PurePosixPath(part.filename)
        if name.parts[:1] != ("files",) or part.is_dir():
            continue
        if ".." in name.parts or name.is_absolute():
            raise BadInputError("De export heeft een bestand met een onmogelijke naam. Gebruik een andere export.")
        target = settings.files_dir.joinpath(*name.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(part) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)
        target.chmod(0o600)
    copy_in(settings)
