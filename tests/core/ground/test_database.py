"""The connection: what it promises on either database, and what it refuses (REL-1, REL-8)."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import peewee
import pytest

from ovkk_core.config import Settings, from_environment
from ovkk_core.database import (
    BaseModel,
    JsonField,
    LineField,
    ProseField,
    UtcDateTimeField,
    after_commit,
    check_database,
    close_database,
    connected,
    connection,
    db,
    fold,
    is_sqlite,
    open_database,
    slug,
    transaction,
)
from ovkk_core.errors import BadInputError, DatabaseRefusedError
from tests.conftest import RUN, SERVER, environment

sqlite_only = pytest.mark.skipif(bool(SERVER), reason="about SQLite")
postgresql_only = pytest.mark.skipif(not SERVER, reason="about PostgreSQL")


class Specimen(BaseModel):
    """A row with a field of every kind of ours."""

    line = LineField(default="")
    prose = ProseField(default="")
    moment = UtcDateTimeField(null=True)
    data = JsonField(null=True)

    class Meta:
        table_name = "specimen"


@pytest.fixture
def specimens(settings: Settings) -> Iterator[None]:
    """Give an empty table of specimens and a connection."""
    open_database(settings)
    with connected():
        db.create_tables([Specimen])
        yield
        db.drop_tables([Specimen])


def in_thread(work: Callable[[], object]) -> list[BaseException | None]:
    """Run ``work`` in a thread with a connection of its own; give the error it ended with."""
    outcome: list[BaseException | None] = []

    def run() -> None:
        try:
            with connected():
                work()
            outcome.append(None)
        except Exception as error:  # noqa: BLE001 - handed to the test
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return outcome


def taken_back(work: Callable[[], object]) -> None:
    """Do ``work`` in a transaction that fails."""
    with transaction():
        work()
        raise RuntimeError


@sqlite_only
@pytest.mark.usefixtures("specimens")
def test_rel_1_sqlite_connection_has_the_safe_settings() -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema", "mmap_size")
    given = {name: db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in names}
    assert given == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": connection.BUSY_MS,
        "trusted_schema": 0,
        "mmap_size": 0,
    }


@sqlite_only
@pytest.mark.usefixtures("specimens")
def test_rel_1_transaction_takes_the_write_lock_before_it_writes() -> None:
    entered, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction():
            entered.set()
            release.wait(10)

    holder = threading.Thread(target=in_thread, args=(hold,))
    holder.start()
    entered.wait(10)
    db.execute_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(peewee.OperationalError, match="locked"), transaction():
        pytest.fail("two writers at once")
    release.set()
    holder.join()
    db.execute_sql(f"PRAGMA busy_timeout = {connection.BUSY_MS}")


@pytest.mark.usefixtures("specimens")
def test_writers_at_once_lose_nothing() -> None:
    row = Specimen.create(data={"n": 0})

    def count() -> None:
        for _ in range(20):
            with transaction():
                connection.lock("specimen")
                again = Specimen.get_by_id(row.id)
                again.data = {"n": again.data["n"] + 1}
                again.save()

    threads = [threading.Thread(target=in_thread, args=(count,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Specimen.get_by_id(row.id).data == {"n": 80}


@sqlite_only
def test_rel_1_old_sqlite_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cysqlite.sqlite_version_info", (3, 51, 2))
    with pytest.raises(DatabaseRefusedError, match=r"3\.51\.3"):
        open_database(settings)


@sqlite_only
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_rel_1_network_filesystem_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {settings.data_dir} {kind} rw 0 0\n")
    monkeypatch.setattr(connection, "MOUNTS", mounts)
    with pytest.raises(DatabaseRefusedError, match=kind):
        open_database(settings)


@sqlite_only
def test_network_filesystem_is_recognised_under_a_name_with_a_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mijn map"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {str(folder).replace(' ', chr(92) + '040')} nfs rw 0 0\n")
    monkeypatch.setattr(connection, "MOUNTS", mounts)
    with pytest.raises(DatabaseRefusedError, match="nfs"):
        open_database(from_environment(environment(folder)))


@sqlite_only
def test_new_sqlite_file_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_database(from_environment(environment(tmp_path)))
    with connected():
        db.execute_sql("CREATE TABLE x (y)")
        assert {file.stat().st_mode & 0o777 for file in tmp_path.glob("ovkk.db*")} == {0o600}
    close_database()


@sqlite_only
def test_file_that_is_no_database_is_refused_readably(tmp_path: Path) -> None:
    (tmp_path / "ovkk.db").write_text("geen database " * 100)
    open_database(from_environment(environment(tmp_path)))
    with pytest.raises(DatabaseRefusedError, match="kan niet worden geopend"):
        check_database()
    close_database()


@sqlite_only
def test_folder_in_place_of_a_database_is_refused_readably(tmp_path: Path) -> None:
    (tmp_path / "ovkk.db").mkdir()
    open_database(from_environment(environment(tmp_path)))
    with pytest.raises(DatabaseRefusedError):
        check_database()
    close_database()


def test_server_that_is_away_is_refused_readably(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    open_database(from_environment(environment(tmp_path, url)))
    with pytest.raises(DatabaseRefusedError, match="OVKK_DATABASE_URL"):
        check_database()
    close_database()


@postgresql_only
@pytest.mark.parametrize(
    "options",
    [
        "ENCODING UTF8 LOCALE_PROVIDER icu ICU_LOCALE 'nl-NL' LOCALE 'C.UTF-8'",
        "ENCODING SQL_ASCII LOCALE 'C'",
    ],
)
def test_rel_8_postgresql_that_sorts_or_stores_otherwise_is_refused(tmp_path: Path, options: str) -> None:
    import psycopg

    name = f"ovkk_test_{RUN}_otherwise"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {options}')
        url = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        open_database(from_environment(environment(tmp_path, url)))
        with pytest.raises(DatabaseRefusedError, match=r"C\.UTF-8"):
            check_database()
        close_database()
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@postgresql_only
@pytest.mark.usefixtures("specimens")
def test_server_that_dropped_an_idle_connection_is_reached_again() -> None:
    import psycopg

    number = db.execute_sql("SELECT pg_backend_pid()").fetchone()[0]
    db.close()
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s)", (number,))
    time.sleep(0.1)
    db.connect()
    assert Specimen.select().count() == 0


@pytest.mark.usefixtures("specimens")
def test_outer_transaction_keeps_what_an_inner_one_took_back() -> None:
    with transaction():
        Specimen.create(line="buiten")
        with pytest.raises(RuntimeError):
            taken_back(lambda: Specimen.create(line="binnen"))
        Specimen.create(line="daarna")
    assert [row.line for row in Specimen.select().order_by(Specimen.id)] == ["buiten", "daarna"]


@pytest.mark.usefixtures("specimens")
def test_refused_row_in_an_inner_transaction_leaves_the_outer_one_usable() -> None:
    db.execute_sql("CREATE UNIQUE INDEX specimen_line ON specimen (line)")
    with transaction():
        Specimen.create(line="een")
        with pytest.raises(peewee.IntegrityError), transaction():
            Specimen.create(line="een")
        Specimen.create(line="twee")
    assert Specimen.select().count() == 2


@pytest.mark.usefixtures("specimens")
def test_refused_row_outside_a_transaction_leaves_the_connection_usable() -> None:
    db.execute_sql("CREATE UNIQUE INDEX specimen_line ON specimen (line)")
    Specimen.create(line="een")
    with pytest.raises(peewee.IntegrityError):
        Specimen.create(line="een")
    assert Specimen.select().count() == 1


@pytest.mark.usefixtures("specimens")
def test_callbacks_wait_for_the_outermost_commit_and_keep_their_order() -> None:
    told: list[str] = []
    with transaction():
        after_commit(lambda: told.append(f"een, rijen: {Specimen.select().count()}"))
        with transaction():
            after_commit(lambda: told.append("twee"))
            Specimen.create()
        after_commit(lambda: told.append("drie"))
        assert told == []
    assert told == ["een, rijen: 1", "twee", "drie"]


@pytest.mark.usefixtures("specimens")
def test_callbacks_of_what_was_taken_back_are_forgotten() -> None:
    told: list[str] = []
    with transaction():
        after_commit(lambda: told.append("buiten"))
        with pytest.raises(RuntimeError):
            taken_back(lambda: after_commit(lambda: told.append("binnen")))
    assert told == ["buiten"]
    with pytest.raises(RuntimeError):
        taken_back(lambda: after_commit(lambda: told.append("nooit")))
    assert told == ["buiten"]


@pytest.mark.usefixtures("specimens")
def test_same_callback_runs_once_and_a_failing_one_does_not_silence_the_rest() -> None:
    told: list[str] = []

    def fail() -> None:
        raise RuntimeError("na het vastleggen")

    def tell() -> None:
        told.append("verteld")

    def work() -> None:
        with transaction():
            Specimen.create()
            for callback in (fail, tell, tell):
                after_commit(callback)

    with pytest.raises(RuntimeError, match="na het vastleggen"):
        work()
    assert told == ["verteld"]
    assert Specimen.select().count() == 1


def test_callback_outside_a_transaction_runs_at_once() -> None:
    told: list[str] = []
    after_commit(lambda: told.append("nu"))
    assert told == ["nu"]


@pytest.mark.parametrize("text", ["nul\x00", "regel\neinde", "tab\t.", "escape\x1b[", "scheiding\u2028x", "los\ud800"])
@pytest.mark.usefixtures("specimens")
def test_cal_2_line_with_a_control_character_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="line"):
        Specimen.create(line=text)
    assert Specimen.select().count() == 0


@pytest.mark.parametrize("text", ["nul\x00", "bel\x07", "los\ud800"])
@pytest.mark.usefixtures("specimens")
def test_cal_2_prose_with_a_control_character_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="prose"):
        Specimen.create(prose=text)


@pytest.mark.usefixtures("specimens")
def test_line_that_is_too_long_is_refused_on_both_databases() -> None:
    Specimen.create(line="x" * 255)
    with pytest.raises(BadInputError, match="hoogstens 255"):
        Specimen.create(line="x" * 256)


@pytest.mark.usefixtures("specimens")
def test_rel_8_text_comes_back_the_same_from_both_databases() -> None:
    line = "Café ☕ \U0001f69c 👩‍👩‍👧 Sint-Jansklooster é"
    Specimen.create(line=f"  {line} ", prose="een\r\ntwee\rdrie\tvier\n")
    row = Specimen.get()
    assert (row.line, row.prose) == ("Café ☕ 🚜 👩‍👩‍👧 Sint-Jansklooster é", "een\ntwee\ndrie\tvier")
    assert Specimen.get(line=line).id == row.id


@pytest.mark.usefixtures("specimens")
def test_rel_8_both_databases_sort_by_code_point() -> None:
    for line in ["aa", "Zwolle", "a b", "élan", "zebra", "Éen"]:
        Specimen.create(line=line)
    assert [row.line for row in Specimen.select().order_by(Specimen.line)] == [
        "Zwolle", "a b", "aa", "zebra", "Éen", "élan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1581, 3, 1, 12, 0, tzinfo=UTC),
        datetime(1899, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2))),
    ],
)
@pytest.mark.usefixtures("specimens")
def test_rel_8_moment_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    Specimen.create(moment=moment)
    again = Specimen.get().moment
    assert again == moment
    assert again.tzinfo is UTC
    assert Specimen.select().where(Specimen.moment <= moment).count() == 1
    assert Specimen.select().where(Specimen.moment < moment).count() == 0


@pytest.mark.usefixtures("specimens")
def test_moments_with_and_without_fractions_sort_by_time() -> None:
    start = datetime(2026, 1, 1, 10, tzinfo=UTC)
    moments = [start, start + timedelta(microseconds=1), start + timedelta(seconds=1)]
    for moment in reversed(moments):
        Specimen.create(moment=moment)
    assert [row.moment for row in Specimen.select().order_by(Specimen.moment)] == moments


@pytest.mark.usefixtures("specimens")
def test_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Specimen.create(moment=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("data", [{}, {"a": [1, None, "é"]}, [], "tekst", 0, False])
@pytest.mark.usefixtures("specimens")
def test_rel_8_data_comes_back_the_same_from_both_databases(data: object) -> None:
    Specimen.create(data=data)
    assert Specimen.get().data == data


@pytest.mark.usefixtures("specimens")
def test_thread_that_keeps_its_connection_can_be_made_to_let_go_of_its_lock() -> None:
    held: list[object] = []
    ready, wake = threading.Event(), threading.Event()

    def hang() -> None:
        with transaction():
            Specimen.create(line="half")
            held.append(db.connection())
            ready.set()
            wake.wait(20)
            Specimen.create(line="na het slapen")

    outcome: list[BaseException | None] = []

    def run() -> None:
        with connected():
            try:
                hang()
            except peewee.PeeweeException as error:
                outcome.append(error)
            finally:
                connection.drop_connection()

    sleeper = threading.Thread(target=run)
    sleeper.start()
    ready.wait(10)
    connection.take_away(held[0])
    Specimen.create(line="van een ander")
    wake.set()
    sleeper.join()
    assert len(outcome) == 1
    assert [row.line for row in Specimen.select()] == ["van een ander"]


@pytest.mark.parametrize(
    ("text", "folded", "address"),
    [
        ("Ĳsselmuiden", "ijsselmuiden", "ijsselmuiden"),
        ("  Sint   Jansklooster ", "sint jansklooster", "sint-jansklooster"),
        ("'s-Heerenbroek", "'s-heerenbroek", "s-heerenbroek"),
        ("CAFÉ", "cafe", "cafe"),
        ("℡ ＡＢ", "tel ab", "tel-ab"),
        ("!!!", "!!!", ""),
    ],
)
def test_text_is_folded_to_search_and_to_address(text: str, folded: str, address: str) -> None:
    assert (fold(text), fold(fold(text)), slug(text)) == (folded, folded, address)


def test_is_sqlite_says_which_database_it_is(settings: Settings) -> None:
    open_database(settings)
    assert is_sqlite() is not bool(SERVER)
