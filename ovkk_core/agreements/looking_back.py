"""When events were cancelled or withdrawn and plugins switched off, from the history."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from ovkk_core.calendars import Event, Fate
from ovkk_core.history import Revision
from ovkk_core.registry import PluginState

GONE = {"cancelled", "withdrawn"}


def gone_since(events: Collection[int]) -> dict[int, datetime]:
    """Give when each of these events was last cancelled or withdrawn, after people may have seen it."""
    found: dict[int, datetime] = {}
    for revision in _revisions(Event, events):
        before, after = revision.changes.get("status", ("", ""))
        if after == "published":
            found.pop(int(revision.object_id), None)
        elif after in GONE and before != "draft" and (before != "cancelled" or int(revision.object_id) not in found):
            found[int(revision.object_id)] = revision.at
    return found


def called_off_since(series: Collection[int]) -> dict[int, dict[date, datetime]]:
    """Give when each date of these series that is called off now was last called off."""
    found: dict[int, dict[date, datetime]] = {}
    for revision in _revisions(Event, series):
        if "exceptions" not in revision.changes:
            continue
        known = found.get(int(revision.object_id), {})
        off = {date.fromisoformat(day) for day, own in (revision.changes["exceptions"][1] or {}).items() if _off(own)}
        found[int(revision.object_id)] = {day: known.get(day, revision.at) for day in off}
    return found


def off_since() -> dict[str, datetime]:
    """Give since when each plugin that was on has been off."""
    states = {str(state.id): state.name for state in PluginState.select().where(~PluginState.enabled)}
    changes = _revisions(PluginState, list(states))
    return {states[r.object_id]: r.at for r in changes if r.changes.get("enabled", [None, None])[0] is True}


def _off(own: dict[str, str]) -> bool:
    return own["fate"] == Fate.CANCELLED.value


def _revisions(model: Any, ids: Collection[Any]) -> list[Revision]:
    """Give their revisions, oldest first."""
    if not ids:
        return []
    about = (Revision.table_name == model._meta.table_name) & Revision.object_id.in_([str(one) for one in ids])
    return list(Revision.select().where(about).order_by(Revision.id))
