"""The demonstration: a series with a date elsewhere and one that is called off, for everybody to see."""

from flask import Flask

from ovkk_core.calendars import Event, demo, occurrences_of
from ovkk_core.calendars.entries import EARLIEST, LATEST
from ovkk_core.contacts import Village


def test_demonstration_has_a_series_with_a_changed_and_a_cancelled_date(app: Flask, vilsteren: Village) -> None:
    demo.load()
    dates = occurrences_of(Event.select(), EARLIEST, LATEST)
    assert [f"{one.day:%Y-%m-%d}" for one in dates[:3]] == ["2026-03-12", "2026-04-09", "2026-05-14"]
    assert [n for n, one in enumerate(dates) if one.location == "Bibliotheek"] == [1]
    assert [n for n, one in enumerate(dates) if one.cancelled] == [3]
    assert (len(dates), dates[0].event.place, dates[0].event.visible) == (10, "Dorpshuis, Vilsteren", True)
