"""Tells whether anything has been written since, by any process, on a connection that does nothing else."""

import threading
from collections.abc import Hashable
from typing import Any

import peewee

from ovkk_core.database.connection import db, is_sqlite

_lock = threading.Lock()
_of: Any = None  # the database that _connection goes to
_connection: Any = None


def written_mark() -> Hashable:
    """Give what differs from an earlier answer as soon as anything has been committed since, by whomever.

    PostgreSQL tells which transactions are seen, those of other databases of the same server too: what they write
    also makes it differ. Raises what peewee raises when the database is away.
    """
    global _of, _connection
    with _lock, peewee.__exception_wrapper__:
        if _of is not db.obj:
            _forget()
            _of, _connection = db.obj, db._connect()
        try:
            if is_sqlite():
                return _connection, _connection.pragma("data_version")  # counts for this connection alone
            return _connection, _connection.execute("SELECT pg_current_snapshot()").fetchone()[0]
        except BaseException:
            _forget()
            raise


def _forget() -> None:
    global _of, _connection
    if _connection is not None:
        _of._close(_connection, close_conn=True)
    _of = _connection = None
