"""CAL-17, CAL-18, F2: any calendar file gets an answer, and never takes the platform along."""

from datetime import UTC, datetime

import pytest

from ovkk_core.calendars import Dropped, Reading, ReadItem, read_calendar
from ovkk_core.calendars.reader import SECONDS
from ovkk_core.errors import BadInputError
from tests.core.subscriptions.hostile.calendars import HOSTILE, LYING_ZONE, REFUSED, calendar, event

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)


def read(*parts: str) -> Reading:
    """Give what is read from a calendar of these parts."""
    return read_calendar(calendar(*parts), SINCE, UNTIL)


def moments(reading: Reading) -> list[str]:
    """Give when the items start, in UTC."""
    return [f"{item.starts_at:%m-%d %H:%M}" for item in reading.items]


@pytest.mark.parametrize("name", HOSTILE)
def test_cal_17_hostile_calendar_is_answered_with_a_dutch_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    if name in REFUSED:
        with pytest.raises(BadInputError, match=reason):
            read_calendar(make(), SINCE, UNTIL)
        return
    reading = read_calendar(make(), SINCE, UNTIL)
    assert reading.items, reading.dropped
    assert reason in " ".join(f"{one.what} {one.why}" for one in reading.dropped)


def test_cal_17_the_process_is_killed_when_it_does_not_end(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr("ovkk_core.calendars.reader.PROGRAM", sleeper)
    monkeypatch.setattr("ovkk_core.calendars.reader.SECONDS", 0.2)
    with pytest.raises(BadInputError, match="te veel tijd"):
        read_calendar(b"", SINCE, UNTIL)
    assert SECONDS == 8


def test_cal_17_what_was_read_before_the_process_died_counts_but_not_as_whole() -> None:
    make, _ = HOSTILE["never happens"]
    reading = read_calendar(make(), SINCE, UNTIL)
    assert [(item.title, reading.whole) for item in reading.items] == [("Raadsvergadering", False)]


def test_event_is_read_whole() -> None:
    found = read(
        event(
            "a@raad.test", "Raad", "LOCATION:Raadzaal\\, Dorp", "URL:https://raad.test/1", "X-ZAAL:3", "TRANSP:OPAQUE"
        )
    )
    start = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
    item = ReadItem(
        uid="a@raad.test",
        recurrence="",
        title="Raad",
        description="",
        place="Raadzaal, Dorp",
        address="https://raad.test/1",
        starts_at=start,
        ends_at=start.replace(hour=20),
        all_day=False,
        cancelled=False,
        kept=("X-ZAAL:3", "TRANSP:OPAQUE"),
    )
    assert found == Reading((item,), (), whole=True)


def test_cal_17_people_and_other_parts_are_listed_as_dropped() -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM"
    found = read(event("1", "Raad", "ATTENDEE:mailto:anna@example.org", alarm), "BEGIN:VTODO\r\nEND:VTODO")
    assert [one.what for one in found.dropped] == ["VALARM (1×)", "VTODO (1×)", "Raad"]
    assert found.dropped[2] == Dropped("Raad", "ATTENDEE: gegevens van personen worden niet overgenomen")
    assert found.items[0].kept == ()


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("W. Europe Standard Time", "03-10 18:30"),
        ("europe/amsterdam", "03-10 18:30"),
        ("/freeassociation.sourceforge.net/Europe/Amsterdam", "03-10 18:30"),
        ('"America/New_York"', "03-10 23:30"),
        ("Eastern Standard Time", "03-10 23:30"),
        ("../../../etc/passwd", "03-10 18:30"),
        ("/etc/localtime", "03-10 18:30"),
    ],
)
def test_cal_18_zone_is_looked_up_by_name_in_a_list(zone: str, expected: str) -> None:
    assert moments(read(LYING_ZONE, event(start=f"DTSTART;TZID={zone}:20260310T193000", end="DURATION:PT1H"))) == [
        expected
    ]


def test_cal_18_time_without_a_zone_is_dutch_time() -> None:
    assert moments(read(event(start="DTSTART:20260710T193000", end="DURATION:PT1H"))) == ["07-10 17:30"]


def test_whole_days_run_from_midnight_to_midnight_in_the_netherlands() -> None:
    found = read(event(start="DTSTART;VALUE=DATE:20260329", end="X-GEEN:EINDE"))
    item = found.items[0]
    assert (item.all_day, item.starts_at, item.ends_at) == (
        True,
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )


def test_cal_9_series_keeps_its_hour_over_the_change_of_the_clock_with_its_exceptions() -> None:
    series = event("r", "Raad", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Europe/Amsterdam:20260317T193000")
    moved = event(
        "r", "Raad, elders", "RECURRENCE-ID;TZID=Europe/Amsterdam:20260324T193000",
        start="DTSTART;TZID=Europe/Amsterdam:20260325T200000", end="DURATION:PT1H",
    )  # fmt: skip
    found = read(series, moved)
    assert sorted(moments(found)) == ["03-10 18:30", "03-25 19:00", "03-31 17:30", "04-07 17:30"]
    assert len({item.recurrence for item in found.items}) == 4


def test_only_what_happens_in_the_window_is_given() -> None:
    old = event("old", start="DTSTART:20100310T193000Z", end="DURATION:PT1H")
    far = event("far", start="DTSTART:20300310T193000Z", end="DURATION:PT1H")
    forever = event("for", "Ooit", "RRULE:FREQ=YEARLY;UNTIL=99991231", start="DTSTART:19800601T100000Z", end="X-A:1")
    assert moments(read(old, far, forever)) == ["06-01 10:00", "06-01 10:00"]


def test_cancelled_event_says_so() -> None:
    assert [item.cancelled for item in read(event("1", "Raad", "STATUS:CANCELLED")).items] == [True]
