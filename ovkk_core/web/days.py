"""Dates and times in words, in the visitor's language and in Europe/Amsterdam (A11Y-6)."""

from datetime import date, datetime

from babel.dates import format_date
from flask_babel import get_locale

from ovkk_core.clock import AMSTERDAM


def day(moment: date) -> str:
    """Give ``dinsdag 10 maart 2026``."""
    return format_date(_date(moment), "EEEE d MMMM y", _language())


def short_day(moment: date) -> str:
    """Give ``di 10 mrt``."""
    return format_date(_date(moment), "EEE d MMM", _language()).replace(".", "")


def clock(moment: datetime) -> str:
    """Give ``10.00 uur``."""
    return f"{_hours(moment)} uur" if _language() == "nl" else _hours(moment)


def span(start: date, end: date) -> str:
    """Give when something takes place, as short as it can be said.

    ``dinsdag 10 maart 2026, 10.00–12.30 uur`` for moments on one day, both days in full otherwise. For whole days
    ``end`` is the last day, included.
    """
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return day(start) if start == end else f"{day(start)} – {day(end)}"
    if _date(start) == _date(end):
        return f"{day(start)}, {_hours(start)}–{clock(end)}"
    return f"{day(start)}, {clock(start)} – {day(end)}, {clock(end)}"


def _date(moment: date) -> date:
    return moment.astimezone(AMSTERDAM).date() if isinstance(moment, datetime) else moment


def _hours(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).strftime("%H.%M" if _language() == "nl" else "%H:%M")


def _language() -> str:
    locale = get_locale()
    return str(locale) if locale else "nl"


FILTERS = {"day": day, "short_day": short_day, "clock": clock, "span": span}
