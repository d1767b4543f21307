"""Migrations: twice harmless, two at once, interrupted, newer and pending (REL-7)."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from ovkk_core.app import check_schema, create_app, initialise
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import (
    Room,
    close_database,
    connected,
    db,
    migrate,
    open_database,
    pending,
    refuse_newer_schema,
)
from ovkk_core.errors import DatabaseRefusedError
from ovkk_core.registry import registry
from tests.conftest import RUN, SERVER, environment, fresh_postgresql

FIRST = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE moving_a (x INTEGER)")
"""
SECOND = FIRST.replace("moving_a", "moving_b")
BROKEN = f"""{SECOND}
    db.execute_sql("DROP TABLE moving_a")
    raise RuntimeError("midden in het werk")
"""


@pytest.fixture
def room(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Give a room of two migrations in a package of this test's own."""
    package = tmp_path / "moving"
    (package / "migrations").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "migrations" / "0001_first.py").write_text(FIRST)
    (package / "migrations" / "0002_second.py").write_text(SECOND)
    monkeypatch.syspath_prepend(str(tmp_path))
    open_database(settings)
    yield Room("moving", "moving")
    with connected():
        for table in ("moving_a", "moving_b", "migration_moving"):
            db.execute_sql(f"DROP TABLE IF EXISTS {table}")
    sys.modules.pop("moving", None)


def tables() -> set[str]:
    """Give the tables of the room."""
    with connected():
        return {table for table in db.get_tables() if table.startswith("moving")}


def test_rel_7_migrations_are_applied_once_however_often_asked(room: Room) -> None:
    assert pending([room]) == ["moving/0001_first", "moving/0002_second"]
    assert migrate(room) == ["0001_first", "0002_second"]
    assert migrate(room) == []
    assert pending([room]) == []
    assert tables() == {"moving_a", "moving_b"}


def test_rel_7_interrupted_migration_leaves_nothing_half_and_is_resumed(room: Room) -> None:
    second = room.folder / "0002_second.py"
    second.write_text(BROKEN)
    with pytest.raises(RuntimeError, match="midden in het werk"):
        migrate(room)
    assert tables() == {"moving_a"}
    assert pending([room]) == ["moving/0002_second"]
    second.write_text(SECOND)
    assert migrate(room) == ["0002_second"]
    assert tables() == {"moving_a", "moving_b"}


def test_rel_7_database_that_knows_more_than_the_program_is_refused(room: Room) -> None:
    migrate(room)
    (room.folder / "0002_second.py").unlink()
    with pytest.raises(DatabaseRefusedError, match="moving/0002_second"):
        refuse_newer_schema([room])


def test_rel_7_application_does_not_start_before_core_is_migrated(tmp_path: Path) -> None:
    url = fresh_postgresql(f"ovkk_test_{RUN}_pending") if SERVER else ""
    with pytest.raises(DatabaseRefusedError, match="ovkk init"):
        create_app(from_environment(environment(tmp_path, url)))
    close_database()


def test_rel_7_application_does_not_start_on_a_newer_core(settings: Settings) -> None:
    initialise(settings)
    with connected():
        db.execute_sql("INSERT INTO migration_jobs (name, applied) VALUES ('9999_later', '2030-01-01 00:00:00')")
    try:
        with pytest.raises(DatabaseRefusedError, match="jobs/9999_later"):
            check_schema()
    finally:
        with connected():
            db.execute_sql("DELETE FROM migration_jobs WHERE name = '9999_later'")


def test_rel_7_processes_that_migrate_at_once_apply_everything_once(tmp_path: Path) -> None:
    url = fresh_postgresql(f"ovkk_test_{RUN}_racing") if SERVER else ""
    variables = environment(tmp_path, url)
    program = "from ovkk_core.app import *; print(len(initialise(from_environment())))"
    toy = str(Path(__file__).parents[2] / "toy")
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program], env=variables | {"PYTHONPATH": toy}, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    counts = sorted(int(racer.communicate(timeout=120)[0]) for racer in racers)
    assert {racer.returncode for racer in racers} == {0}
    open_database(from_environment(variables))
    with connected():
        applied = sum(
            peewee.Table(table).bind(db.obj).select().count()
            for table in db.get_tables()
            if table.startswith("migration_")
        )
    assert sum(counts) == applied
    close_database()


@pytest.mark.usefixtures("app")
def test_every_room_has_its_own_history() -> None:
    with connected():
        histories = {table for table in db.get_tables() if table.startswith("migration_")}
    owners = {f"migration_{room.name}" for room in registry.rooms() if room.folder.is_dir()}
    assert owners <= histories


@pytest.mark.usefixtures("database")
def test_rel_1_foreign_keys_are_kept() -> None:
    with pytest.raises(peewee.IntegrityError):
        db.execute_sql("INSERT INTO accounts_user_role (user_id, role_id) VALUES (999999, 999999)")
