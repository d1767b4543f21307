"""Fixtures for every test: a migrated, empty database of either kind, the application and its client.

``OVKK_TEST_DATABASE_URL`` (a PostgreSQL server where we may create databases) runs the same suite there.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis

from ovkk_core import accounts, mail
from ovkk_core.app import create_app, initialise, prepare
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import close_database, connected, db, models_of
from ovkk_core.registry import registry

SERVER = os.environ.get("OVKK_TEST_DATABASE_URL", "")
RUN = os.environ.get("OVKK_TEST_NAME", "run")  # tells apart runs side by side on one server
# the same examples in every run, and no test that fails because the machine is busy
hypothesis.register_profile("ovkk", deadline=None, derandomize=True)
hypothesis.load_profile("ovkk")
EMPTY = """
    CREATE OR REPLACE FUNCTION pg_temp.make_empty() RETURNS void LANGUAGE plpgsql
    AS $$ BEGIN {deletes} {counters} END $$
"""
COUNTERS = """
    SELECT counter.oid::regclass::text
    FROM pg_class counter JOIN pg_depend ON objid = counter.oid AND deptype IN ('a', 'i')
    JOIN pg_class filled ON filled.oid = refobjid
    WHERE counter.relkind = 'S' AND filled.relname = ANY(%s)
"""
TOY = str(Path(__file__).parent / "toy")
if TOY not in sys.path:  # the toy plugin is installed the way a stranger's is: by its dist-info
    sys.path.insert(0, TOY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what meets no database: it is the same as in the run on SQLite."""
    own = ("tests/clients/", "tests/core/ground/")  # start programs or open databases by themselves
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        meets = not SERVER or "migrated" in item.fixturenames or item.nodeid.startswith(own)  # type: ignore[attr-defined]
        (kept if meets else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def environment(folder: Path, database_url: str = "") -> dict[str, str]:
    """Give the variables of a small installation in ``folder``; also for servers that tests start."""
    variables = {
        "OVKK_DATA_DIR": str(folder),
        "OVKK_BASE_URL": "http://localhost",
        "OVKK_SECRET_KEY": "t" * 40,
    }
    return variables | ({"OVKK_DATABASE_URL": database_url} if database_url else {})


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """Migrate one database; give its URL. SQLite tests get a copy of it, PostgreSQL tests get it emptied."""
    folder = tmp_path_factory.mktemp("migrated")
    url = fresh_postgresql(f"ovkk_test_{RUN}_{worker_id}") if SERVER else ""
    settings = from_environment(environment(folder, url))
    initialise(settings)
    if not SERVER:
        with connected():
            db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    put_away()
    return settings.database_url


@pytest.fixture(scope="session")
def emptier(migrated: str) -> Iterator["Emptier | None"]:
    """Give what empties the database after a test; nothing where each test has a copy of its own."""
    found = Emptier(migrated) if SERVER else None
    yield found
    if found:
        found.close()


@pytest.fixture
def settings(migrated: str, emptier: "Emptier | None", tmp_path: Path) -> Iterator[Settings]:
    """Give the settings of an empty installation of this test's own."""
    url = ""
    if SERVER:
        url = migrated
    else:
        shutil.copy(urlsplit(migrated).path, tmp_path / "ovkk.db")
    yield from_environment(environment(tmp_path, url))
    put_away()
    if emptier:
        emptier.run()


@pytest.fixture
def app(settings: Settings, one_app: Flask) -> Iterator[Flask]:
    """Give the application on an empty database, with every plugin off.

    Building one takes longer than most tests, so tests of a process share it, each with its own configuration.
    A test that adds a route, a hook or a plugin to it makes its own with ``create_app``.
    """
    config, parts = dict(one_app.config), _parts(one_app)
    prepare(settings)
    with connected():
        accounts.seed_permissions()
    one_app.config.update(OVKK=settings)
    mail.install(one_app)
    yield one_app
    one_app.config.clear()
    one_app.config.update(config)
    assert _parts(one_app) == parts, "make an application of your own to add something to it"


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Flask]:
    """Give an application of this test's own, to add to, and hold a connection."""
    app = create_app(settings)
    app.testing = True
    with app.app_context(), connected():
        registry.refresh()
        yield app


@pytest.fixture(scope="session")
def build_app(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Flask]:
    """Give how to build an application for many tests, before any of them begins."""

    def build() -> Flask:
        url = migrated if SERVER else ""
        folder = tmp_path_factory.mktemp("one_app") if SERVER else Path(urlsplit(migrated).path).parent
        app = create_app(from_environment(environment(folder, url)))
        app.testing = True
        put_away()
        return app

    return build


@pytest.fixture(scope="session")
def one_app(build_app: Callable[[], Flask]) -> Flask:
    """Build the application of this process once; a folder of tests that adds to it overrides this fixture."""
    return build_app()


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """Hold a connection for the test, in the application's context."""
    with app.app_context(), connected():
        registry.refresh()
        yield


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    """Give a visitor who is not logged in."""
    return app.test_client()


def fresh_postgresql(name: str) -> str:
    """Make an empty database on the test server, in the collation that we ask for; give its URL."""
    import psycopg  # here: SQLite runs do without the driver

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8 LOCALE "C.UTF-8"')
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def put_away() -> None:
    """Close every connection; those that a thread or a reader of feeds still holds too, where that is safe."""
    db.close_all() if SERVER else close_database()  # the driver of SQLite cannot lose one that is in use


def _parts(app: Flask) -> list[int]:
    """Count what a test could have added to an application."""
    functions = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    return [len(app.view_functions), len(app.jinja_env.globals), *(len(f) for kind in functions for f in kind.values())]


class Emptier:
    """Empties every table of the database of a process, on a connection of its own: what to do is planned once."""

    def __init__(self, url: str) -> None:
        import psycopg  # here: SQLite runs do without the driver

        self._tables: list[str] = []
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("SET session_replication_role = replica")  # past the triggers of the audit trail

    def run(self) -> None:
        """Make the database as it was after migrating."""
        tables = [m._meta.table_name for room in registry.rooms() for m in models_of(room)]
        if tables != self._tables:
            self._plan(tables)
        self._connection.execute("SELECT pg_temp.make_empty()")

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()

    def _plan(self, tables: list[str]) -> None:
        # not TRUNCATE: with CASCADE it makes the files of half the tables anew, which takes longer than most tests
        deletes = "".join(f"DELETE FROM {table};" for table in tables)  # noqa: S608 - our own names
        found = self._connection.execute(COUNTERS, (tables,)).fetchall()
        counters = "".join(f"PERFORM setval('{counter}', 1, false);" for (counter,) in found)
        self._connection.execute(EMPTY.format(deletes=deletes, counters=counters))
        self._tables = tables
