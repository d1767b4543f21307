"""CAL-16: icalendar, vobject, ical.js, node-ical, libical and calcurse read the same in our feed as we wrote."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from flask.testing import FlaskClient
from flask_babel import force_locale

from ovkk_core.calendars import Event, cancel_event, from_local, save_event, writer
from ovkk_core.calendars.occurring import Fate, Override
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.calendars.subscribing import PROGRAMS
from ovkk_core.contacts import Village
from tests.core.calendars.conftest import MakeEvent
from tests.programs import by_calcurse, by_libical

HERE = Path(__file__).parent
NASTY = "Wonen, werken; zorg \\ café ☕ 🏘️ \"aanhalingstekens\" en 'enkele':"
Read = list[dict[str, Any]]


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def moments(start: str, end: str) -> dict[str, datetime]:
    return {"starts_at": at(start), "ends_at": at(end)}


@pytest.fixture
def feed(client: FlaskClient, event: MakeEvent, vilsteren: Village) -> str:
    """Give a feed of every kind of event, with texts that break careless programs."""
    long = NASTY + " zeer lange regel met é en 🏘️ " * 5
    event(
        long,
        description=f"{NASTY}\n\nTweede alinea;\nmet C:\\map erbij.",
        location="Brink 1; De Kulturhus, zaal 2",
    )
    event(
        "Zomertijd",
        **moments("2026-03-28T23:00", "2026-03-29T04:00"),
        village=vilsteren,
        categories=["Wonen en zorg", "Jeugd"],
    )
    event("Wintertijd", **moments("2026-10-25T01:30", "2026-10-25T03:30"), latitude=52.5, longitude=6.375)
    days = {"starts_at": None, "ends_at": None}
    event("Kerst", **days, first_day=date(2026, 12, 25), last_day=date(2026, 12, 26))
    whole = event("Hele dag", **days, first_day=date(2026, 3, 29), last_day=date(2026, 3, 29))
    event("Onderdeel", parent=whole)
    cancel_event(event("Toch niet"))
    series = event("Koffie", recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=6))
    changed = Override(starts_at=at("2026-03-18T20:00"), ends_at=at("2026-03-18T21:00"), title=NASTY, location="Elders")
    series.exceptions = {"2026-03-17": changed.stored, "2026-03-24": Override(Fate.CANCELLED).stored}
    save_event(series)
    daily = event(
        "Fair",
        **days,
        first_day=date(2026, 5, 1),
        last_day=date(2026, 5, 1),
        recurrence=Recurrence(Frequency.DAILY, count=3),
    )
    daily.exceptions = {"2026-05-02": Override(Fate.CANCELLED).stored}
    save_event(daily)
    text = client.get("/kalender/alles.ics").data.decode()
    assert Event.select().count() == 9
    assert text.count("BEGIN:VEVENT") == 9 + 3
    return text


def shown(moment: date | None) -> Any:
    """Give a day in ISO form, a moment in seconds, and nothing as ""."""
    if moment is None:
        return ""
    return int(moment.timestamp()) if isinstance(moment, datetime) else moment.isoformat()


def by_icalendar(text: str) -> Read:
    def one(part: Any) -> dict[str, Any]:
        words = {
            name: str(part.get(name, "")) for name in ("uid", "summary", "description", "location", "status", "url")
        }
        times = {"start": "dtstart", "end": "dtend", "recurrence": "recurrence-id"}
        kinds = part.get("categories")
        lists = kinds if isinstance(kinds, list) else [kinds] if kinds else []
        return words | {
            **{name: shown(part[key].dt if key in part else None) for name, key in times.items()},
            "sequence": int(part["sequence"]),
            "categories": [str(kind) for found in lists for kind in found.cats],
        }

    return [one(part) for part in icalendar.Calendar.from_ical(text).walk("VEVENT")]


def by_vobject(text: str) -> Read:
    def one(part: Any) -> dict[str, Any]:
        def of(name: str) -> Any:
            return part.contents[name][0].value if name in part.contents else None

        words = {name: of(name) or "" for name in ("uid", "summary", "description", "location", "status", "url")}
        times = {"start": "dtstart", "end": "dtend", "recurrence": "recurrence-id"}
        return words | {
            **{name: shown(of(key)) for name, key in times.items()},
            "sequence": int(of("sequence")),
            "categories": [kind for line in part.contents.get("categories", []) for kind in line.value],
        }

    return [one(part) for part in vobject.readOne(text).vevent_list]


def by_node(text: str) -> dict[str, Read]:
    """Read with the two programs for JavaScript; in a zone of their own, which may not matter."""
    run = subprocess.run(
        ["node", str(HERE / "parse.js")],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TZ": "Asia/Tokyo"},
    )
    found: dict[str, Read] = json.loads(run.stdout)
    return found


def in_order(read: Read) -> Read:
    return sorted(read, key=lambda one: (one["uid"], str(one["recurrence"])))


READERS: dict[str, Callable[[str], Read]] = {
    "vobject": by_vobject,
    "ical.js": lambda text: by_node(text)["ical.js"],
    "node-ical": lambda text: by_node(text)["node-ical"],
    "libical": lambda text: by_libical([text])[0]["events"],
}


@pytest.mark.parametrize("reader", READERS)
def test_cal_16_feed_is_read_alike(feed: str, reader: str) -> None:
    """CAL-16: texts, moments, whole days, changed and cancelled occurrences, each in every program."""
    assert in_order(READERS[reader](feed)) == in_order(by_icalendar(feed))


def test_cal_16_what_is_read_is_what_was_meant(feed: str) -> None:
    read = {(one["summary"], str(one["recurrence"])): one for one in by_icalendar(feed)}
    spring = read["Zomertijd", ""]
    assert spring["end"] - spring["start"] == 4 * 3600  # an hour less than the clock says
    assert spring["categories"] == ["Wonen en zorg", "Jeugd"]
    assert (read["Kerst", ""]["start"], read["Kerst", ""]["end"]) == ("2026-12-25", "2026-12-27")
    assert {one["status"] for one in read.values()} == {"CONFIRMED", "CANCELLED"}
    (long,) = [one for one in read.values() if one["description"].startswith(NASTY)]
    assert long["description"] == f"{NASTY}\n\nTweede alinea;\nmet C:\\map erbij."
    assert long["location"] == "Brink 1; De Kulturhus, zaal 2"


def test_cal_16_libical_finds_no_fault_in_our_feeds(feed: str) -> None:
    """CAL-16: the restrictions of RFC 5545 and 5546, also on an empty feed; and a fault would be found."""
    empty = writer.calendar([]).decode()
    twice = re.sub(r"(UID:.*\r\n)", r"\1\1", feed, count=1)
    assert [found["errors"] for found in by_libical([feed, empty, twice])] == [0, 0, 1]


def test_cal_16_calcurse_shows_our_feed(feed: str, tmp_path: Path) -> None:
    """CAL-16: also over both clock changes. It does not know RECURRENCE-ID: a changed date stands there twice."""
    shown = by_calcurse(feed, tmp_path, date(2026, 2, 1), 365)
    assert [line for line in shown if NASTY not in line] == [
        "2026-03-10 10:00 2026-03-10 12:00 Afgelast: Toch niet",
        "2026-03-10 10:00 2026-03-10 12:00 Koffie",
        "2026-03-10 10:00 2026-03-10 12:00 Onderdeel",
        "2026-03-17 10:00 2026-03-17 12:00 Koffie",
        "2026-03-24 10:00 2026-03-24 12:00 Afgelast: Koffie",
        "2026-03-24 10:00 2026-03-24 12:00 Koffie",
        "2026-03-28 23:00 2026-03-29 04:00 Zomertijd",
        "2026-03-29 Hele dag",
        "2026-03-31 10:00 2026-03-31 12:00 Koffie",
        "2026-04-07 10:00 2026-04-07 12:00 Koffie",
        "2026-04-14 10:00 2026-04-14 12:00 Koffie",
        "2026-05-01 Fair",
        "2026-05-02 Afgelast: Fair",
        "2026-05-02 Fair",
        "2026-05-03 Fair",
        "2026-10-25 01:30 2026-10-25 03:30 Wintertijd",
        "2026-12-25 Kerst",
        "2026-12-26 Kerst",
    ]
    assert f"2026-03-18 20:00 2026-03-18 21:00 {NASTY}" in shown


def test_feed_10_feed_holds_no_reminder_and_the_document_tells_of_every_program(feed: str) -> None:
    """FEED-10: of each program that the page about subscribing explains, how often it fetches."""
    assert "VALARM" not in feed
    document = (HERE.parents[2] / "docs" / "calendars.md").read_text()
    with force_locale("en"):
        explained = {str(program.name) for program in PROGRAMS}
    assert {name for name in explained if f"| {name}" not in document} == set()


def test_cal_2_comma_in_a_theme_and_backslash_before_n_stay_what_they_are(
    client: FlaskClient, event: MakeEvent
) -> None:
    """CAL-2, RFC 5545 3.3.11. Not asked of node-ical: it splits at every comma, and reads ``\\n`` as a new line."""
    event("Schijf", description="C:\\nieuw", categories=["Wonen, zorg", "Jeugd"])
    text = client.get("/kalender/alles.ics").data.decode()
    for read in (by_icalendar(text), by_vobject(text), by_node(text)["ical.js"]):
        assert [(one["description"], one["categories"]) for one in read] == [("C:\\nieuw", ["Wonen, zorg", "Jeugd"])]
