"""What others plan, as every room and plugin that is on knows it."""

from datetime import datetime

from ovkk_core.hookspecs import OutsideEvent
from ovkk_core.registry import registry


def outside(since: datetime, until: datetime) -> list[OutsideEvent]:
    """Give what takes place from ``since`` until ``until``, soonest first; also what is not for the public."""
    given = [event for _room, event in registry.ask("outside_events", since=since, until=until)]
    there = [event for event in given if event.starts_at < until and event.ends_at > since]
    return sorted(there, key=lambda event: (event.starts_at, event.title))
