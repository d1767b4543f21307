"""What a feed says of events that were cancelled, withdrawn, or whose plugin was switched off, day by day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from ovkk_core.agreements import returning
from ovkk_core.agreements.choices import Cancelling, Vanishing
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.calendars import (
    Event,
    Frequency,
    Override,
    Recurrence,
    cancel_event,
    cancel_occurrence,
    change_occurrence,
    publish_event,
    restore_occurrence,
    withdraw_event,
)
from ovkk_core.clock import frozen
from ovkk_core.registry import switch
from tests.core.agreements.conftest import DAY, NOW, MakeEvent, Partner

MakePartner = Callable[..., Partner]
SEVENTEENTH = date(2026, 3, 17)
NAMES = ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP")


def said(partner: Partner, day: int) -> dict[str, str]:
    """Give what the feed says of its only event so many days from now; {} when it is not there."""
    with frozen(NOW + day * DAY):
        text = partner.text()
    if "BEGIN:VEVENT" not in text:
        return {}
    vevent = text.split("BEGIN:VEVENT")[1]
    found = {name: re.search(rf"^{name}:(.*)\r$", vevent, re.MULTILINE) for name in NAMES}
    return {name: match[1] for name, match in found.items() if match}


def test_cancelled_at_once_stays_60_days_and_until_its_end(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-13: at least until its end; here the 60 days are longer."""
    program, one = partner(), event()
    cancel_event(one)
    expected = {
        "SUMMARY": "Afgelast: Kennismaking",
        "STATUS": "CANCELLED",
        "SEQUENCE": "1",
        "LAST-MODIFIED": "20260201T090000Z",
        "DTSTAMP": "20260201T090000Z",
    }
    assert [said(program, day) for day in (0, 59)] == [expected, expected]
    assert said(program, 60) == {}


