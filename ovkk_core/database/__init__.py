"""One database, SQLite or PostgreSQL: the connection, the base model, transactions and migrations."""

from ovkk_core.database.bulk import hold_tables, insert_rows, reserve_ids, update_rows
from ovkk_core.database.connection import (
    check_database,
    close_database,
    connected,
    db,
    drop_connection,
    hurried,
    is_sqlite,
    lock,
    open_database,
    settle,
    take_away,
)
from ovkk_core.database.fields import JsonField, LineField, ProseField, StateField, UtcDateTimeField
from ovkk_core.database.folding import fold, slug
from ovkk_core.database.migrate import (
    Room,
    migrate,
    model_differences,
    models_of,
    pending,
    refuse_newer_schema,
)
from ovkk_core.database.models import BaseModel
from ovkk_core.database.transactions import after_commit, transaction
from ovkk_core.database.written import written_mark

__all__ = [
    "BaseModel",
    "JsonField",
    "LineField",
    "ProseField",
    "Room",
    "StateField",
    "UtcDateTimeField",
    "after_commit",
    "check_database",
    "close_database",
    "connected",
    "db",
    "drop_connection",
    "fold",
    "hold_tables",
    "hurried",
    "insert_rows",
    "is_sqlite",
    "lock",
    "migrate",
    "model_differences",
    "models_of",
    "open_database",
    "pending",
    "refuse_newer_schema",
    "reserve_ids",
    "settle",
    "slug",
    "take_away",
    "transaction",
    "update_rows",
    "written_mark",
]
