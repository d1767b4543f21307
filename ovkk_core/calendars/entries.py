"""What stands on the agenda: each occurrence of our events, and what others plan with their name beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import merge

from flask import url_for

from ovkk_core.calendars import selecting
from ovkk_core.calendars.choosing import Choice, month_after
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import DAY, local, whole_days
from ovkk_core.calendars.occurring import Occurrence, occurrences_of
from ovkk_core.calendars.outside import outside
from ovkk_core.clock import now
from ovkk_core.hookspecs import OutsideEvent

PAGE = 50
YEAR = timedelta(days=366)  # how far we look for what others plan and for what repeats
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
ONCE = Event.repeats == ""
NIGHT = timedelta(hours=6)  # what ends at night belongs to the evening before


@dataclass(frozen=True)
class Entry:
    """One line of the agenda. ``source`` is who planned it when it is not ours; ``address`` is then theirs, or ""."""

    title: str
    address: str
    starts_at: datetime
    ends_at: datetime
    first_day: date | None = None
    last_day: date | None = None
    place: str = ""
    owner: str = ""
    municipality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    cancelled: bool = False
    source: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local day on which it takes place."""
        if self.first_day and self.last_day:
            return self.first_day, self.last_day
        first = local(self.starts_at).date()
        return first, max(first, (local(self.ends_at).replace(tzinfo=None) - NIGHT).date())


def listed(choice: Choice) -> tuple[list[Entry], bool]:
    """Give one page: soonest first, or latest first of what is over; and whether more follow."""
    if choice.month:
        return between(choice, choice.month, month_after(choice.month) - DAY), False
    count = choice.page * PAGE + 1
    found = (_over if choice.past else _coming)(choice, count)
    return found[:count][count - 1 - PAGE : count - 1], len(found) >= count


def upcoming(count: int) -> list[Entry]:
    """Give the next ``count`` of our own."""
    return _ours_coming(Choice(), count, now())[:count]


def between(choice: Choice, first: date, last: date) -> list[Entry]:
    """Give what takes place on the days ``first`` to ``last`` (included), soonest first."""
    since, until = whole_days(first, last)
    own = selecting.on_agenda(choice, (Event.over_at > since) & (Event.opens_at < until))
    entries = [*_entries(own, since, until), *_others(choice, since, until)]
    return sorted((e for e in entries if e.days[0] <= last and e.days[1] >= first), key=_time)


def first_after(choice: Choice, day: date) -> date | None:
    """Give the first day of the next month, after that of ``day``, in which something begins; None when none is."""
    moment = whole_days(day, day)[1]
    found = _coming(choice, 1, moment)
    return next((one.days[0].replace(day=1) for one in found if one.starts_at >= moment), None)


def still_to_come(times: Iterable[Occurrence]) -> list[Entry]:
    """Give the occurrences that are not over, a page of them at most."""
    return [entry(one) for one in times if one.ends_at > now()][:PAGE]


def _coming(choice: Choice, count: int, moment: datetime | None = None) -> list[Entry]:
    moment = moment or now()
    own = _ours_coming(choice, count, moment)
    until = own[-1].starts_at if len(own) >= count else moment + YEAR
    return list(merge(own, _others(choice, moment, until), key=_time))


def _ours_coming(choice: Choice, count: int, moment: datetime) -> list[Entry]:
    once = selecting.on_agenda(choice, ONCE & (Event.ends_at > moment)).order_by(Event.starts_at, Event.title)
    series = selecting.on_agenda(choice, ~ONCE & (Event.over_at > moment))
    first = _entries(once.limit(count), moment, LATEST)
    until = first[-1].starts_at if len(first) >= count else moment + YEAR
    return list(merge(first, _entries(series, moment, until), key=_time))


def _over(choice: Choice, count: int) -> list[Entry]:
    moment = now()
    order = (Event.starts_at.desc(), Event.title.desc())
    once = selecting.on_agenda(choice, ONCE & (Event.ends_at <= moment)).order_by(*order).limit(count)
    series = selecting.on_agenda(choice, ~ONCE & (Event.opens_at < moment))
    last = _entries(once, EARLIEST, moment)
    since = last[0].starts_at if len(last) >= count else moment - YEAR
    others = [*_entries(series, since, moment), *_others(choice, since, moment)]
    return sorted([*last, *(other for other in others if other.ends_at <= moment)], key=_time, reverse=True)


def _others(choice: Choice, since: datetime, until: datetime) -> list[Entry]:
    """Give what others plan and the public may see; it has no activity, theme or audience of ours."""
    if choice.owner or choice.theme or choice.audience:
        return []
    place = choice.municipality
    return [
        _other(event)
        for event in outside(since, until)
        if event.public and (place is None or event.municipality_id == place.id)
    ]


def _time(entry: Entry) -> tuple[datetime, str]:
    return entry.starts_at, entry.title


def _entries(events: Iterable[Event], since: datetime, until: datetime) -> list[Entry]:
    return [entry(one) for one in occurrences_of(events, since, until)]


def entry(one: Occurrence) -> Entry:
    """Give the line of an occurrence of our own; its event must have been selected with its village."""
    event = one.event
    village = event.village if event.village_id else None
    moved = one.location != event.location
    point = (event, village)[event.latitude is None] if not moved else None
    return Entry(
        title=one.title,
        address=_address(one),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        first_day=one.first_day,
        last_day=one.last_day,
        place=one.location if moved else event.place,
        owner=event.owner,
        municipality=village.municipality.name if village else "",
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        cancelled=one.cancelled,
    )


def _address(one: Occurrence) -> str:
    day = one.day.isoformat() if one.event.repeats else None
    return url_for("calendars.event", slug=one.event.slug, op=day)


def _other(event: OutsideEvent) -> Entry:
    days = (local(event.starts_at).date(), (local(event.ends_at) - timedelta(seconds=1)).date())
    return Entry(
        title=event.title,
        address=event.address if event.address.startswith(("https://", "http://")) else "",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        first_day=days[0] if event.all_day else None,
        last_day=days[1] if event.all_day else None,
        place=event.place,
        source=event.source,
    )
