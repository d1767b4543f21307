"""What follows from a change of an event: SEQUENCE, LAST-MODIFIED, the stored fragment, and who hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, has_app_context

from ovkk_core.calendars import occurring, writer
from ovkk_core.calendars.occurring import Override
from ovkk_core.clock import now
from ovkk_core.database import JsonField
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import EventChange

if TYPE_CHECKING:
    from ovkk_core.calendars.models import Event

STAMP = "calendar"
TIMES = ("starts_at", "ends_at", "first_day", "last_day", "status", "repeats")  # RFC 5546 2.1.4
PLACES = ("location", "village")
OCCURRENCE_PARTS = {name: name for name in ("starts_at", "ends_at", "first_day", "last_day", "location")} | {
    "fate": "status"
}
AUDITED = {"published": "event.publish", "cancelled": "event.cancel", "withdrawn": "event.withdraw"}


def follow(before: Event | None, after: Any, mark: int, significant: bool | None) -> dict[str, Any]:
    """Give the bookkeeping of ``after``: sequence, last_modified, fragment and what the fragment was made for.

    SEQUENCE rises when times or status change of what people may have seen, when the place changes unless
    ``significant`` is False, and at any change when it is True; never below ``mark`` (RFC 5545 3.8.7.4).
    """
    changed = _differences(before, after) if before else set()
    if before is None:
        after.sequence = mark
    elif before.status.value != "draft" and _matters(changed | _changed_occurrences(before, after), significant):
        after.sequence = max(mark, before.sequence) + 1
    if before is None or changed:
        after.last_modified = now().replace(microsecond=0)
    if before and before.status.value == "draft" and after.status.value == "cancelled":
        raise BadInputError(
            f"'{after.title}' is nog niet bekendgemaakt, dus afgelasten hoeft niet. Verwijder het concept."
        )
    after.opens_at, after.over_at = occurring.whole_span(after)
    kept = ("sequence", "last_modified", "opens_at", "over_at")
    return {name: getattr(after, name) for name in kept} | fragment(after)


def fragment(event: Event) -> dict[str, str]:
    """Give the VEVENT text and what it was made for; both empty outside an application, to be made when asked for."""
    base = base_url()
    if not base:
        return {"fragment": "", "fragment_for": ""}
    return {"fragment": writer.vevent(event, base), "fragment_for": writer.made_for(base)}


def base_url() -> str:
    """Give the configured address of this site; "" outside an application."""
    return str(current_app.config["OVKK"].base_url) if has_app_context() else ""


def place(event: Event) -> str:
    """Give the address in one line, with the name of the village when that is not in it."""
    return occurring.place(event, event.location)


def change(before: Event | None, after: Event) -> EventChange | None:
    """Say what happened; None when nothing did."""
    if before is None:
        return EventChange.CREATED
    if before.status is not after.status and after.status.value in {"cancelled", "withdrawn"}:
        return EventChange(after.status.value)
    return EventChange.CHANGED if _differences(before, after) else None


def audited(before: Event | None, after: Event) -> str:
    """Give the name under which a change of status enters the audit trail; "" when there is none."""
    if before and before.status is after.status:
        return ""
    return AUDITED.get(after.status.value, "")


def _matters(changed: set[str], significant: bool | None) -> bool:
    if changed & set(TIMES):
        return True
    return significant is not False and bool(changed & set(PLACES) or (significant and changed))


def _changed_occurrences(before: Event, after: Event) -> set[str]:
    """Give what differs between single occurrences, by the names that the series has for it."""
    old, new = before.overrides, after.overrides
    pairs = [(old.get(day), new.get(day)) for day in old.keys() | new.keys()]
    plain = Override()
    return {
        name
        for part, name in OCCURRENCE_PARTS.items()
        for one, other in pairs
        if getattr(one or plain, part) != getattr(other or plain, part)
    }


def _differences(before: Event, after: Event) -> set[str]:
    fields = {n: f for n, f in type(after)._meta.fields.items() if n not in after.UNTRACKED}
    return {name for name, field in fields.items() if _plain(field, before) != _plain(field, after)}


def _plain(field: Any, event: Event) -> Any:
    value = event.__data__.get(field.name)
    return value if isinstance(field, JsonField) else field.db_value(value)
