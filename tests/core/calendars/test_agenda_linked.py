"""The event page for machines and on the way there: linked data, the route, and single occurrences."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from ovkk_core.calendars import Event, cancel_event, from_local, publish_event, save_event
from ovkk_core.calendars.occurring import Fate, Override
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.clock import frozen
from ovkk_core.contacts import Village
from tests.core.calendars.conftest import MakeEvent
from tests.core.calendars.test_calendar_pages import MOST_QUERIES, queries_of, text_of


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def linked_data(client: FlaskClient, address: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', client.get(address).text)
    data: dict[str, Any] = json.loads(found)
    return data


def test_moved_event_is_rescheduled_and_names_its_first_start(client: FlaskClient, event: MakeEvent) -> None:
    made = event("Schouw")
    made.starts_at, made.ends_at = at("2026-04-01T14:00"), at("2026-04-01T16:00")
    save_event(made)
    data = linked_data(client, f"/agenda/{made.slug}")
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["startDate"] == "2026-04-01T14:00:00+02:00"
    assert data["previousStartDate"] == "2026-03-10T10:00:00+01:00"
    assert "eerst op een ander moment: dinsdag 10 maart 2026, 10.00 uur." in text_of(client, f"/agenda/{made.slug}")


def test_event_moved_before_anybody_knew_is_simply_scheduled(client: FlaskClient, event: MakeEvent) -> None:
    made = event("Schouw", publish=False)
    made.starts_at += timedelta(minutes=30)
    save_event(made)
    publish_event(made)
    made.title = "Dorpenschouw"
    save_event(made)
    data = linked_data(client, f"/agenda/{made.slug}")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert "previousStartDate" not in data


def test_whole_days_are_dates_and_cancelled_is_cancelled(client: FlaskClient, event: MakeEvent) -> None:
    made = event(starts_at=None, ends_at=None, first_day=date(2026, 4, 3), last_day=date(2026, 4, 4))
    made.first_day = date(2026, 4, 2)
    save_event(made)
    data = linked_data(client, f"/agenda/{made.slug}")
    assert (data["startDate"], data["endDate"], data["previousStartDate"]) == ("2026-04-02", "2026-04-04", "2026-04-03")
    cancel_event(made)
    data = linked_data(client, f"/agenda/{made.slug}")
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "previousStartDate" not in data


def test_place_has_its_address_and_organiser_its_name(
    client: FlaskClient, event: MakeEvent, vilsteren: Village
) -> None:
    made = event(village=vilsteren, location="Dorpshuis, Brink 1", organiser="Plaatselijk Belang")
    data = linked_data(client, f"/agenda/{made.slug}")
    assert data["location"] == {
        "@type": "Place",
        "name": "Dorpshuis, Brink 1, Vilsteren",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Dorpshuis, Brink 1",
            "addressLocality": "Vilsteren",
            "addressCountry": "NL",
        },
    }
    assert data["organizer"] == {"@type": "Organization", "name": "Plaatselijk Belang"}


def test_series_lists_what_is_to_come_and_each_has_its_own_page(client: FlaskClient, event: MakeEvent) -> None:
    """CAL-5: one UID for the series and each of its occurrences."""
    made = event("Koffie", recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4))
    made.exceptions = {
        "2026-03-17": Override(starts_at=at("2026-03-18T20:00"), ends_at=at("2026-03-18T21:00"), title="Soep").stored,
        "2026-03-24": Override(Fate.CANCELLED).stored,
    }
    save_event(made)
    with frozen(at("2026-03-11T12:00")):
        series = linked_data(client, f"/agenda/{made.slug}")
    assert (series["@type"], series["identifier"]) == ("EventSeries", made.uid)
    assert (series["startDate"], series["endDate"]) == ("2026-03-10T10:00:00+01:00", "2026-03-31T12:00:00+02:00")
    assert [(e["name"], e["startDate"], e["eventStatus"].rsplit("/", 1)[1]) for e in series["subEvent"]] == [
        ("Soep", "2026-03-18T20:00:00+01:00", "EventRescheduled"),
        ("Koffie", "2026-03-24T10:00:00+01:00", "EventCancelled"),
        ("Koffie", "2026-03-31T10:00:00+02:00", "EventScheduled"),
    ]
    assert series["subEvent"][0]["url"] == f"http://localhost/agenda/{made.slug}?op=2026-03-17"
    one = linked_data(client, f"/agenda/{made.slug}?op=2026-03-17")
    assert one == {"@context": "https://schema.org", "identifier": made.uid} | series["subEvent"][0] | {
        name: one[name] for name in ("eventAttendanceMode", "inLanguage", "organizer")
    }
    assert f'<link rel="canonical" href="{one["url"]}">' in client.get(f"/agenda/{made.slug}?op=2026-03-17").text


def test_series_of_which_every_day_was_called_off_still_has_a_page(client: FlaskClient, event: MakeEvent) -> None:
    made = event("Koffie", recurrence=Recurrence(Frequency.DAILY, count=2))
    made.exceptions = {day: Override(Fate.SKIPPED).stored for day in ("2026-03-10", "2026-03-11")}
    save_event(made)
    assert linked_data(client, f"/agenda/{made.slug}")["subEvent"] == []
    assert "Koffie" not in text_of(client, "/agenda")


@pytest.mark.parametrize(
    ("values", "route"),
    [
        ({"latitude": 52.5, "longitude": 6.375}, "/directions?to=52.500000%2C6.375000"),
        ({"location": "Brink 1, Diever"}, "/search?query=Brink+1%2C+Diever"),
    ],
)
def test_route_is_a_plain_link_that_tells_nobody_where_it_was_found(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, values: dict[str, Any], route: str
) -> None:
    given = values if "location" in values else values | {"village": vilsteren}
    made = event(**given)
    page = client.get(f"/agenda/{made.slug}").text
    assert f'href="https://www.openstreetmap.org{route}" rel="noopener noreferrer external">Route' in page


def test_event_page_leads_to_the_agenda_of_its_kind(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, toy: str
) -> None:
    made = event("Spelen", owner=toy, village=vilsteren, categories=["Wonen"])
    page = client.get(f"/agenda/{made.slug}").text
    for address in ("/agenda?gemeente=ommen", "/agenda?activiteit=toy", "/agenda?thema=Wonen"):
        assert f'href="{address}"' in page
        assert "Spelen" in text_of(client, address)


def test_event_page_of_a_series_costs_few_queries(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(made: Event, ending: str = "") -> int:
        return len(queries_of(client, f"/agenda/{made.slug}{ending}", monkeypatch))

    made = event(village=vilsteren, recurrence=Recurrence(Frequency.DAILY, count=400))
    assert cost(made) <= MOST_QUERIES
    assert cost(made, "?op=2026-03-12") <= MOST_QUERIES
    assert len(client.get(f"/agenda/{made.slug}").data) <= 60_000
