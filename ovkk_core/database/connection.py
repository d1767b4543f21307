"""Opens the one database and refuses one that cannot keep its promises (REL-1)."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import peewee

from ovkk_core.config import Settings
from ovkk_core.errors import ConfigError, DatabaseRefusedError

FIXED_SQLITE = (3, 51, 3)  # older versions can corrupt a WAL written by two connections
CONNECTIONS = 64
BUSY_MS = 10_000
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"}
SORTED_BY_CODE_POINT = {"C", "POSIX", "C.UTF-8", "C.utf8"}

db: Any = peewee.DatabaseProxy()


def open_database(settings: Settings) -> None:
    """Point ``db`` at the configured database without connecting yet.

    Raises :class:`ConfigError` when a driver is missing and :class:`DatabaseRefusedError` for an unsafe SQLite.
    """
    parts = urlsplit(settings.database_url)
    database = _sqlite(_file_of(settings)) if parts.scheme == "sqlite" else _postgresql(settings.database_url)
    if db.obj is not None:
        db.close_all()
    db.initialize(database)


def is_sqlite() -> bool:
    """Say whether the open database is SQLite; the alternative is PostgreSQL."""
    return isinstance(db.obj, peewee.SqliteDatabase)


@contextmanager
def connected() -> Iterator[None]:
    """Hold a connection for this thread; nested use keeps the outer one."""
    opened = db.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened and not db.is_closed():
            db.close()


def lock(name: str) -> None:
    """Make other transactions that ask for the same ``name`` wait until this one ends.

    SQLite needs nothing: its writers already wait for each other from BEGIN IMMEDIATE on.
    """
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(name.encode()),))


def check_database() -> None:
    """Connect once and refuse a database whose answers would differ or whose journal is unsafe."""
    with connected():
        if is_sqlite():
            mode = db.execute_sql("PRAGMA journal_mode").fetchone()[0]
            if mode != "wal":
                raise DatabaseRefusedError(
                    f"De database werkt in stand '{mode}' in plaats van WAL. Zet de map op een lokale schijf."
                )
            return
        collation = db.execute_sql("SELECT datcollate FROM pg_database WHERE datname = current_database()").fetchone()[
            0
        ]
        if collation not in SORTED_BY_CODE_POINT:
            raise DatabaseRefusedError(
                f"De PostgreSQL-database sorteert volgens '{collation}'. Maak haar aan met: "
                "createdb -T template0 -E UTF8 -l C.UTF-8 ovkk"
            )


def _file_of(settings: Settings) -> Path:
    path = Path(unquote(urlsplit(settings.database_url).path))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kind = _filesystem_of(path.parent)
    if kind in NETWORK_FILESYSTEMS:
        raise DatabaseRefusedError(
            f"De database staat op een netwerkschijf ({kind}); daar kan SQLite gegevens verliezen. "
            "Zet OVKK_DATA_DIR op een lokale schijf, of gebruik PostgreSQL."
        )
    return path


def _filesystem_of(folder: Path) -> str:
    """Give the type of the file system that holds ``folder``, or "" where the system does not say."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    found = ("", "")
    real = folder.resolve()
    for line in mounts.read_text().splitlines():
        _, point, kind, *_ = line.split(" ")
        if real.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


def _sqlite(path: Path) -> peewee.Database:
    import cysqlite  # here: a PostgreSQL installation need not load it

    if cysqlite.sqlite_version_info < FIXED_SQLITE:
        raise DatabaseRefusedError(
            f"SQLite {cysqlite.sqlite_version} kan gegevens beschadigen. Installeer cysqlite opnieuw: "
            f"er is minstens SQLite {'.'.join(map(str, FIXED_SQLITE))} nodig."
        )
    from playhouse.cysqlite_ext import PooledCySqliteDatabase  # here: needs the driver above

    return PooledCySqliteDatabase(
        str(path),
        max_connections=CONNECTIONS,
        timeout=30,
        lock_type="IMMEDIATE",
        pragmas={
            "busy_timeout": BUSY_MS,
            "journal_mode": "wal",
            "synchronous": "full",
            "foreign_keys": 1,
            "trusted_schema": 0,
            "mmap_size": 0,
            "secure_delete": 1,
            "cache_size": -16_000,
        },
        autoconnect=False,
    )


def _postgresql(url: str) -> peewee.Database:
    try:
        from playhouse.postgres_ext import PooledPsycopg3Database  # here: the driver is an extra
    except ImportError as error:
        raise ConfigError("Voor PostgreSQL is een extra pakket nodig: pip install 'ovkk[postgres]'.") from error
    return PooledPsycopg3Database(
        url.replace("postgres://", "postgresql://", 1),
        max_connections=CONNECTIONS,
        timeout=30,
        autoconnect=False,
    )
