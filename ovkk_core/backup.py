"""One file that holds everything: database, files, checksums; made online, restored in one command (REL-3).

The archive is a tar with ``manifest.json`` (format, moment, rows per table, SHA-256 of each member, fingerprint
of the secret key), the database (``ovkk.db`` or ``ovkk.pgdump``) and ``files/``. Copying a live database file by
hand is not a backup.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ovkk_core import __version__
from ovkk_core.calendars import raise_marks
from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.database import connected, db, is_sqlite, open_database
from ovkk_core.errors import BadInputError, DatabaseRefusedError
from ovkk_core.files import copy_in, copy_out
from ovkk_core.privacy import BACKUP_MARK, copy_ledger
from ovkk_core.registry import Setting

FORMAT = 1
PAUSED = "mail.paused"


@dataclass(frozen=True)
class Copy:
    """What a backup holds; ``same_key`` says whether the secret key here is the one it was made with."""

    path: Path
    made_at: str
    rows: int
    files: int
    same_key: bool = True


def make(settings: Settings, destination: Path, *, with_key: bool = False) -> Copy:
    """Write a complete backup of the open database and the files; give what is in it.

    ``destination`` is a folder (then the name is made from the moment) or a file. The file appears only when it
    is complete, with mode 0600 and its SHA-256 beside it. Raises :class:`BadInputError` when it exists already.
    """
    moment = now()
    folder = destination.is_dir() or destination.suffix != ".tar"
    path = destination / f"ovkk-{moment:%Y-%m-%dT%H%M%SZ}.tar" if folder else destination
    if path.exists():
        raise BadInputError(f"{path} bestaat al. Kies een andere naam.")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with tempfile.TemporaryDirectory(dir=path.parent) as workplace:
        database, rows = _copied_database(settings, Path(workplace))
        members = {database.name: database} | _other_members(settings, Path(workplace), with_key=with_key)
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": moment.isoformat(timespec="seconds"),
            "rows": rows,
            "sha256": {name: _digest(file) for name, file in members.items()},
            "key": _fingerprint(settings),
        }
        _write(partial, manifest, members)
    path.with_suffix(".tar.sha256").write_text(f"{_digest(partial)}  {path.name}\n")
    partial.replace(path)
    (settings.data_dir / BACKUP_MARK).write_text(json.dumps({"made_at": manifest["made_at"], "path": str(path)}))
    copy_ledger(settings.data_dir, path.parent)
    return _copy(path, manifest, settings)


def put_back(settings: Settings, source: Path) -> Copy:
    """Restore ``source`` into an empty data folder or PostgreSQL database, and pause the sending of mail.

    Events get a SEQUENCE that nobody has seen yet with their next change (RFC 5545 3.8.7.4). Who was erased since the
    backup is on the list beside it or in the data folder, and is erased again by ``privacy.again`` (REL-3).

    Raises :class:`BadInputError` for a damaged or unknown file, :class:`DatabaseRefusedError` when the place is
    not empty; nothing has been changed then.
    """
    _refuse_unless_empty(settings)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as workplace:
        folder = Path(workplace)
        manifest = _unpack(source, folder)
        if (folder / "files").is_dir():
            shutil.copytree(folder / "files", settings.files_dir, dirs_exist_ok=True)
            copy_in(settings)
        if (folder / "secret.key").exists():
            _place_key(folder / "secret.key", settings)
        _load(settings, folder)
    open_database(settings)
    with connected():
        _check_rows(manifest)
        _pause_mail()
        raise_marks()
    copy_ledger(source.parent, settings.data_dir)
    return _copy(source, manifest, settings)


def last_made(settings: Settings) -> datetime | None:
    """Give when the last good backup was made here, or None."""
    mark = settings.data_dir / BACKUP_MARK
    return datetime.fromisoformat(json.loads(mark.read_text())["made_at"]) if mark.exists() else None


def _copied_database(settings: Settings, workplace: Path) -> tuple[Path, dict[str, int]]:
    """Copy the database as it is at one moment; give the copy and the rows per table in it."""
    with connected():
        if is_sqlite():
            copy = workplace / "ovkk.db"
            db.execute_sql("VACUUM INTO ?", (str(copy),))
            return copy, _rows_of_file(copy)
        copy = workplace / "ovkk.pgdump"
        with db.atomic():
            db.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            snapshot = db.execute_sql("SELECT pg_export_snapshot()").fetchone()[0]
            rows = _rows()
            target = f"--dbname={settings.database_url}"
            _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy}", target)
    return copy, rows


def _other_members(settings: Settings, workplace: Path, *, with_key: bool) -> dict[str, Path]:
    """Give the files, and the key when asked, by their names in the archive."""
    members: dict[str, Path] = {}
    copy_out(settings, workplace / "files")
    for folder in (settings.files_dir, workplace / "files"):
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            members[f"files/{file.relative_to(folder)}"] = file
    if with_key:
        members["secret.key"] = workplace / "secret.key"
        members["secret.key"].write_text(settings.secret_key)
    return members


def _write(partial: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    content = json.dumps(manifest, indent=1).encode()
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            head = tarfile.TarInfo("manifest.json")
            head.size = len(content)
            archive.addfile(head, io.BytesIO(content))
            for name, member in members.items():
                archive.add(member, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack into ``folder`` and check every member against the manifest."""
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BadInputError(f"{source} is geen reservekopie van dit programma, of is beschadigd: {error}.") from error
    if manifest.get("format") != FORMAT:
        raise BadInputError(f"{source} heeft vorm {manifest.get('format')}; dit programma kent vorm {FORMAT}.")
    for name, digest in manifest["sha256"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BadInputError(f"In {source} is '{name}' beschadigd. Gebruik een andere reservekopie.")
    return manifest


def _refuse_unless_empty(settings: Settings) -> None:
    if urlsplit(settings.database_url).scheme == "sqlite":
        occupied = Path(urlsplit(settings.database_url).path).exists()
    else:
        open_database(settings)
        with connected():
            occupied = bool(db.get_tables())
    if occupied or (settings.files_dir.is_dir() and any(settings.files_dir.iterdir())):
        raise DatabaseRefusedError(
            "Op deze plek staan al gegevens. Zet terug in een lege map (OVKK_DATA_DIR) of lege database."
        )


def _load(settings: Settings, folder: Path) -> None:
    on_sqlite = urlsplit(settings.database_url).scheme == "sqlite"
    name = "ovkk.db" if on_sqlite else "ovkk.pgdump"
    if not (folder / name).exists():
        raise BadInputError("De reservekopie is van een ander soort database. Zet terug op dezelfde soort.")
    if on_sqlite:
        target = Path(urlsplit(settings.database_url).path)
        os.chmod(folder / name, 0o600)  # noqa: PTH101 - before it appears
        (folder / name).replace(target)
        return
    _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={settings.database_url}", str(folder / name))


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise DatabaseRefusedError(f"Het programma {program} ontbreekt. Installeer het pakket postgresql-client.")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - looked up
    if done.returncode:
        raise DatabaseRefusedError(f"{program} is mislukt: {done.stderr.strip()[-500:]}")


def _rows() -> dict[str, int]:
    """Count the rows of every table, by names from the database's own catalogue."""
    counted = {}
    for table in sorted(db.get_tables()):
        counted[table] = db.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - see above
    return counted


def _rows_of_file(file: Path) -> dict[str, int]:
    """Count the rows of every table in a copy that nobody writes to."""
    import cysqlite  # here: a PostgreSQL installation need not load it

    counted = {}
    copy = cysqlite.connect(str(file))
    try:
        tables = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in tables:
            counted[table] = copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - as above
    finally:
        copy.close()
    return counted


def _check_rows(manifest: dict[str, Any]) -> None:
    with connected():
        found = _rows()
    if found != {table: count for table, count in manifest["rows"].items() if table in found}:
        raise BadInputError("Na het terugzetten kloppen de aantallen niet. Gebruik een andere reservekopie.")


def _pause_mail() -> None:
    """Keep what was queued at the moment of the backup from being sent a second time."""
    row = Setting.get_or_none(key=PAUSED) or Setting(key=PAUSED)
    row.value = "1"
    row.save()


def _place_key(file: Path, settings: Settings) -> None:
    target = settings.data_dir / "secret.key"
    shutil.copy(file, target)
    target.chmod(0o600)


def _fingerprint(settings: Settings) -> str:
    return hashlib.sha256(b"ovkk key reference:" + settings.secret_key.encode()).hexdigest()[:16]


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _copy(path: Path, manifest: dict[str, Any], settings: Settings) -> Copy:
    files = sum(name.startswith("files/") for name in manifest["sha256"])
    same = manifest["key"] == _fingerprint(settings) or "secret.key" in manifest["sha256"]
    return Copy(path, manifest["made_at"], sum(manifest["rows"].values()), files, same)
