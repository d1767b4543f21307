"""Series as they are saved: single occurrences, splitting, SEQUENCE, the feed, and the link to a meeting."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from ovkk_core.calendars import (
    Event,
    EventStatus,
    Frequency,
    Override,
    Recurrence,
    SequenceMark,
    cancel_event,
    cancel_occurrence,
    change_occurrence,
    from_local,
    ics_of,
    occurrence,
    occurrences,
    occurrences_of,
    publish_event,
    raise_marks,
    restore_occurrence,
    save_event,
    split_series,
    writer,
)
from ovkk_core.calendars.selecting import future_of
from ovkk_core.database import db
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import restore, revisions_of
from ovkk_core.registry import switch
from tests.core.calendars.conftest import NOW, MakeEvent

SNAPSHOT = Path(__file__).parent / "reeksen.ics"
MONTHLY = Recurrence(Frequency.MONTHLY, weekdays=(1,), nth=2, until=date(2026, 7, 31))
APRIL, MAY, JUNE, JULY = date(2026, 4, 14), date(2026, 5, 12), date(2026, 6, 9), date(2026, 7, 14)
YEAR = (NOW, NOW + timedelta(days=365))


def at(text: str) -> datetime:
    """Give the moment at which clocks here read ``text``."""
    return from_local(datetime.fromisoformat(text))


@pytest.fixture
def series(event: MakeEvent) -> Event:
    """Give a published series on the second Tuesday of March to July 2026, 10.00 to 12.00."""
    return event("Bestuur", recurrence=MONTHLY)


def text_of(event: Event) -> str:
    """Give the stored VEVENTs, unfolded."""
    return str(Event.get_by_id(event.id).fragment).replace("\r\n ", "")


def test_cal_12_changed_occurrence_is_an_override_with_the_same_uid(series: Event) -> None:
    """CAL-12: of the same type as DTSTART; only what differs is kept."""
    change = Override(
        starts_at=at("2026-04-20T20:00"), ends_at=at("2026-04-20T22:00"), title="Bestuur", location="Elders"
    )
    found = change_occurrence(series, APRIL, change)
    assert found.exceptions == {
        "2026-04-14": {
            "fate": "changed",
            "starts_at": "2026-04-20T18:00:00+00:00",
            "ends_at": "2026-04-20T20:00:00+00:00",
            "location": "Elders",
        }
    }
    own = text_of(found).split("BEGIN:VEVENT\r\n")[2]
    assert own.split("\r\n")[:-1] == [
        "SUMMARY:Bestuur",
        "DTSTART;TZID=Europe/Amsterdam:20260420T200000",
        "DTEND;TZID=Europe/Amsterdam:20260420T220000",
        "DTSTAMP:20260201T090000Z",
        f"UID:{series.uid}",
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20260414T100000",
        "SEQUENCE:1",
        "LAST-MODIFIED:20260201T090000Z",
        "LOCATION:Elders",
        "STATUS:CONFIRMED",
        "URL:http://localhost/agenda/2026-03-10-bestuur",
        "END:VEVENT",
    ]


def test_cal_13_cancelled_occurrence_stays_visible_and_says_so(series: Event) -> None:
    """CAL-13: STATUS:CANCELLED in the feed and in what pages show."""
    found = cancel_occurrence(series, APRIL)
    assert [one.cancelled for one in occurrences(found, *YEAR)] == [False, True, False, False, False]
    assert text_of(found).count("STATUS:CANCELLED") == text_of(found).count("SUMMARY:Afgelast: Bestuur") == 1
    assert "EXDATE" not in text_of(found)


def test_cal_13_occurrence_called_off_before_anybody_knew_is_left_out(event: MakeEvent) -> None:
    """CAL-13: EXDATE when never published, of the same type as DTSTART."""
    found = publish_event(cancel_occurrence(event("Bestuur", publish=False, recurrence=MONTHLY), APRIL))
    assert [one.day for one in occurrences(found, *YEAR)] == [date(2026, 3, 10), MAY, JUNE, JULY]
    assert "EXDATE;TZID=Europe/Amsterdam:20260414T100000\r\n" in text_of(found)
    assert "RECURRENCE-ID" not in text_of(found)


def test_cal_7_sequence_rises_for_times_and_fate_of_one_occurrence_not_for_its_title(series: Event) -> None:
    """CAL-7: one SEQUENCE for the UID, as one UID is what programs compare."""
    later = Override(starts_at=at("2026-04-14T11:00"), ends_at=at("2026-04-14T13:00"))
    seen = [
        change_occurrence(series, APRIL, later).sequence,
        change_occurrence(series, APRIL, later).sequence,
        change_occurrence(series, MAY, Override(title="Jaarvergadering")).sequence,
        change_occurrence(series, MAY, Override(title="Jaarvergadering", location="Zaal 2")).sequence,
        change_occurrence(
            series, MAY, Override(title="Jaarvergadering", location="Zaal 3"), significant=False
        ).sequence,
        cancel_occurrence(series, JUNE).sequence,
        restore_occurrence(series, JUNE).sequence,
    ]
    assert seen == [1, 1, 1, 2, 2, 3, 4]
    assert text_of(series).count("SEQUENCE:4\r\n") == 3


def test_cal_7_rule_change_raises_sequence_and_the_mark_survives_an_older_backup(series: Event) -> None:
    """CAL-7: never lower than what anybody has seen."""
    series.recurrence = Recurrence(Frequency.MONTHLY, weekdays=(1,), nth=2, count=3)
    assert save_event(series).sequence == 1
    Event.update(sequence=0).execute()  # the older backup, whose marks are raised after restoring
    raise_marks()
    assert cancel_occurrence(series, APRIL).sequence == SequenceMark.of(series.uid) == 102


def test_change_of_one_occurrence_can_be_put_back_from_the_history(series: Event) -> None:
    cancel_occurrence(series, APRIL)
    found = restore(Event, next(iter(revisions_of(series))))
    assert (found.exceptions, found.sequence) == ({}, 2)


def test_changes_of_two_people_to_two_occurrences_both_stay(series: Event) -> None:
    stale = Event.get_by_id(series.id)
    cancel_occurrence(series, APRIL)
    assert set(cancel_occurrence(stale, MAY).exceptions) == {"2026-04-14", "2026-05-12"}


def test_cal_12_split_gives_two_uids_and_moves_later_changes_along(series: Event) -> None:
    """CAL-12: no RANGE=THISANDFUTURE."""
    cancel_occurrence(series, APRIL)
    cancel_occurrence(series, JUNE)
    new = split_series(series, JUNE)
    old = Event.get_by_id(series.id)
    assert (old.repeats, set(old.exceptions)) == ("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260512", {"2026-04-14"})
    assert (new.repeats, set(new.exceptions)) == ("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260731", {"2026-06-09"})
    assert new.uid != old.uid
    assert (new.status, new.sequence, old.sequence) == (EventStatus.PUBLISHED, 0, 3)
    assert [one.day for one in occurrences_of([new, old], *YEAR)] == [date(2026, 3, 10), APRIL, MAY, JUNE, JULY]
    assert new.starts_at == at("2026-06-09T10:00")


def test_split_shares_the_count_and_refuses_the_first_and_a_stranger(event: MakeEvent) -> None:
    found = event(recurrence=Recurrence(Frequency.DAILY, count=10))
    new = split_series(found, date(2026, 3, 19))
    assert (Event.get_by_id(found.id).repeats, new.repeats) == ("FREQ=DAILY;UNTIL=20260318", "FREQ=DAILY;COUNT=1")
    with pytest.raises(BadInputError, match="eerste datum"):
        split_series(found, date(2026, 3, 10))
    with pytest.raises(NotFoundError, match="is niet op 19-03-2026"):
        split_series(found, date(2026, 3, 19))


def test_split_on_the_day_without_that_hour_is_refused(event: MakeEvent) -> None:
    """CAL-9: else the new series would be an hour later for good."""
    start = at("2026-03-28T02:30")
    night = event(starts_at=start, ends_at=start + timedelta(hours=1), recurrence=Recurrence(Frequency.DAILY, count=5))
    with pytest.raises(BadInputError, match="klok een uur vooruit"):
        split_series(night, date(2026, 3, 29))


def test_rule_that_does_not_fit_the_first_day_is_refused_and_nothing_is_saved(event: MakeEvent) -> None:
    with pytest.raises(BadInputError, match="past niet bij de herhaling"):
        event(recurrence=Recurrence(Frequency.WEEKLY, weekdays=(0,), count=3))
    assert Event.select().count() == 0


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2026-04-14T12:00", "2026-04-14T11:00", "ligt niet na de begintijd"),
        ("1969-12-31T12:00", "1969-12-31T13:00", "valt in 1969"),
    ],
)
def test_rel_9_occurrence_with_impossible_times_is_refused(series: Event, starts: str, ends: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        change_occurrence(series, APRIL, Override(starts_at=at(starts), ends_at=at(ends)))
    assert Event.get_by_id(series.id).exceptions == {}


def test_occurrence_text_with_a_control_character_is_refused(series: Event) -> None:
    with pytest.raises(BadInputError, match="onzichtbaar stuurteken"):
        change_occurrence(series, APRIL, Override(title="a\r\nX-KWAAD:1"))


def test_span_of_every_occurrence_follows_so_that_a_window_finds_the_series(series: Event) -> None:
    early = Override(starts_at=at("2026-03-02T10:00"), ends_at=at("2026-03-02T12:00"))
    change_occurrence(series, date(2026, 3, 10), early)
    stored = Event.get_by_id(series.id)
    assert (stored.opens_at, stored.over_at) == (at("2026-03-02T10:00"), at("2026-07-14T12:00"))
    assert stored.starts_at == at("2026-03-10T10:00")


def test_series_that_began_long_ago_still_counts_and_stays_in_the_feed(poll: Client, event: MakeEvent) -> None:
    """FEED-9: what looks back is the end of the last occurrence."""
    start = at("2020-01-07T10:00")
    rule = Recurrence(Frequency.WEEKLY, weekdays=(1,), until=date(2026, 2, 10))
    event("Spreekuur", owner="toy", starts_at=start, ends_at=start + timedelta(hours=1), recurrence=rule)
    assert future_of("toy") == 1
    switch("toy", True)
    assert b"SUMMARY:Spreekuur" in poll.get("/kalender/alles.ics").data


def test_occurrences_of_many_events_cost_no_queries(event: MakeEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [event("Bestuur", recurrence=MONTHLY), event("Los"), event("Open dagen", first_day=APRIL, last_day=MAY)]
    events = list(Event.select().where(Event.id.in_([one.id for one in made])))
    monkeypatch.setattr(db.obj, "execute_sql", lambda *_, **__: pytest.fail("asked the database"))
    found = occurrences_of(events, at("2026-04-01T00:00"), at("2026-05-01T00:00"))
    assert [(one.title, one.day) for one in found] == [("Open dagen", APRIL), ("Bestuur", APRIL)]


def test_whole_day_series_is_by_dates_and_moves_by_days(event: MakeEvent) -> None:
    """CAL-10, CAL-12: two days each; no zone, no time, end excluded."""
    rule = Recurrence(Frequency.YEARLY, count=3)
    found = event("Feest", first_day=date(2026, 12, 31), last_day=date(2027, 1, 1), recurrence=rule)
    found = change_occurrence(
        found, date(2027, 12, 31), Override(first_day=date(2027, 12, 30), last_day=date(2028, 1, 1))
    )
    text = text_of(found)
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270102\r\n" in text
    assert "DTSTART;VALUE=DATE:20271230\r\nDTEND;VALUE=DATE:20280102\r\n" in text
    assert "RECURRENCE-ID;VALUE=DATE:20271231\r\n" in text
    one = occurrence(found, date(2027, 12, 31))
    assert (one.first_day, one.last_day, one.all_day) == (date(2027, 12, 30), date(2028, 1, 1), True)


def test_cancelled_series_cancels_every_occurrence(series: Event) -> None:
    cancel_occurrence(series, APRIL)
    found = cancel_event(Event.get_by_id(series.id))
    assert all(one.cancelled for one in occurrences(found, *YEAR))
    assert text_of(found).count("STATUS:CANCELLED") == 2


LINK = "https://vergaderen.example/kamer?geheim=abc#1"


def test_cal_14_link_to_the_meeting_is_in_no_public_text(poll: Client, event: MakeEvent) -> None:
    """CAL-14: only where it is asked for, for those entitled; in every VEVENT of the series then."""
    found = event("Bestuur", recurrence=MONTHLY, conference_url=LINK, conference_label="Bel mee; kamer 1")
    found = cancel_occurrence(found, APRIL)
    public = [f"/agenda/{found.slug}", f"/agenda/{found.slug}.ics", "/agenda", "/", "/kalender/alles.ics"]
    assert not any(b"vergaderen.example" in poll.get(path).data for path in public)
    assert b"vergaderen.example" not in ics_of([found])
    private = writer.with_conference(found.fragment, found).replace("\r\n ", "")
    line = f'CONFERENCE;FEATURE=VIDEO;LABEL="Bel mee; kamer 1";VALUE=URI:{LINK}\r\nEND:VEVENT\r\n'
    assert private.count(line) == 2
    assert ics_of([found], entitled=True).decode().replace("\r\n ", "").count(line) == 2


@pytest.mark.parametrize("address", ["http://a.example/", "https://a.example/ b", "javascript:alert(1)", "https://a"])
def test_link_that_is_no_https_address_is_refused(event: MakeEvent, address: str) -> None:
    with pytest.raises(BadInputError, match="https://"):
        event(conference_url=address)


def test_feed_with_series_changes_and_whole_days(poll: Client, event: MakeEvent) -> None:
    """CAL-8 to CAL-13 in one feed, byte for byte; accept a change of ``reeksen.ics`` only when it is meant."""
    first = event("Bestuur", uid="00000000-0000-4000-8000-000000000011", recurrence=MONTHLY)
    cancel_occurrence(first, MAY)
    change_occurrence(first, APRIL, Override(starts_at=at("2026-04-20T20:00"), ends_at=at("2026-04-20T22:00")))
    event(
        "Dorpsfeest",
        uid="00000000-0000-4000-8000-000000000012",
        first_day=date(2026, 8, 28),
        last_day=date(2026, 8, 30),
        recurrence=Recurrence(Frequency.YEARLY, until=date(2030, 12, 31)),
    )
    assert poll.get("/kalender/alles.ics").data == SNAPSHOT.read_bytes()