def test_cancelled_far_ahead_stays_until_its_end(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-13."""
    one = event()
    one.starts_at += 100 * DAY
    one.ends_at += 100 * DAY
    one.save()
    program = partner()
    cancel_event(one)
    assert said(program, 137)["STATUS"] == "CANCELLED"  # 18 June, the day itself
    assert said(program, 138) == {}


def test_title_says_it_for_7_days_then_status_for_60_then_it_is_gone(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-7: SEQUENCE rises with the second step, LAST-MODIFIED with it; nothing else moves in between."""
    program, one = partner(cancelling=Cancelling.TITLE_FIRST), event()
    cancel_event(one)
    first = {
        "SUMMARY": "VERVALLEN: Kennismaking",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "SEQUENCE": "1",
        "LAST-MODIFIED": "20260201T090000Z",
        "DTSTAMP": "20260201T090000Z",
    }
    then = {
        "SUMMARY": "Afgelast: Kennismaking",
        "STATUS": "CANCELLED",
        "SEQUENCE": "2",
        "LAST-MODIFIED": "20260207T230000Z",
        "DTSTAMP": "20260207T230000Z",
    }
    assert [said(program, day) for day in (0, 6, 7, 66)] == [first, first, then, then]
    assert said(program, 67) == {}


def test_title_says_it_only_until_it_is_over(partner: MakePartner, event: MakeEvent) -> None:
    start = NOW + timedelta(days=2, hours=3)
    program = partner(cancelling=Cancelling.TITLE_FIRST)
    cancel_event(event(starts_at=start, ends_at=start + timedelta(hours=1)))
    assert [said(program, day)["STATUS"] for day in (2, 3)] == ["CONFIRMED", "CANCELLED"]


def test_feed_is_byte_identical_between_the_steps(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-6."""
    program = partner(cancelling=Cancelling.TITLE_FIRST)
    cancel_event(event())
    etags = []
    for day in (0, 1, 6, 7, 8, 40):
        with frozen(NOW + day * DAY):
            etags.append(program.get().headers["ETag"])
    assert etags[0] == etags[1] == etags[2] != etags[3]
    assert etags[3] == etags[4] == etags[5]


def test_event_that_goes_on_after_all_has_a_higher_sequence_than_anything_said(
    partner: MakePartner, event: MakeEvent
) -> None:
    """CAL-7: the number that only this feed gave out counts too."""
    program, one = partner(cancelling=Cancelling.TITLE_FIRST), event()
    cancel_event(one)
    assert said(program, 8)["SEQUENCE"] == "2"
    with frozen(NOW + 9 * DAY):
        publish_event(one)
    assert said(program, 9) == {
        "SUMMARY": "Kennismaking",
        "STATUS": "CONFIRMED",
        "SEQUENCE": "3",
        "LAST-MODIFIED": "20260210T090000Z",
        "DTSTAMP": "20260210T090000Z",
    }


def test_withdrawn_event_is_hidden_and_comes_back_with_its_uid(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-5."""
    program, one = partner(), event()
    before = program.text()
    withdraw_event(one)
    assert said(program, 0) == {}
    publish_event(one)
    assert f"UID:{one.uid}" in before
    assert f"UID:{one.uid}" in program.text()


def test_withdrawn_event_is_cancelled_when_so_agreed(partner: MakePartner, event: MakeEvent) -> None:
    program, one = partner(vanishing=Vanishing.CANCEL), event()
    withdraw_event(one)
    found = said(program, 0)
    assert (found["STATUS"], found["SUMMARY"], found["SEQUENCE"]) == ("CANCELLED", "Afgelast: Kennismaking", "1")
    assert said(program, 60) == {}


def test_event_withdrawn_before_anybody_saw_it_is_not_cancelled(partner: MakePartner, event: MakeEvent) -> None:
    program = partner(vanishing=Vanishing.CANCEL)
    withdraw_event(event(publish=False))
    assert said(program, 0) == {}


def test_events_of_a_plugin_that_is_off_are_hidden_and_come_back(
    partner: MakePartner, event: MakeEvent, toy: str
) -> None:
    program, one = partner(), event(owner=toy)
    before = program.text()
    switch(toy, False)
    assert said(program, 0) == {}
    switch(toy, True)
    assert program.text() == before
    assert f"UID:{one.uid}" in before


def test_events_of_a_plugin_that_is_off_are_cancelled_when_so_agreed(
    partner: MakePartner, event: MakeEvent, toy: str
) -> None:
    """CAL-7: off and on again only ever raises SEQUENCE."""
    program = partner(vanishing=Vanishing.CANCEL)
    one = event(owner=toy)
    with frozen(NOW + DAY):
        switch(toy, False)
    off = said(program, 2)
    assert (off["STATUS"], off["SEQUENCE"], off["LAST-MODIFIED"]) == ("CANCELLED", "1", "20260202T090000Z")
    with frozen(NOW + 3 * DAY):
        switch(toy, True)
    on = said(program, 3)
    assert (on["STATUS"], on["SEQUENCE"], on["LAST-MODIFIED"]) == ("CONFIRMED", "2", "20260204T090000Z")
    with frozen(NOW + 3 * DAY):
        assert f"UID:{one.uid}" in program.text()


def test_every_part_of_a_cancelled_series_is_said_otherwise(partner: MakePartner, event: MakeEvent) -> None:
    """CAL-12: the changed date keeps the UID of its series, and goes with it."""
    program = partner(cancelling=Cancelling.TITLE_FIRST)
    one = event(recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4))
    change_occurrence(one, date(2026, 3, 17), Override(title="Anders"))
    cancel_event(one)
    text = program.text()
    titles = re.findall(r"^SUMMARY:(.*)\r$", text, re.MULTILINE)
    assert titles == ["VERVALLEN: Kennismaking", "VERVALLEN: Anders"]
    assert re.findall(r"^STATUS:(.*)\r$", text, re.MULTILINE) == ["CONFIRMED", "CONFIRMED"]
    assert len(set(re.findall(r"^UID:(.*)\r$", text, re.MULTILINE))) == 1
    assert said(program, 8)["STATUS"] == "CANCELLED"


def series_of(event: MakeEvent) -> Event:
    """Give four Tuesdays, of which 17 March is called off."""
    return cancel_occurrence(event(recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4)), SEVENTEENTH)


