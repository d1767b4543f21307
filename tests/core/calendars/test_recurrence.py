"""The rules that the editor offers: which are refused, and how they read in Dutch."""

from datetime import date, timedelta
from typing import Any

import pytest

from ovkk_core.calendars import Frequency, Recurrence, sentence
from ovkk_core.errors import BadInputError

TUESDAY = date(2026, 3, 10)  # the second of the month
D, W, M, Y = Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY


@pytest.mark.parametrize(
    ("first", "values", "words"),
    [
        (TUESDAY, {"frequency": D}, "Eén van de twee"),
        (TUESDAY, {"frequency": D, "count": 3, "until": date(2026, 5, 1)}, "Eén van de twee"),
        (TUESDAY, {"frequency": D, "count": 501}, "1 tot 500 datums"),
        (TUESDAY, {"frequency": D, "until": date(2026, 3, 9)}, "ligt vóór de eerste"),
        (TUESDAY, {"frequency": D, "until": date(2028, 3, 9)}, "meer dan 500 datums"),
        (TUESDAY, {"frequency": Y, "count": 100}, "gaat door na 2100"),
        (TUESDAY, {"frequency": D, "count": 3, "interval": 2}, "Alleen bij weken"),
        (TUESDAY, {"frequency": W, "weekdays": (1,), "count": 3, "interval": 53}, "Alleen bij weken"),
        (TUESDAY, {"frequency": W, "count": 3}, "welke dagen van de week"),
        (TUESDAY, {"frequency": W, "count": 3, "weekdays": (0,)}, "past niet bij de herhaling"),
        (TUESDAY, {"frequency": M, "count": 3, "weekdays": (1,), "nth": 5}, "eerste, tweede"),
        (TUESDAY, {"frequency": M, "count": 3, "weekdays": (1, 2), "nth": 2}, "eerste, tweede"),
        (TUESDAY, {"frequency": M, "count": 3, "weekdays": (1,), "nth": 3}, "past niet bij de herhaling"),
        (TUESDAY, {"frequency": M, "count": 3, "monthday": 31}, "eerste, tweede"),
        (TUESDAY, {"frequency": M, "count": 3, "monthday": 11}, "past niet bij de herhaling"),
        (TUESDAY, {"frequency": Y, "count": 3, "monthday": 10}, "kennen wij niet"),
        (date(2028, 2, 29), {"frequency": Y, "count": 3}, "29 februari"),
    ],
)
def test_f8_rule_that_programs_read_differently_is_refused_in_dutch(
    first: date, values: dict[str, Any], words: str
) -> None:
    """F8, CAL-11: COUNT xor UNTIL, the first day is an occurrence, and no rule beyond ours."""
    with pytest.raises(BadInputError, match=words):
        Recurrence(**values).check(first)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("FREQ=DAILY;COUNT=3", {"frequency": D, "count": 3}),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231",
            {"frequency": W, "interval": 2, "weekdays": (1, 3), "until": date(2026, 12, 31)},
        ),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", {"frequency": M, "weekdays": (4,), "nth": -1, "count": 3}),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", {"frequency": M, "monthday": -1, "count": 3}),
    ],
)
def test_rule_is_written_and_read(text: str, values: dict[str, Any]) -> None:
    assert Recurrence(**values).text == text
    assert Recurrence.read(text) == Recurrence(**values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=YEARLY;BYDAY=20MO",
        "COUNT=3",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
    ],
)
def test_foreign_rule_is_refused_in_dutch(text: str) -> None:
    with pytest.raises(BadInputError, match=r"kennen wij niet|eerste, tweede"):
        Recurrence.read(text).check(TUESDAY)


def test_cal_11_until_is_utc_for_moments_and_a_date_for_whole_days() -> None:
    """CAL-11: the end of the last day as the clock here shows it, in winter and in summer."""
    winter = Recurrence(D, until=date(2026, 12, 31))
    assert winter.rule(all_day=False) == "FREQ=DAILY;UNTIL=20261231T225959Z"
    assert winter.rule(all_day=True) == "FREQ=DAILY;UNTIL=20261231"
    assert Recurrence(D, until=date(2026, 6, 30)).rule(all_day=False) == "FREQ=DAILY;UNTIL=20260630T215959Z"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"frequency": D, "count": 3}, "elke dag, 3 keer"),
        ({"frequency": W, "weekdays": (1,), "count": 10}, "elke dinsdag, 10 keer"),
        ({"frequency": W, "weekdays": (0, 1, 4), "count": 10}, "elke maandag, dinsdag en vrijdag, 10 keer"),
        (
            {"frequency": W, "weekdays": (1, 3), "interval": 2, "count": 9},
            "elke 2 weken op dinsdag en donderdag, 9 keer",
        ),
        (
            {"frequency": M, "weekdays": (1,), "nth": 2, "until": date(2027, 6, 3)},
            "elke tweede dinsdag van de maand, tot en met 3 juni 2027",
        ),
        ({"frequency": M, "weekdays": (1,), "nth": -1, "count": 2}, "elke laatste dinsdag van de maand, 2 keer"),
        ({"frequency": M, "monthday": 10, "count": 2}, "elke 10e dag van de maand, 2 keer"),
        ({"frequency": M, "monthday": -1, "count": 2}, "elke laatste dag van de maand, 2 keer"),
        ({"frequency": Y, "count": 2}, "elk jaar op 10 maart, 2 keer"),
    ],
)
def test_rule_reads_as_a_dutch_sentence(values: dict[str, Any], words: str) -> None:
    assert sentence(Recurrence(**values), TUESDAY) == words


def test_expansion_is_bounded() -> None:
    """A rule that was stored by hand does not hang the site."""
    assert len(Recurrence(D, until=TUESDAY + timedelta(days=30000)).days(TUESDAY)) == 501
