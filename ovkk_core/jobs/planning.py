"""Says which periodic jobs are due, by the clock on the wall in Europe/Amsterdam (REL-9)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huey import crontab
from peewee import fn

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.database import is_sqlite
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs.models import Job
from ovkk_core.jobs.queue import specs
from ovkk_core.registry import Stamp, registry

MINUTE = timedelta(minutes=1)
CATCH_UP = timedelta(days=1)  # what was missed longer ago is left to the next time
LOOKED = "jobs.looked"  # the stamp holding the minute (since 1970) up to which was looked
FIELDS = ("minute", "hour", "day", "month", "day_of_week")


def enqueue_periodic(moment: datetime) -> None:
    """Enqueue the periodic jobs of rooms that are on whose time came since the last look, each at most once.

    A missed time (no worker, a clock put forward, the hour that spring skips) is made up for within a day; an
    hour that autumn repeats runs a job of a fixed hour once. Any number of schedulers may call this.
    """
    minute = moment.replace(second=0, microsecond=0)
    walls = list(_walls(_first(minute), minute))
    for room, spec in specs().values():
        if spec.every and registry.is_on(room):
            try:
                due = _latest(spec, walls)
            except ValueError as error:
                registry.fault(registry.get(room), f"job {spec.name}", f"'{spec.every}' is geen tijdschema: {error}")
                continue
            if due:
                Job.insert(
                    name=spec.name, room=room, arguments={}, key=f"{spec.name}@{due}", due_at=minute, created_at=now()
                ).on_conflict_ignore().execute()
    _remember(minute)


def _latest(spec: JobSpec, walls: list[tuple[datetime, datetime]]) -> str:
    """Give the key of the latest time in ``walls`` (real minute, wall clock) that ``spec`` names; "" for none."""
    assert spec.every is not None  # noqa: S101 - for mypy; the caller looked
    times = spec.every.split()
    if len(times) != len(FIELDS):
        raise ValueError("er zijn vijf velden nodig")
    matches = crontab(**dict(zip(FIELDS, times, strict=True)), strict=True)
    hourly = times[1].startswith("*")
    for real, wall in reversed(walls):
        if matches(wall):
            return f"{real:%Y-%m-%dT%H:%MZ}" if hourly else f"{wall:%Y-%m-%dT%H:%M}"
    return ""


def _walls(first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Give every minute with what the wall clock shows; those that spring skips come with the minute after."""
    before = (first - MINUTE).astimezone(AMSTERDAM).replace(tzinfo=None)
    real = first
    while real <= last:
        wall = real.astimezone(AMSTERDAM).replace(tzinfo=None)
        while before + MINUTE < wall:
            before += MINUTE
            yield real, before
        yield real, wall
        before, real = wall, real + MINUTE


def _first(minute: datetime) -> datetime:
    """Give the minute after the last look; ``minute`` itself at the first look and when the clock went back."""
    looked = Stamp.get_or_none(name=LOOKED)
    if looked is None or looked.value >= _number(minute):
        return minute
    return max(minute - MINUTE * (_number(minute) - looked.value - 1), minute - CATCH_UP)


def _remember(minute: datetime) -> None:
    greatest = fn.MAX if is_sqlite() else fn.GREATEST
    Stamp.insert(name=LOOKED, value=_number(minute)).on_conflict(
        conflict_target=[Stamp.name], update={Stamp.value: greatest(Stamp.value, _number(minute))}
    ).execute()


def _number(minute: datetime) -> int:
    return int(minute.timestamp()) // 60
