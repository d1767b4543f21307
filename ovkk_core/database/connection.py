"""Opens the one database and refuses one that cannot keep its promises (REL-1)."""

import re
import time
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
TRIES, TRY_AGAIN = 100, 0.01  # seconds
NETWORK_FILESYSTEMS = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
}
BY_CODE_POINT = "SELECT 'B' < 'a' AND 'z' < 'é' AND 'a b' < 'ab' AND 'É' < 'é'"

HURRY_SQLITE = (
    ("PRAGMA synchronous = normal", "PRAGMA wal_autocheckpoint = 16000"),  # in pages; each waits for the disk
    ("PRAGMA synchronous = full", "PRAGMA wal_autocheckpoint = 1000"),
)
HURRY_POSTGRESQL = ("SET synchronous_commit TO off",), ("SET synchronous_commit TO on",)
MOUNTS = Path("/proc/self/mounts")

db: Any = peewee.DatabaseProxy()


def open_database(settings: Settings) -> None:
    """Point ``db`` at the configured database without connecting yet.

    Raises :class:`ConfigError` when a driver is missing and :class:`DatabaseRefusedError` for an unsafe SQLite.
    """
    parts = urlsplit(settings.database_url)
    database = _sqlite(_file_of(settings)) if parts.scheme == "sqlite" else _postgresql(settings.database_url)
    if db.obj is not None:
        close_database()
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


@contextmanager
def hurried() -> Iterator[None]:
    """Commit without waiting for the disk while the block runs, on this thread's connection.

    What is committed survives the death of any process of ours; a power cut may take back the last moments. For
    notes about work that itself takes longer than the disk, such as mails handed over one by one. Who does that for
    long calls :func:`settle` now and then.
    """
    hurry, calm = HURRY_SQLITE if is_sqlite() else HURRY_POSTGRESQL
    with connected():
        for statement in hurry:
            db.execute_sql(statement)
        try:
            yield
        finally:
            for statement in calm:
                db.execute_sql(statement)


def settle() -> None:
    """Have the disk keep what was committed in a hurry so far; PostgreSQL does so by itself, several times a second."""
    if is_sqlite():
        db.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def take_away(connection: Any) -> None:
    """Take the locks, and the place in the pool, from a connection that another thread holds and may be using.

    Its transaction is rolled back and it can write no more. It is not closed: that, under a thread that uses it,
    takes the whole process along.
    The thread itself has to :func:`drop_connection` when it ends.
    """
    with db._pool_lock:  # the pool then ignores it when the thread gives it back
        db._in_use.pop(db.conn_key(connection), None)
    if is_sqlite():
        _stop_writing(connection)
        return
    with connected():
        db.execute_sql("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))


def _stop_writing(connection: Any) -> None:
    """Interrupt what the other thread does; while that ends, a statement of ours may be interrupted with it."""
    for left in reversed(range(TRIES)):
        try:
            with peewee.__exception_wrapper__:
                connection.interrupt()
                connection.execute("PRAGMA query_only = 1")
                if connection.in_transaction:
                    connection.rollback()
                break
        except peewee.OperationalError:
            if not left:
                raise
            time.sleep(TRY_AGAIN)


def drop_connection() -> None:
    """Close this thread's connection for good, instead of giving it back to the pool."""
    db.manual_close()


def close_database() -> None:
    """Close what is idle and what this thread holds; what another thread is using is left to that thread."""
    if not db.is_closed():
        db.close()
    db.close_idle()


def lock(name: str) -> None:
    """Make other transactions that ask for the same ``name`` wait until this one ends.

    SQLite needs nothing: its writers already wait for each other from BEGIN IMMEDIATE on.
    """
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(name.encode()),))


def check_database() -> None:
    """Connect once and refuse a database whose answers would differ or whose journal is unsafe."""
    try:
        _connect_first()
        with connected():
            _check_sqlite() if is_sqlite() else _check_postgresql()
    except peewee.DatabaseError as error:
        raise DatabaseRefusedError(
            f"De database kan niet worden geopend: {str(error).strip()}. Controleer OVKK_DATABASE_URL, "
            "of de databaseserver draait, en de rechten op het bestand."
        ) from error


def _connect_first() -> None:
    """Connect again while another process makes the same new file a WAL: SQLite does not wait for that by itself."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            with connected():
                return
        except peewee.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(TRY_AGAIN)


def _check_sqlite() -> None:
    mode = db.execute_sql("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        raise DatabaseRefusedError(
            f"De database werkt in stand '{mode}' in plaats van WAL. Zet de map op een lokale schijf."
        )


def _check_postgresql() -> None:
    """Ask the server to sort and to name its encoding; the collation's name says too little (ICU, builtin)."""
    encoding = db.execute_sql("SHOW server_encoding").fetchone()[0]
    if encoding != "UTF8" or not db.execute_sql(BY_CODE_POINT).fetchone()[0]:
        raise DatabaseRefusedError(
            "De PostgreSQL-database sorteert niet op tekencode of bewaart geen UTF-8. Maak haar aan met: "
            "createdb -T template0 -E UTF8 -l C.UTF-8 ovkk"
        )


def _file_of(settings: Settings) -> Path:
    path = Path(unquote(urlsplit(settings.database_url).path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DatabaseRefusedError(f"De map {path.parent} kan niet worden gemaakt ({error.strerror}).") from error
    kind = _filesystem_of(path.parent)
    if kind in NETWORK_FILESYSTEMS:
        raise DatabaseRefusedError(
            f"De database staat op een netwerkschijf ({kind}); daar kan SQLite gegevens verliezen. "
            "Zet OVKK_DATA_DIR op een lokale schijf, of gebruik PostgreSQL."
        )
    _make_private(path)
    return path


def _make_private(path: Path) -> None:
    """Make a new database file readable for us only; SQLite gives its journal the same mode."""
    try:
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise DatabaseRefusedError(
            f"De database {path} kan niet worden geschreven ({error.strerror}). Controleer de rechten."
        ) from error


def _filesystem_of(folder: Path) -> str:
    """Give the type of the file system that holds ``folder``, or "" where the system does not say."""
    if not MOUNTS.exists():
        return ""
    found = ("", "")
    real = folder.resolve()
    for line in MOUNTS.read_text().splitlines():
        _, point, kind, *_ = line.split(" ")
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)
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
