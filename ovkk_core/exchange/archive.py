"""The whole installation in one zip: a CSV for each table, the files, and a manifest; to move house with, or to leave.

What goes with it and what does not stands in ``LEFT_OUT`` and ``SECRETS``, and in ``docs/operations.md``.
"""

import csv
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from ovkk_core import __version__
from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.database import BaseModel, connected, db, is_sqlite, models_of
from ovkk_core.errors import BadInputError
from ovkk_core.exchange.archive_values import writer_of
from ovkk_core.files import copy_out
from ovkk_core.registry import registry

FORMAT = 1
BOM = "\ufeff"  # tells a spreadsheet that the file is UTF-8
FOLDER = "exchange"  # of our own exports, within the files; they do not go into another export
LEFT_OUT = frozenset(
    {
        "accounts_login_attempt",  # counts against guessing, of minutes
        "accounts_passkey",  # secrets, see SECRETS
        "accounts_password_link",  # mailed links to choose a password, of hours
        "accounts_session",  # who is logged in here
        "audiences_making",  # files to download, of a day
        "calendars_rendered_feed",  # a cache
        "exchange_whole_export",  # the list of these files
        "jobs_job",  # the queue
        "registry_fault",  # what went wrong here
        "web_tries",  # counts against floods, of minutes
    }
)
# Nobody who may read an export may become somebody else with it: after a move people choose a new password
SECRETS = {
    "accounts_user": frozenset(
        {
            "password",
            "fs_uniquifier",
            "fs_webauthn_user_handle",
            "tf_primary_method",
            "tf_totp_secret",
            "tf_last_counter",
            "mf_recovery_codes",
        }
    )
}


def exported_models() -> list[type[BaseModel]]:
    """Give every table that goes along, those referred to first."""
    models = [model for room in registry.rooms() for model in models_of(room)]
    return [model for model in peewee.sort_models(models) if model._meta.table_name not in LEFT_OUT]


def exported_fields(model: type[BaseModel]) -> list[peewee.Field]:
    """Give the fields of a table that go along, in the order of the table."""
    secret = SECRETS.get(model._meta.table_name, frozenset())
    return [field for field in model._meta.sorted_fields if field.name not in secret]


def write_archive(settings: Settings, path: Path) -> dict[str, int]:
    """Write everything, as of one moment, to ``path`` (mode 0600); give the rows per table.

    The file appears only when it is complete. Raises :class:`BadInputError` when it exists already.
    """
    if path.exists():
        raise BadInputError(f"{path} bestaat al. Kies een andere naam.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f"{path.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with connected(), _one_moment():
                rows = {model._meta.table_name: _write_table(archive, model) for model in exported_models()}
            files = _write_files(archive, settings)
            archive.writestr("manifest.json", json.dumps(_manifest(settings, rows, files), indent=1))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def key_fingerprint(settings: Settings) -> str:
    """Give by what to see that two installations have the same secret key; it tells nothing about the key."""
    return hashlib.sha256(b"ovkk whole export:" + settings.secret_key.encode()).hexdigest()[:16]


def _manifest(settings: Settings, rows: dict[str, int], files: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": now().isoformat(timespec="seconds"),
        "rows": rows,
        "files": files,
        "key": key_fingerprint(settings),
    }


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as of one moment, without holding up who writes."""
    if is_sqlite():
        with db.atomic("DEFERRED"):
            yield
        return
    with db.atomic():
        db.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_table(archive: zipfile.ZipFile, model: type[BaseModel]) -> int:
    fields = exported_fields(model)
    query = model.select(*fields).order_by(model._meta.primary_key).tuples().iterator()
    name = f"tables/{model._meta.table_name}.csv"
    with archive.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        text.write(BOM)
        writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow([field.name for field in fields])
        return _write_rows(writer, query, fields)


def _write_rows(writer: Any, query: Iterable[tuple[Any, ...]], fields: list[peewee.Field]) -> int:
    as_cells = [writer_of(field) for field in fields]
    count = 0
    for row in query:
        writer.writerow([cell(value) for cell, value in zip(as_cells, row, strict=True)])
        count += 1
    return count


def _write_files(archive: zipfile.ZipFile, settings: Settings) -> int:
    """Put the files in, wherever they are kept; give how many."""
    count = 0
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as workplace:
        copy_out(settings, Path(workplace))
        for folder in (settings.files_dir, Path(workplace)):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = path.relative_to(folder)
                if name.parts[0] != FOLDER:
                    archive.write(path, f"files/{name.as_posix()}")
                    count += 1
    return count
