"""The one clock of the platform: stored in UTC, shown in Europe/Amsterdam, and settable in tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _system_time() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Give the present moment as an aware datetime in UTC."""
    return _read()


def today() -> date:
    """Give the present date in Europe/Amsterdam."""
    return now().astimezone(AMSTERDAM).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` (aware) for the duration of the block, in every thread. For tests."""
    global _read
    before, _read = _read, lambda: moment.astimezone(UTC)
    try:
        yield
    finally:
        _read = before
