"""Changes to a series: one occurrence other than the rest, called off, put back, or a new series from there on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from ovkk_core.calendars import occurring
from ovkk_core.calendars.meant import audiences_of, set_audiences
from ovkk_core.calendars.models import Event, EventStatus
from ovkk_core.calendars.moments import local
from ovkk_core.calendars.occurring import Fate, Occurrence, Override
from ovkk_core.calendars.recurrence import Recurrence
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError

OWN = frozenset({"id", "uid", "slug", "starts_at", "ends_at", "first_day", "last_day", "repeats", "exceptions"})


def occurrence(event: Event, day: date) -> Occurrence:
    """Give the occurrence that the series has on ``day``; raise :class:`NotFoundError` when there is none."""
    found = next((one for one in occurring.all_of(event) if one.day == day), None)
    if found is None:
        raise _not_there(event, day)
    return found


def change_occurrence(event: Event, day: date, change: Override, *, significant: bool | None = None) -> Event:
    """Give the occurrence on ``day`` times, a title or a place of its own; give the event as it then is.

    What equals the series is not kept. A changed occurrence takes place: it is no longer cancelled. SEQUENCE rises
    as by :func:`save_event`, for the whole series, as all of it has one UID.
    """
    with transaction():
        found = _latest(event, day)
        plain = replace(_plain(found, day), fate=Fate.CHANGED)
        own = {name: _other_than(getattr(plain, name), getattr(change, name)) for name in ("title", "location")}
        for pair in (("starts_at", "ends_at"), ("first_day", "last_day")):
            given = {name: getattr(change, name) for name in pair}
            own |= {} if given == {name: getattr(plain, name) for name in pair} else given
        override = Override(**{name: _stored(value) for name, value in own.items()})
        return _keep(found, day, None if override == Override() else override, significant)


def cancel_occurrence(event: Event, day: date) -> Event:
    """Call one occurrence off; give the event as it then is.

    It stays visible as cancelled, unless the event is a draft: then nobody needs to know (CAL-13).
    """
    with transaction():
        found = _latest(event, day)
        fate = Fate.SKIPPED if found.status is EventStatus.DRAFT else Fate.CANCELLED
        return _keep(found, day, replace(found.overrides.get(day, Override()), fate=fate))


def restore_occurrence(event: Event, day: date) -> Event:
    """Let one occurrence be as the series has it again; give the event as it then is."""
    with transaction():
        return _keep(_latest(event, day), day, None)


def split_series(event: Event, day: date) -> Event:
    """Let a new series go on from the occurrence on ``day``, with a UID of its own; give that (CAL-12).

    The old one ends with the occurrence before. What was changed for single ones from then on moves along. Raises
    :class:`BadInputError` for the first occurrence.
    """
    with transaction():
        old = _latest(event, day)
        days = occurring.days_of(old)
        if day == days[0]:
            raise BadInputError("Dit is de eerste datum van de reeks. Wijzig de hele reeks.")
        new = _going_on(old, day, days)
        new.save()
        set_audiences(new, [audience.slug for audience in audiences_of(old)])
        old.recurrence = replace(_rule(old), count=0, until=max(one for one in days if one < day))
        old.exceptions = {key: stored for key, stored in old.exceptions.items() if key < day.isoformat()}
        old.save()
    return new


def _going_on(old: Event, day: date, days: list[date]) -> Event:
    starts_at, ends_at = occurring.by_rule(old, day)
    if not old.all_day and local(starts_at).time() != local(old.starts_at).time():
        raise BadInputError(
            "Op deze dag gaat de klok een uur vooruit. Laat de nieuwe reeks op een andere datum beginnen."
        )
    rule = _rule(old)
    new = Event(
        uid=str(uuid4()),
        starts_at=starts_at,
        ends_at=ends_at,
        first_day=day if old.all_day else None,
        last_day=day + (old.last_day - old.first_day) if old.first_day is not None else None,
        exceptions={key: stored for key, stored in old.exceptions.items() if key >= day.isoformat()},
        **{name: getattr(old, name) for name in Event._meta.fields if name not in OWN | Event.UNTRACKED},
    )
    new.recurrence = replace(rule, count=len(days) - days.index(day)) if rule.count else rule
    return new


def _latest(event: Event, day: date) -> Event:
    """Give the event as it is stored now, of which ``day`` is an occurrence; nobody else changes it meanwhile."""
    lock("calendars.event")
    found = Event.get_or_none(Event.id == event.id)
    if found is None or found.recurrence is None or day not in occurring.days_of(found):
        raise _not_there(event, day)
    return found


def _rule(event: Event) -> Recurrence:
    return Recurrence.read(event.repeats)


def _keep(event: Event, day: date, own: Override | None, significant: bool | None = None) -> Event:
    kept = {key: stored for key, stored in event.exceptions.items() if key != day.isoformat()}
    event.exceptions = kept | ({day.isoformat(): own.stored} if own else {})
    event.save(significant=significant)
    return event


def _plain(event: Event, day: date) -> Override:
    """Give the occurrence as the series has it, in the form of an override."""
    starts_at, ends_at = occurring.by_rule(event, day)
    if event.first_day is None:
        return Override(starts_at=starts_at, ends_at=ends_at, title=event.title, location=event.location)
    last = day + (event.last_day - event.first_day)
    return Override(first_day=day, last_day=last, title=event.title, location=event.location)


def _other_than(plain: str, text: str) -> str:
    """Give ``text`` as a line without control characters; "" when it is what the series has."""
    cleaned = str(Event.title.db_value(text))
    return "" if cleaned == plain else cleaned


def _stored(value: Any) -> Any:
    return value.astimezone(UTC).replace(microsecond=0) if isinstance(value, datetime) else value


def _not_there(event: Event, day: date) -> NotFoundError:
    return NotFoundError(f"'{event.title}' is niet op {day:%d-%m-%Y}. Kies een datum uit de reeks.")
