"""What we are measured against: applications that do as little as can be, answering the bytes in a file."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cysqlite

FOLDER = "BENCH_FOLDER"
QUESTION = "SELECT etag, last_modified FROM peer WHERE feed = ?"
Application = Callable[[dict[str, str], Any], list[bytes]]


def trivial() -> Application:
    """Give an application that answers without looking."""
    status, headers, body = _answer()

    def application(environ: dict[str, str], start_response: Any) -> list[bytes]:
        start_response(status, headers)
        return body

    return application


def one_read() -> Application:
    """Give an application that answers after one indexed read, on a connection that the thread keeps."""
    status, headers, body = _answer()
    own = threading.local()
    path = str(Path(os.environ[FOLDER]) / "peer.db")

    def application(environ: dict[str, str], start_response: Any) -> list[bytes]:
        if not hasattr(own, "connection"):
            own.connection = cysqlite.connect(path)
        own.connection.execute(QUESTION, (environ["PATH_INFO"],)).fetchone()
        start_response(status, headers)
        return body

    return application


def make(folder: Path, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
    """Lay down what the peers answer, and the table that one of them reads."""
    (folder / "answer.json").write_text(json.dumps([status, headers]))
    (folder / "answer.bytes").write_bytes(body)
    connection = cysqlite.connect(str(folder / "peer.db"))
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("CREATE TABLE IF NOT EXISTS peer (feed TEXT PRIMARY KEY, etag TEXT, last_modified TEXT)")
    connection.execute("INSERT OR REPLACE INTO peer VALUES ('/kalender/alles.ics', 'x', '2026-01-01 00:00:00')")
    connection.close()


def _answer() -> tuple[str, list[tuple[str, str]], list[bytes]]:
    folder = Path(os.environ[FOLDER])
    status, headers = json.loads((folder / "answer.json").read_text())
    body = (folder / "answer.bytes").read_bytes()
    return status, [(name, value) for name, value in headers], [body] if body else []