def parts(partner: Partner, day: int) -> list[tuple[str, ...]]:
    """Give (title, status, SEQUENCE, LAST-MODIFIED, day that it replaces or leaves out) of each VEVENT on that day."""
    with frozen(NOW + day * DAY):
        vevents = partner.text().split("BEGIN:VEVENT")[1:]
    names = ("SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "(?:RECURRENCE-ID|EXDATE);TZID=Europe/Amsterdam")
    found = [[re.search(rf"^{name}:(.*)\r$", one, re.MULTILINE) for name in names] for one in vevents]
    return [tuple(match[1] if match else "" for match in one) for one in found]


def test_cal_13_date_called_off_is_said_by_title_then_by_status_and_then_left_out(
    partner: MakePartner, event: MakeEvent
) -> None:
    """CAL-7, CAL-12: all parts have one UID and SEQUENCE, which rises with each step."""
    program = partner(cancelling=Cancelling.TITLE_FIRST)
    series_of(event)
    name, made = "20260317T100000", "20260201T090000Z"
    assert parts(program, 0) == [
        ("Kennismaking", "CONFIRMED", "1", made, ""),
        ("VERVALLEN: Kennismaking", "CONFIRMED", "1", made, name),
    ]
    assert parts(program, 6) == parts(program, 0)
    then = "20260207T230000Z"
    assert parts(program, 7) == [
        ("Kennismaking", "CONFIRMED", "2", then, ""),
        ("Afgelast: Kennismaking", "CANCELLED", "2", then, name),
    ]
    assert parts(program, 66) == parts(program, 7)
    assert parts(program, 67) == [("Kennismaking", "CONFIRMED", "3", "20260408T220000Z", name)]


def test_cal_13_date_called_off_is_said_at_once_or_left_out_when_so_agreed(
    partner: MakePartner, event: MakeEvent
) -> None:
    at_once, left_out = partner(), partner(cancelling=Cancelling.LEAVE_OUT)
    one, name = series_of(event), "20260317T100000"
    assert [part[0] for part in parts(at_once, 0)] == ["Kennismaking", "Afgelast: Kennismaking"]
    assert [part[2:] for part in parts(left_out, 0)] == [("1", "20260201T090000Z", name)]
    for day in (10, 24, 31):
        cancel_occurrence(one, date(2026, 3, day))
    assert parts(left_out, 0) == []
    assert len(parts(at_once, 0)) == 5


def test_cal_7_date_that_goes_on_after_all_has_a_higher_sequence_than_anything_said(
    partner: MakePartner, event: MakeEvent
) -> None:
    program, one = partner(cancelling=Cancelling.TITLE_FIRST), series_of(event)
    assert {part[2] for part in parts(program, 67)} == {"3"}
    with frozen(NOW + 68 * DAY):
        restore_occurrence(one, SEVENTEENTH)
    assert parts(program, 68) == [("Kennismaking", "CONFIRMED", "4", "20260410T090000Z", "")]


def test_cal_7_sequence_does_not_fall_when_it_is_agreed_to_be_said_otherwise(
    partner: MakePartner, event: MakeEvent
) -> None:
    program, agreement = partner(cancelling=Cancelling.TITLE_FIRST), FeedAgreement.get()
    series_of(event)
    assert {part[2] for part in parts(program, 8)} == {"2"}
    agreement.cancelling = Cancelling.AT_ONCE
    with frozen(NOW + 9 * DAY):
        returning.save(agreement)
    assert {part[2] for part in parts(program, 9)} == {"3"}


def test_cal_7_series_cancelled_after_one_of_its_dates_only_raises_sequence(
    partner: MakePartner, event: MakeEvent, toy: str
) -> None:
    """A date and the whole, each in its own step."""
    program = partner(cancelling=Cancelling.TITLE_FIRST, vanishing=Vanishing.CANCEL)
    one = event(owner=toy, recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4))
    cancel_occurrence(one, SEVENTEENTH)
    assert {part[2] for part in parts(program, 8)} == {"2"}
    with frozen(NOW + 9 * DAY):
        switch(toy, False)
    titles = ["VERVALLEN: Kennismaking", "VERVALLEN: Kennismaking"]
    assert [part[:3] for part in parts(program, 9)] == [(title, "CONFIRMED", "3") for title in titles]
    with frozen(NOW + 9 * DAY):
        assert program.text().count("TRANSP:TRANSPARENT") == 2
