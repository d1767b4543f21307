"""Dates and times in words."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from ovkk_core.web import clock, day, short_day, span

MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
SUMMER_EVENING = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def dutch(app: Flask):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask):
    with app.test_request_context("/?taal=en"):
        yield


@pytest.mark.usefixtures("dutch")
def test_a11y_6_days_and_times_are_said_in_dutch() -> None:
    assert day(MORNING) == "dinsdag 10 maart 2026"
    assert day(date(2026, 3, 10)) == "dinsdag 10 maart 2026"
    assert short_day(MORNING) == "di 10 mrt"
    assert clock(MORNING) == "10.00 uur"
    assert span(MORNING, NOON) == "dinsdag 10 maart 2026, 10.00–12.30 uur"


@pytest.mark.usefixtures("dutch")
def test_day_is_that_of_the_netherlands() -> None:
    assert (day(SUMMER_EVENING), clock(SUMMER_EVENING)) == ("donderdag 2 juli 2026", "00.30 uur")


@pytest.mark.usefixtures("dutch")
def test_span_over_days_says_both() -> None:
    assert span(MORNING, SUMMER_EVENING) == "dinsdag 10 maart 2026, 10.00 uur – donderdag 2 juli 2026, 00.30 uur"
    assert span(date(2026, 3, 10), date(2026, 3, 10)) == "dinsdag 10 maart 2026"
    assert span(date(2026, 3, 10), date(2026, 3, 11)) == "dinsdag 10 maart 2026 – woensdag 11 maart 2026"


@pytest.mark.usefixtures("english")
def test_days_and_times_are_said_in_english_when_asked() -> None:
    assert (day(MORNING), clock(MORNING)) == ("Tuesday 10 March 2026", "10:00")
