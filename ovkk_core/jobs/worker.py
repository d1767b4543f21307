"""The worker process: a huey consumer on SQLite, PostgreSQL or Redis, and a clock that needs no queue."""

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from huey import CySqliteHuey, PostgresHuey, RedisHuey

from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.errors import ConfigError
from ovkk_core.jobs import waking
from ovkk_core.jobs.running import run_due, tick

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0  # how long a wake-up may lie in a queue that cannot call us
PATIENCE = {"socket_connect_timeout": "2", "socket_timeout": "5"}  # seconds; a page must not wait for Redis


def open_queue(settings: Settings) -> Any:
    """Connect this process to the queue of ``OVKK_QUEUE_URL`` and give the huey instance.

    Jobs run in the context (application, actor) in which this is called.
    """
    queue = _huey(settings.queue_url)
    waking.queue = queue
    waking.look = queue.task(name="look")(_here(run_due))
    return queue


def run_worker(settings: Settings, workers: int = 2) -> None:
    """Work until stopped: SIGINT lets running jobs finish, SIGTERM leaves them to be taken up again."""
    queue = open_queue(settings)
    stopping = threading.Event()
    threading.Thread(target=_here(_every_minute), args=(stopping,), daemon=True, name="clock").start()
    consumer = queue.create_consumer(
        workers=workers, worker_type="thread", periodic=False, max_delay=POLL_SECONDS, check_worker_health=True
    )
    try:
        consumer.run()
    finally:
        stopping.set()


def _every_minute(stopping: threading.Event) -> None:
    """Look at the clock and at the database every minute, also while the queue is away."""
    while True:
        try:
            tick()
            run_due()
        except Exception:
            log.exception("the worker could not look for work; it tries again in a minute")
        if stopping.wait(60 - now().second):
            return


def _here(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``function`` to run in the present context, in whatever thread it is called."""
    context = copy_context()
    return lambda *args: context.copy().run(function, *args)


def _huey(url: str) -> Any:
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = Path(unquote(urlsplit(url).path))
        path.parent.mkdir(parents=True, exist_ok=True)
        return CySqliteHuey("ovkk", filename=str(path), results=False)
    try:
        if scheme.startswith("postgres"):
            return PostgresHuey("ovkk", dsn=url, results=False)
        return RedisHuey("ovkk", url=_patient(url), results=False)
    except ImportError as error:
        extra = "postgres" if scheme.startswith("postgres") else "redis"
        raise ConfigError(f"Voor deze wachtrij is een extra pakket nodig: pip install 'ovkk[{extra}]'.") from error


def _patient(url: str) -> str:
    """Add time limits to a Redis address that has none."""
    parts = urlsplit(url)
    query = "&".join(filter(None, [urlencode(PATIENCE), parts.query]))
    return urlunsplit(parts._replace(query=query))
