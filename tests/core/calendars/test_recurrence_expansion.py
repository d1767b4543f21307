"""The days that we show are those that calendar programs show: over clock changes, leap days and years (F8, CAL-16)."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import tzset
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from ovkk_core.calendars import Event, Fate, Frequency, Occurrence, Override, Recurrence, local, occurrences, writer
from ovkk_core.calendars.occurring import all_of
from ovkk_core.clock import AMSTERDAM
from tests.programs import by_calcurse, by_libical

BASE = "https://dorpen.example"
HERE = Path(__file__).parent
EVER = (datetime(1960, 1, 1, tzinfo=UTC), datetime(2110, 1, 1, tzinfo=UTC))

EVENINGS = [
    (time(19, 30), timedelta(hours=2)),
    (time(0, 0), timedelta(minutes=30)),
    (time(23, 45), timedelta(hours=1)),
    (time(1, 30), timedelta(hours=5)),
    (time(20, 0), timedelta(hours=40)),
]
NIGHTS = [  # the hour that does not exist in spring and comes twice in autumn
    (time(2, 0), timedelta(hours=1)),
    (time(2, 30), timedelta(minutes=45)),
    (time(1, 15), timedelta(hours=1)),
]
CHANGES = (date(2026, 3, 27), date(2026, 10, 24))  # just before the clock changes
ODD = (date(1999, 12, 31), date(2024, 2, 28), date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 31))


def rules_from(first: date) -> Iterator[Recurrence]:
    """Give every kind of rule that can start on ``first``, ended both ways."""
    weekday, nth = first.weekday(), (first.day + 6) // 7
    last = (first + timedelta(days=1)).day == 1
    shapes: list[dict[str, Any]] = [
        {"frequency": Frequency.DAILY},
        {"frequency": Frequency.WEEKLY, "weekdays": (weekday,)},
        {"frequency": Frequency.WEEKLY, "weekdays": tuple(sorted({0, weekday, 6}))},
        {"frequency": Frequency.WEEKLY, "weekdays": tuple(sorted({weekday, (weekday + 2) % 7})), "interval": 3},
    ]
    if nth <= 4:
        shapes.append({"frequency": Frequency.MONTHLY, "weekdays": (weekday,), "nth": nth})
    if (first + timedelta(days=7)).month != first.month:
        shapes.append({"frequency": Frequency.MONTHLY, "weekdays": (weekday,), "nth": -1})
    if first.day <= 28:
        shapes.append({"frequency": Frequency.MONTHLY, "monthday": first.day})
    if last:
        shapes.append({"frequency": Frequency.MONTHLY, "monthday": -1})
    if (first.month, first.day) != (2, 29):
        shapes.append({"frequency": Frequency.YEARLY})
    for shape in shapes:
        yield Recurrence(**shape, count=30)
        yield Recurrence(**shape, until=first + timedelta(days=400))


def timed(first: date, clock: time, length: timedelta, rule: Recurrence) -> Event:
    """Give a series of moments that needs no database; ``length`` is as clocks show it."""
    start = datetime.combine(first, clock)
    starts_at, ends_at = (moment.replace(tzinfo=AMSTERDAM).astimezone(UTC) for moment in (start, start + length))
    return unsaved(starts_at=starts_at, ends_at=ends_at, recurrence=rule)


def whole_days(first: date, days: int, rule: Recurrence) -> Event:
    """Give a series of ``days`` whole days."""
    start = datetime.combine(first, time(), AMSTERDAM)
    return unsaved(
        first_day=first,
        last_day=first + timedelta(days=days - 1),
        starts_at=start,
        ends_at=start + timedelta(days=days),
        recurrence=rule,
    )


def unsaved(**values: Any) -> Event:
    """Give an event that needs no database."""
    return Event(
        slug="reeks", owner="calendars", title="Reeks", last_modified=datetime(2026, 1, 1, tzinfo=UTC), **values
    )


def ours(event: Event) -> list[tuple[Any, Any]]:
    """Give what we show: (start, end) per occurrence, ends of whole days excluded as in iCalendar."""
    return [_span(one) for one in occurrences(event, *EVER)]


def _span(one: Occurrence) -> tuple[Any, Any]:
    if one.first_day and one.last_day:
        return one.first_day.isoformat(), (one.last_day + timedelta(days=1)).isoformat()
    return int(one.starts_at.timestamp()), int(one.ends_at.timestamp())


def as_dateutil(event: Event) -> list[Any]:
    """Give the starts that dateutil finds in our RRULE text."""
    found = icalendar.Calendar.from_ical(writer.calendar([writer.vevent(event, BASE)])).walk("VEVENT")[0]
    start = found["dtstart"].dt
    text = found["rrule"].to_ical().decode()
    if event.all_day:
        naive = datetime.combine(start, time())
        return [moment.date().isoformat() for moment in rrule.rrulestr(text, dtstart=naive)]
    return [int(moment.timestamp()) for moment in rrule.rrulestr(text, dtstart=start)]


def as_recurring_ical_events(event: Event) -> list[tuple[Any, Any]]:
    """Give what recurring_ical_events finds in our text."""
    calendar = icalendar.Calendar.from_ical(writer.calendar([writer.vevent(event, BASE)]))
    found = recurring_ical_events.of(calendar).between(*EVER)
    pairs = [(part["dtstart"].dt, part["dtend"].dt) for part in found]
    if event.all_day:
        return sorted((start.isoformat(), end.isoformat()) for start, end in pairs)
    return sorted((int(start.timestamp()), int(end.timestamp())) for start, end in pairs)


def as_ical_js(events: list[Event]) -> list[list[tuple[Any, Any]]]:
    """Give what ical.js finds in our texts."""
    texts = [writer.calendar([writer.vevent(event, BASE)]).decode() for event in events]
    run = subprocess.run(
        ["node", str(HERE / "expand.js")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return [sorted((start, end) for start, end in found) for found in json.loads(run.stdout)]


def as_libical(events: list[Event]) -> list[list[tuple[Any, Any]]]:
    """Give what libical finds in our texts, in which its restrictions find no fault."""
    read = by_libical([writer.calendar([writer.vevent(event, BASE)]).decode() for event in events])
    assert [found["errors"] for found in read] == [0] * len(events)
    return [[(start, end) for start, end in found["occurrences"][0]] for found in read]


def in_words(event: Event) -> list[str]:
    """Give what calcurse should say of our occurrences of whole days or moments."""
    spans = [(one.first_day, local(one.starts_at), local(one.ends_at)) for one in occurrences(event, *EVER)]
    return [f"{day or f'{start:%F %H:%M} {end:%F %H:%M}'} {event.title}" for day, start, end in spans]


def clock_changes(event: Event) -> bool:
    """Say whether the clock changes during the first occurrence."""
    return local(event.starts_at).utcoffset() != local(event.ends_at).utcoffset()


TIMED = [
    timed(first, clock, length, rule) for first in CHANGES for clock, length in EVENINGS for rule in rules_from(first)
] + [timed(first, time(19, 30), timedelta(hours=2), rule) for first in ODD for rule in rules_from(first)]
WHOLE = [
    whole_days(first, days, rule)
    for first in (*CHANGES, *ODD, date(1970, 1, 1))
    for days in (1, 2, 9)
    for rule in rules_from(first)
]
NIGHTLY = [
    timed(first, clock, length, rule) for first in CHANGES for clock, length in NIGHTS for rule in rules_from(first)
]


@pytest.mark.parametrize("series", [TIMED, WHOLE, NIGHTLY], ids=["timed", "whole days", "nights"])
def test_cal_16_dateutil_finds_the_same_starts_in_our_text(series: list[Event]) -> None:
    """CAL-16: over both clock changes of 2026, leap days, 31 December and years."""
    for event in series:
        assert [start for start, _end in ours(event)] == as_dateutil(event), (event.repeats, event.starts_at)


@pytest.mark.parametrize("series", [TIMED, WHOLE], ids=["timed", "whole days"])
def test_cal_16_recurring_ical_events_finds_the_same_occurrences(series: list[Event]) -> None:
    """CAL-16: starts and ends."""
    for event in series:
        assert sorted(ours(event)) == as_recurring_ical_events(event), (event.repeats, event.starts_at)


@pytest.mark.parametrize("series", [TIMED, WHOLE], ids=["timed", "whole days"])
def test_cal_16_ical_js_shows_the_same_occurrences(series: list[Event]) -> None:
    """CAL-16: Thunderbird. It gets the end wrong where the clock changes during the first occurrence, even of that."""
    for event, theirs in zip(series, as_ical_js(series), strict=True):
        found = ours(event)
        assert [start for start, _end in found] == [start for start, _end in theirs], (event.repeats, event.starts_at)
        if not clock_changes(event):
            assert found == theirs, (event.repeats, event.starts_at)


@pytest.mark.parametrize("series", [TIMED, WHOLE], ids=["timed", "whole days"])
def test_cal_16_libical_shows_the_same_occurrences(series: list[Event]) -> None:
    """CAL-16: Evolution and KOrganizer. To libical each lasts as long as the first, also while the clock changes."""
    for event, theirs in zip(series, as_libical(series), strict=True):
        found = ours(event)
        assert [start for start, _end in found] == [start for start, _end in theirs], (event.repeats, event.starts_at)
        lasting = {end - start for start, end in found} if not event.all_day else {0}
        if len(lasting) == 1:
            assert found == theirs, (event.repeats, event.starts_at)


def test_cal_16_calcurse_shows_the_same_occurrences(tmp_path: Path) -> None:
    """CAL-16: evenings and whole days, by every kind of rule, over both clock changes."""
    series = [
        make
        for first in CHANGES
        for rule in rules_from(first)
        for make in (timed(first, *EVENINGS[0], rule), whole_days(first, 1, rule))
    ]
    for number, event in enumerate(series):
        event.title = f"Reeks {number}"
    text = writer.calendar([writer.vevent(event, BASE) for event in series]).decode()
    shown = by_calcurse(text, tmp_path, CHANGES[0], 13 * 31)
    last = f"{CHANGES[0] + timedelta(days=13 * 31)}"
    for event in series:
        expected = [words for words in in_words(event) if words < last]
        assert [line for line in shown if line.endswith(f" {event.title}")] == expected, event.repeats


@pytest.mark.parametrize(
    ("clock", "length", "spring", "autumn"),
    [
        ("02:00", 60, ("01:00", "02:00"), ("00:00", "02:00")),  # 3.00 to 4.00 hours; in autumn the first 2.00 hours
        ("02:30", 45, ("01:30", "02:15"), ("00:30", "02:15")),
        ("01:15", 60, ("00:15", "01:15"), ("23:15", "00:15")),  # ends in the hour that does not exist
        ("19:30", 120, ("17:30", "19:30"), ("18:30", "20:30")),
    ],
)
def test_cal_9_clock_changes_follow_rfc_5545(
    clock: str, length: int, spring: tuple[str, str], autumn: tuple[str, str]
) -> None:
    """CAL-9, RFC 5545 3.3.5: in spring the offset before the gap, in autumn the first of the two; moments in UTC."""
    rule = Recurrence(Frequency.WEEKLY, weekdays=(6,), until=date(2026, 12, 31))
    event = timed(date(2026, 3, 22), time.fromisoformat(clock), timedelta(minutes=length), rule)
    found = {one.day: (f"{one.starts_at:%H:%M}", f"{one.ends_at:%H:%M}") for one in occurrences(event, *EVER)}
    assert (found[date(2026, 3, 29)], found[date(2026, 10, 25)]) == (spring, autumn)


def test_cal_12_exceptions_are_understood_by_others() -> None:
    """CAL-12: one moved, one cancelled and one that was never made known."""
    rule = Recurrence(Frequency.MONTHLY, weekdays=(1,), nth=2, count=5)
    event = timed(date(2026, 3, 10), time(19, 30), timedelta(hours=2), rule)
    moved = datetime(2026, 4, 20, 18, tzinfo=UTC)
    event.exceptions = {
        "2026-04-14": Override(starts_at=moved, ends_at=moved + timedelta(hours=1)).stored,
        "2026-05-12": Override(Fate.CANCELLED).stored,
        "2026-06-09": Override(Fate.SKIPPED).stored,
    }
    days = [date(2026, 3, 10), date(2026, 4, 14), date(2026, 5, 12), date(2026, 7, 14)]
    assert [one.day for one in all_of(event)] == days
    assert sorted(ours(event)) == as_recurring_ical_events(event) == as_ical_js([event])[0]
    assert [one.cancelled for one in all_of(event)] == [False, False, True, False]


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_every_rule_starts_where_it_says_ends_where_it_says_and_is_read_back(data: st.DataObject) -> None:
    """CAL-11: any first day, of any rule that the editor offers."""
    first = data.draw(st.dates(date(1970, 1, 1), date(2060, 12, 31)))
    rule = data.draw(st.sampled_from(list(rules_from(first))))
    rule.check(first)
    days = rule.days(first)
    assert days[0] == first
    assert days == sorted(set(days))
    assert Recurrence.read(rule.text) == rule
    assert len(days) == rule.count or (rule.until is not None and days[-1] <= rule.until)
    naive = datetime.combine(first, time())
    assert [moment.date() for moment in rrule.rrulestr(rule.rule(all_day=True), dtstart=naive)] == days


@given(
    first=st.dates(date(1970, 1, 2), date(2060, 12, 31)),
    clock=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 3 * 24 * 60),
    cut=st.integers(0, 400),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_windows_that_meet_miss_nothing_and_every_occurrence_lasts(
    first: date, clock: time, minutes: int, cut: int, data: st.DataObject
) -> None:
    """Any window shows exactly what overlaps it."""
    rule = data.draw(st.sampled_from(list(rules_from(first))))
    event = timed(first, clock, timedelta(minutes=minutes), rule)
    if event.ends_at <= event.starts_at:
        return  # a moment that does not exist: refused when saved
    middle = event.starts_at + timedelta(days=cut)
    before, after = occurrences(event, EVER[0], middle), occurrences(event, middle, EVER[1])
    whole = occurrences(event, *EVER)
    assert all(one.starts_at < one.ends_at for one in whole)
    assert {one.day for one in before} | {one.day for one in after} == {one.day for one in whole}
    assert {one.day for one in before} & {one.day for one in after} == {
        one.day for one in whole if one.starts_at < middle < one.ends_at
    }


def test_rel_9_zone_of_the_process_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """REL-9: half a day ahead of us it is the same."""
    here = [(ours(event), writer.vevent(event, BASE)) for event in [*TIMED, *WHOLE]]
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    tzset()
    try:
        assert [(ours(event), writer.vevent(event, BASE)) for event in [*TIMED, *WHOLE]] == here
    finally:
        monkeypatch.undo()
        tzset()
