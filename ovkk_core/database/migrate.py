"""Migrations per room: each feature and plugin has its own folder and history (REL-7)."""

import fcntl
import importlib
import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peewee
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from ovkk_core.database.connection import connected, db, is_sqlite
from ovkk_core.database.models import BaseModel
from ovkk_core.errors import DatabaseRefusedError

MIGRATION_LOCK = 7_205_001  # any fixed number; PostgreSQL's advisory lock of the whole run


@dataclass(frozen=True)
class Room:
    """A core feature or plugin that owns tables: ``package`` holds ``models`` and ``migrations/``."""

    name: str
    package: str

    @property
    def folder(self) -> Path:
        """The folder of its migration files."""
        module = importlib.import_module(self.package)
        return Path(next(iter(module.__path__))) / "migrations"


def migrate(room: Room) -> list[str]:
    """Apply what is pending in ``room``, each migration in a transaction; give the names applied.

    Safe to run twice and from two processes at once. Raises what the migration raised; those before it stay.
    """
    if not room.folder.is_dir():
        return []
    with connected(), _alone():
        applied: list[str] = _runner(room).up()
    return applied


def pending(rooms: Iterable[Room]) -> list[str]:
    """Give ``room/name`` of every migration that still has to be applied."""
    with connected():
        return [
            f"{room.name}/{migration.name}"
            for room in rooms
            for migration in _runner(room).status()
            if not migration.applied
        ]


def refuse_newer_schema(rooms: Iterable[Room]) -> None:
    """Raise :class:`DatabaseRefusedError` when the database knows migrations that this program does not."""
    with connected():
        unknown = [f"{r.name}/{m.name}" for r in rooms for m in _runner(r).status() if m.path is None]
    if unknown:
        raise DatabaseRefusedError(
            f"De database is van een nieuwere versie ({', '.join(unknown)}). "
            "Installeer de nieuwste versie, of zet een reservekopie van vóór de vernieuwing terug."
        )


def models_of(room: Room) -> list[type[BaseModel]]:
    """Give the tables that ``room`` declares, those referred to first."""
    try:
        module = importlib.import_module(f"{room.package}.models")
    except ModuleNotFoundError as error:
        if error.name != f"{room.package}.models":
            raise
        return []
    members = [m for _, m in inspect.getmembers(module, inspect.isclass)]
    own = [m for m in members if issubclass(m, BaseModel) and m.__module__ == module.__name__]
    return peewee.sort_models([m for m in own if not getattr(m, "ABSTRACT", False)])


def model_differences(room: Room) -> str:
    """Say what differs between the room's models and the migrated database; "" when nothing does."""
    with connected():
        difference = diff_models(db.obj, models_of(room))
    return str(difference) if difference else ""


def _runner(room: Room) -> Any:
    return Runner(db.obj, str(room.folder), table_name=f"migration_{room.name}")


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time migrate."""
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        try:
            yield
        finally:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))
        return
    with Path(f"{db.database}.migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
