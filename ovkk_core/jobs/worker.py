"""The worker process: a huey consumer on SQLite, PostgreSQL or Redis."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from huey import CySqliteHuey, PostgresHuey, RedisHuey, crontab

from ovkk_core.config import Settings
from ovkk_core.errors import ConfigError
from ovkk_core.jobs import waking
from ovkk_core.jobs.running import run_due, tick

log = logging.getLogger(__name__)


def open_queue(settings: Settings) -> Any:
    """Connect this process to the queue of ``OVKK_QUEUE_URL`` and give the huey instance."""
    queue = _huey(settings.queue_url)
    waking.queue = queue
    waking.look = queue.task(name="look")(run_due)
    queue.periodic_task(crontab(), name="tick")(tick)
    return queue


def run_worker(settings: Settings, workers: int = 2) -> None:
    """Work until stopped: SIGINT lets running jobs finish, SIGTERM leaves them to be taken up again."""
    queue = open_queue(settings)
    tick()
    queue.create_consumer(workers=workers, worker_type="thread", check_worker_health=True).run()


def _huey(url: str) -> Any:
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = Path(unquote(urlsplit(url).path))
        path.parent.mkdir(parents=True, exist_ok=True)
        return CySqliteHuey("ovkk", filename=str(path), results=False)
    try:
        if scheme.startswith("postgres"):
            return PostgresHuey("ovkk", dsn=url, results=False)
        return RedisHuey("ovkk", url=url, results=False)
    except ImportError as error:
        extra = "postgres" if scheme.startswith("postgres") else "redis"
        raise ConfigError(f"Voor deze wachtrij is een extra pakket nodig: pip install 'ovkk[{extra}]'.") from error
