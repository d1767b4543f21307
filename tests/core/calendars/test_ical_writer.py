"""The bytes of iCalendar: folding, escaping, times, and a round trip through a reader."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovkk_core.calendars import Event, cancel_event, from_local, ics_of, keeping, save_event, writer
from ovkk_core.contacts import Village
from ovkk_core.database import connected
from tests.core.calendars.conftest import MakeEvent

BASE = "https://dorpen.example"
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), include_characters="\n\t"), max_size=300)


def lines(text: str) -> list[str]:
    """Give the unfolded lines."""
    return text.replace("\r\n ", "").split("\r\n")


def unsaved(**values: object) -> Event:
    """Give an event that needs no database."""
    start = datetime(2026, 3, 10, 9, tzinfo=UTC)
    given = {"slug": "proef", "owner": "calendars", "title": "Proef", "starts_at": start} | values
    return Event(ends_at=start + timedelta(hours=2), last_modified=start, **given)


def check_bytes(data: bytes) -> None:
    """Check what CAL-1 says of every line."""
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        assert not line.endswith((b" ", b"\t"))
        line.decode()


@pytest.mark.parametrize("character", ["é", "☕", "🎉", "a", " ", ";"])
@pytest.mark.parametrize("position", range(55, 78))
def test_cal_1_folding_keeps_characters_whole_and_lines_short(character: str, position: int) -> None:
    """CAL-1: é, ☕ and a 4-byte emoji around the 70th to 76th octet."""
    title = f"{'x' * (position - len('SUMMARY:'))}{character * 3}einde"
    text = writer.vevent(unsaved(title=title), BASE)
    check_bytes(text.encode())
    assert lines(text)[1] == f"SUMMARY:{title.replace(';', chr(92) + ';')}"


def test_cal_1_no_line_ends_in_a_blank() -> None:
    description = "woord " * 60 + "  " * 10 + "slot"
    check_bytes(writer.vevent(unsaved(description=description), BASE).encode())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\\b", r"a\\b"),
        ("a;b", r"a\;b"),
        ("a,b", r"a\,b"),
        ("a\nb", r"a\nb"),
        ('"a": é\tb', '"a": é\tb'),
        ("\\n;,\n", r"\\n\;\,\n"),
    ],
)
def test_cal_2_escapes_four_characters_and_nothing_else(text: str, written: str) -> None:
    """CAL-2: backslash, semicolon, comma and line feed."""
    found = lines(writer.vevent(unsaved(description=text), BASE))
    assert f"DESCRIPTION:{written}" in found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=TEXT.map(lambda t: t.replace("\n", " ").replace("\t", " ").strip() or "x"), description=TEXT.map(str.strip)
)
def test_any_text_comes_back_from_a_reader_and_keeps_the_bytes_right(title: str, description: str) -> None:
    text = writer.calendar([writer.vevent(unsaved(title=title, description=description), BASE)])
    check_bytes(text)
    (event,) = icalendar.Calendar.from_ical(text).events
    assert str(event["SUMMARY"]) == title
    assert str(event.get("DESCRIPTION", "")) == description


def test_cal_4_cal_8_timed_event_in_winter_and_summer(event: MakeEvent) -> None:
    """CAL-4 and CAL-8: local times with TZID, DTSTAMP in UTC, one UID."""
    for month, clock in ((3, "20260310T100000"), (7, "20260710T100000")):
        start = from_local(datetime.fromisoformat(f"2026-{month:02}-10T10:00"))
        found = lines(event(starts_at=start, ends_at=start + timedelta(hours=2)).fragment)
        assert f"DTSTART;TZID=Europe/Amsterdam:{clock}" in found
        assert f"DTEND;TZID=Europe/Amsterdam:{clock.replace('T10', 'T12')}" in found
        names = [line.partition(":")[0].partition(";")[0] for line in found]
        assert [names.count(name) for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION")] == [1, 1, 1, 1, 0]
        assert "DTSTAMP:20260201T090000Z" in found


def test_cal_8_timezone_stands_once_with_two_rules(event: MakeEvent) -> None:
    """CAL-8: as Outlook reads it."""
    text = ics_of([event(), event()]).decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")]
    assert zone.count("RRULE:") == 2
    assert "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n" in zone
    assert "BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in zone


def test_cal_9_first_of_two_equal_hours_reads_back_as_the_same_moment(event: MakeEvent) -> None:
    """CAL-9: 25 October 2026, 02.30."""
    start = from_local(datetime.fromisoformat("2026-10-25T02:30"))
    made = event(starts_at=start, ends_at=start + timedelta(hours=2))
    (found,) = icalendar.Calendar.from_ical(ics_of([made])).events
    assert found.start.astimezone(UTC) == start
    assert found.end.astimezone(UTC) == start + timedelta(hours=2)


def test_cal_10_whole_days_end_the_day_after(event: MakeEvent) -> None:
    """CAL-10: dates only, exclusive end."""
    made = event(starts_at=None, ends_at=None, first_day=date(2026, 3, 28), last_day=date(2026, 3, 29))
    found = lines(made.fragment)
    assert "DTSTART;VALUE=DATE:20260328" in found
    assert "DTEND;VALUE=DATE:20260330" in found
    assert (made.starts_at, made.ends_at) == (
        datetime(2026, 3, 27, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )


def test_cal_13_cancelled_event_keeps_uid_and_says_so_in_its_title(event: MakeEvent) -> None:
    """CAL-13: STATUS:CANCELLED; the title too, as Outlook shows no status of a subscription."""
    cancelled = cancel_event(event("Schouw"))
    assert {"STATUS:CANCELLED", "SUMMARY:Afgelast: Schouw", f"UID:{cancelled.uid}"} <= set(lines(cancelled.fragment))


def test_cal_15_place_page_and_parent(event: MakeEvent, vilsteren: Village) -> None:
    """CAL-15: GEO in six decimals, LOCATION an address, URL the public page; RELATED-TO the parent."""
    tour = event("Schouw")
    made = event(
        "Halte",
        parent=tour,
        village=vilsteren,
        location="Vilsterseweg 11",
        latitude=52.5,
        longitude=6.37512345,
        page="/dorpenschouw/2026",
        categories=["Dorpenschouw", "Wonen, zorg"],
    )
    assert {
        "GEO:52.500000;6.375123",
        r"LOCATION:Vilsterseweg 11\, Vilsteren",
        "URL:http://localhost/dorpenschouw/2026",
        r"CATEGORIES:Dorpenschouw,Wonen\, zorg",
        f"RELATED-TO;RELTYPE=PARENT:{tour.uid}",
    } <= set(lines(made.fragment))
    assert f"URL:http://localhost/agenda/{tour.slug}" in lines(tour.fragment)


def test_download_has_no_method_and_the_uid_of_the_feed(event: MakeEvent) -> None:
    made = event()
    text = ics_of([made])
    assert b"METHOD" not in text
    assert made.fragment.encode() in text


def test_fragment_is_written_anew_when_the_address_of_the_site_changed(event: MakeEvent) -> None:
    made = event()
    made.fragment, made.fragment_for = "OUD", f"{writer.FORMAT} https://oud.example"
    assert f"URL:http://localhost/agenda/{made.slug}" in ics_of([made]).decode()


def test_fragment_saved_outside_an_application_is_written_when_asked_for(app: Flask, event: MakeEvent) -> None:
    made = event()
    with connected(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "has_app_context", lambda: False)
        made.title = "Uit een werker"
        assert save_event(made).fragment == ""
    assert b"SUMMARY:Uit een werker" in ics_of([made])
