"""The pages of the calendar as people see them."""

import json
import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient

from ovkk_core.calendars import Visibility, cancel_event, hooks
from ovkk_core.clock import frozen
from ovkk_core.contacts import Village
from ovkk_core.database import db
from ovkk_core.hookspecs import Impact
from ovkk_core.registry import switch
from tests.core.calendars.conftest import NOW, MakeEvent
from tests.people import log_in, make_user

NASTY = "</script><script>alert(1)</script> & \"'"
MOST_QUERIES = 8


def text_of(client: FlaskClient, address: str) -> str:
    """Give the words on a page that exists."""
    response = client.get(address)
    assert response.status_code == 200
    main = response.text[response.text.index("<main") : response.text.index("</main>")]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def queries_of(client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the queries that a page costs, once it is warm; who sends a cookie gets no page from memory."""
    client.set_cookie("here", "before")
    client.get(address)
    asked: list[str] = []
    execute = db.obj.execute_sql
    with monkeypatch.context() as patch:
        patch.setattr(db.obj, "execute_sql", lambda *a, **k: (asked.append(a[0]), execute(*a, **k))[1])
        assert client.get(address).status_code == 200
    return asked


def test_agenda_groups_by_month_and_says_when_in_words(
    client: FlaskClient, event: MakeEvent, vilsteren: Village
) -> None:
    """A11Y-6: dates in words, and a time element."""
    event("Schouw", village=vilsteren)
    event("Voorjaarsdagen", starts_at=None, ends_at=None, first_day=date(2026, 4, 3), last_day=date(2026, 4, 4))
    words = text_of(client, "/agenda")
    assert "maart 2026 di 10 mrt Schouw dinsdag 10 maart 2026, 10.00–12.00 uur Vilsteren" in words
    assert "april 2026 vr 3 apr Voorjaarsdagen vrijdag 3 april 2026 – zaterdag 4 april 2026" in words
    assert '<time datetime="2026-03-10T10:00:00+01:00">' in client.get("/agenda").text


def test_agenda_says_when_it_is_empty(client: FlaskClient) -> None:
    assert "Er staat nu niets gepland." in text_of(client, "/agenda")
    assert "Er zijn nog geen activiteiten voorbij." in text_of(client, "/agenda?periode=voorbij")


def test_agenda_shows_past_events_on_request_only(client: FlaskClient, event: MakeEvent) -> None:
    made = event("Voorbij")
    with frozen(made.ends_at + timedelta(hours=1)):
        assert "Voorbij" not in text_of(client, "/agenda").replace("Toon wat voorbij", "")
        assert "10 mrt Voorbij" in text_of(client, "/agenda?periode=voorbij")


def test_agenda_filters_by_municipality_and_activity(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, toy: str
) -> None:
    tour = event("Schouw")
    event("Halte", parent=tour, village=vilsteren)
    event("Spelen", owner=toy)
    assert "Schouw" in text_of(client, "/agenda?gemeente=ommen")
    assert "mrt Spelen" not in text_of(client, "/agenda?gemeente=ommen")
    assert "mrt Spelen" in text_of(client, "/agenda?activiteit=toy")
    assert "mrt Schouw" not in text_of(client, "/agenda?activiteit=toy")
    assert "niets gevonden" in text_of(client, "/agenda?activiteit=toy&gemeente=ommen")
    assert client.get("/agenda?gemeente=nergens").status_code == 404


def test_agenda_goes_on_after_fifty(client: FlaskClient, event: MakeEvent) -> None:
    for number in range(51):
        event(f"Nummer {number:02}")
    assert "Nummer 49" in text_of(client, "/agenda")
    assert "Volgende pagina" in text_of(client, "/agenda")
    assert "Nummer 50" in text_of(client, "/agenda?pagina=2")
    assert "Volgende pagina" not in text_of(client, "/agenda?pagina=2")
    assert client.get("/agenda?pagina=-3").status_code == 200


@pytest.mark.parametrize("address", ["/agenda", "/", "/abonneren"])
def test_pages_cost_few_queries_and_none_per_event(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    event(village=vilsteren)
    one = queries_of(client, address, monkeypatch)
    for _ in range(29):
        event(village=vilsteren)
    thirty = queries_of(client, address, monkeypatch)
    assert len(thirty) == len(one) <= MOST_QUERIES, thirty


def test_event_page_costs_no_query_per_part(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = event("Schouw", village=vilsteren)
    event(parent=tour, village=vilsteren)
    one = queries_of(client, f"/agenda/{tour.slug}", monkeypatch)
    for _ in range(10):
        event(parent=tour, village=vilsteren)
    assert len(queries_of(client, f"/agenda/{tour.slug}", monkeypatch)) == len(one) <= MOST_QUERIES


def test_event_page_shows_programme_parts_and_the_way_back(
    client: FlaskClient, event: MakeEvent, vilsteren: Village
) -> None:
    tour = event("Schouw", description="Eerste alinea.\n\nTweede\nregel.", organiser="Plaatselijk Belang")
    stop = event("Halte", parent=tour, village=vilsteren)
    words = text_of(client, f"/agenda/{tour.slug}")
    assert "Programma Halte dinsdag 10 maart 2026, 10.00–12.00 uur Vilsteren" in words
    assert "Organisator Plaatselijk Belang" in words
    assert "<p>Eerste alinea.</p>" in client.get(f"/agenda/{tour.slug}").text
    assert "Onderdeel van Schouw" in text_of(client, f"/agenda/{stop.slug}")


def test_cancelled_event_says_so_everywhere_and_offers_no_download(client: FlaskClient, event: MakeEvent) -> None:
    """CAL-13: the site says so too."""
    made = cancel_event(event("Schouw"))
    words = text_of(client, f"/agenda/{made.slug}")
    assert "Afgelast. Deze activiteit gaat niet door." in words
    assert "Zet in mijn agenda" not in words
    assert "Schouw Afgelast dinsdag" in text_of(client, "/agenda")


@pytest.mark.parametrize("values", [{"publish": False}, {"visibility": Visibility.INTERNAL}])
def test_hidden_event_is_not_found_in_any_form(client: FlaskClient, event: MakeEvent, values: dict[str, Any]) -> None:
    made = event(**values)
    for ending in ("", ".ics", ".geojson"):
        assert client.get(f"/agenda/{made.slug}{ending}").status_code == 404


def test_event_of_a_plugin_that_is_off_is_not_found(client: FlaskClient, event: MakeEvent, toy: str) -> None:
    made = event("Spelen", owner=toy)
    assert client.get(f"/agenda/{made.slug}").status_code == 200
    switch(toy, False)
    assert client.get(f"/agenda/{made.slug}").status_code == 404
    assert "mrt Spelen" not in text_of(client, "/agenda")


def test_linked_data_is_right_and_cannot_break_out_of_its_script(
    client: FlaskClient, event: MakeEvent, vilsteren: Village
) -> None:
    """CAL-5: the identifier is the UID; SEC-14: nothing runs."""
    made = event(NASTY, description=NASTY, village=vilsteren, latitude=52.5, longitude=6.375)
    page = client.get(f"/agenda/{made.slug}").text
    assert "<script>alert" not in page
    (found,) = re.findall(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', page)
    assert json.loads(found) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": made.uid,
        "name": NASTY,
        "description": NASTY,
        "startDate": "2026-03-10T10:00:00+01:00",
        "endDate": "2026-03-10T12:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": "nl",
        "organizer": {"@type": "Organization", "name": "Vereniging van dorpen", "url": "http://localhost/"},
        "url": f"http://localhost/agenda/{made.slug}",
        "location": {
            "@type": "Place",
            "name": "Vilsteren",
            "address": {"@type": "PostalAddress", "addressLocality": "Vilsteren", "addressCountry": "NL"},
            "geo": {"@type": "GeoCoordinates", "latitude": 52.5, "longitude": 6.375},
        },
    }


def test_download_is_one_event_as_attachment(client: FlaskClient, event: MakeEvent) -> None:
    made, _ = event("Schouw"), event("Anders")
    response = client.get(f"/agenda/{made.slug}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{made.slug}.ics"'
    assert response.text.count("BEGIN:VEVENT") == 1
    assert f"UID:{made.uid}" in response.text


def test_points_are_geojson_with_longitude_first(client: FlaskClient, event: MakeEvent, vilsteren: Village) -> None:
    tour = event("Schouw")
    stop = event("Halte", parent=tour, village=vilsteren, latitude=52.5, longitude=6.375)
    response = client.get(f"/agenda/{tour.slug}.geojson")
    (point,) = response.get_json()["features"]
    assert response.mimetype == "application/geo+json"
    assert point["geometry"] == {"type": "Point", "coordinates": [6.375, 52.5]}
    assert point["properties"] == {"name": "Halte", "text": "Vilsteren", "url": f"/agenda/{stop.slug}"}
    assert f'data-map="/agenda/{tour.slug}.geojson"' in client.get(f"/agenda/{tour.slug}").text


def test_feed_4_subscribing_offers_webcal_and_https_side_by_side(
    client: FlaskClient, toy: str, vilsteren: Village
) -> None:
    """FEED-4: and steps per program."""
    page = client.get("/abonneren?gemeente=ommen").text
    for feed in ("alles", "toy", "gemeente/ommen"):
        assert f'href="webcal://localhost/kalender/{feed}.ics"' in page
        assert f'value="http://localhost/kalender/{feed}.ics"' in page
    words = text_of(client, "/abonneren")
    assert "Speelgoed Wanneer er gespeeld wordt." in words
    for program in ("Outlook (Windows, Mac)", "Google Agenda", "Apple (iPhone, iPad, Mac)", "Thunderbird"):
        assert program in words
    switch(toy, False)
    assert "Speelgoed" not in text_of(client, "/abonneren")


def test_pages_exist_in_english(client: FlaskClient, event: MakeEvent) -> None:
    event("Schouw")
    assert "March 2026" in text_of(client, "/agenda?taal=en")


def test_home_shows_the_next_events(client: FlaskClient, event: MakeEvent) -> None:
    event("Schouw")
    assert "Binnenkort di 10 mrt Schouw" in text_of(client, "/")


def test_disable_impact_counts_what_disappears(event: MakeEvent, toy: str) -> None:
    event(owner=toy)
    event(owner=toy, publish=False)
    assert hooks.disable_impact(toy) == [
        Impact(1, "geplande activiteit op de agenda"),
        Impact(1, "kalender waarop mensen zich abonneren (/kalender/toy.ics)"),
    ]
    assert hooks.disable_impact("calendars") == []


def test_admin_lists_every_event_for_who_may_read(client: FlaskClient, event: MakeEvent, vilsteren: Village) -> None:
    event("Concept van een schouw", publish=False, village=vilsteren)
    assert client.get("/beheer/activiteiten/").status_code == 303  # to the login
    log_in(client, make_user("lezer"))
    response = client.get("/beheer/activiteiten/")
    assert response.status_code == 200
    assert "Concept van een schouw" in response.text
    assert "concept" in response.text
    assert client.post("/beheer/activiteiten/nieuw/").status_code in {403, 404, 405}


def test_form_fields_give_moments_and_refuse_times_that_cannot_be(client: FlaskClient) -> None:
    """CAL-9: also in a form, at the field."""
    from werkzeug.datastructures import MultiDict

    from ovkk_core.calendars import EventForm
    from ovkk_core.web import Form

    class Proof(EventForm, Form):
        class Meta:
            csrf = False

    def filled(day: str, starts: str, ends: str) -> Any:
        return Proof(MultiDict({"day": day, "starts": starts, "ends": ends}))

    with client.application.test_request_context("/", method="POST"):
        good = filled("2026-03-10", "10:00", "12:00")
        assert good.validate()
        assert [moment.isoformat() for moment in good.span] == [
            "2026-03-10T09:00:00+00:00",
            "2026-03-10T11:00:00+00:00",
        ]
        gap = filled("2026-03-29", "02:30", "04:00")
        assert not gap.validate()
        assert "bestaat 02.30 uur niet" in gap.starts.errors[0]
        turned = filled("2026-03-10", "12:00", "10:00")
        assert not turned.validate()
        assert turned.ends.errors == ["De eindtijd moet na de begintijd liggen."]
        again = Proof()
        again.show(SimpleNamespace(starts_at=NOW, ends_at=NOW + timedelta(hours=1)))
        assert again.span == (NOW, NOW + timedelta(hours=1))
