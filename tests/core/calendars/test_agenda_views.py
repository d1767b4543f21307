"""The agenda as a list, a month and a map, with its filters, series and what others plan."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ovkk_core.calendars import Event, cancel_event, from_local, rewrite_feeds, save_event
from ovkk_core.calendars.occurring import Fate, Override
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Village
from ovkk_core.hookspecs import OutsideEvent
from ovkk_core.registry import registry
from tests.core.calendars.conftest import MakeEvent
from tests.core.calendars.test_calendar_pages import MOST_QUERIES, queries_of, text_of

MARCH = "/agenda?toon=maand&maand=2026-03"
LARGEST = 60_000


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def moments(start: str, end: str) -> dict[str, datetime]:
    return {"starts_at": at(start), "ends_at": at(end)}


def days(first: date, last: date) -> dict[str, date | None]:
    return {"starts_at": None, "ends_at": None, "first_day": first, "last_day": last}


def cell(client: FlaskClient, address: str, day: str) -> str:
    """Give the words in the month's cell of ``day``."""
    found = re.search(rf'<td[^>]*><p><time datetime="{day}">.*?</td>', client.get(address).text, re.S)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())


@pytest.fixture
def weekly(event: MakeEvent) -> Event:
    """Give coffee on four Tuesdays from 10 March 2026."""
    return event("Koffie", recurrence=Recurrence(Frequency.WEEKLY, weekdays=(1,), count=4))


@pytest.fixture
def neighbours(monkeypatch: pytest.MonkeyPatch) -> list[OutsideEvent]:
    """Give a list of what others plan; the agenda shows what a test puts in."""
    given: list[OutsideEvent] = []
    ask = registry.ask

    def answer(hook: str, **arguments: object) -> list[tuple[str, object]]:
        return [("toy", other) for other in given] if hook == "outside_events" else ask(hook, **arguments)

    monkeypatch.setattr(registry, "ask", answer)
    return given


def raad(
    start: str = "2026-03-11T19:30",
    *,
    public: bool = True,
    address: str = "https://raad.example/11",
    place: int | None = None,
) -> OutsideEvent:
    hours = timedelta(hours=2)
    return OutsideEvent(
        "Raadsvergadering",
        at(start),
        at(start) + hours,
        False,
        "Gemeentehuis",
        "Gemeente Ommen",
        address,
        place,
        public,
    )


def test_a11y_6_month_is_a_table_with_caption_headers_and_iso_weeks(client: FlaskClient, event: MakeEvent) -> None:
    """A11Y-6: th and scope; Monday first; and the list equivalent one link away."""
    event("Schouw")
    page = client.get(MARCH).text
    table = page[page.index("<table") : page.index("</table>")]
    assert "<caption>Maart 2026" in table
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)', table) == [
        *("Week", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    ]
    assert re.findall(r'<th scope="row".*?</span>(\d+)</th>', table) == ["9", "10", "11", "12", "13", "14"]
    assert table.count("<td") == 6 * 7
    assert table.count('class="calendars-out"') == 6 * 7 - 31
    assert "/agenda?maand=2026-03" in table
    assert cell(client, MARCH, "2026-03-10") == "dinsdag 10 maart Schouw 10.00 uur"


def test_a11y_6_month_and_list_of_one_month_hold_the_same(client: FlaskClient, event: MakeEvent, weekly: Event) -> None:
    event("Schouw")
    event("Volgende maand", starts_at=at("2026-04-20T10:00"), ends_at=at("2026-04-20T11:00"))
    event("Voorjaar", **days(date(2026, 2, 27), date(2026, 3, 2)))
    linked = re.compile(r'href="(/agenda/[^"]+)"')
    month, listed = client.get(MARCH).text, client.get("/agenda?maand=2026-03").text
    assert set(linked.findall(month)) == set(linked.findall(listed))
    assert len(set(linked.findall(month))) == 1 + 4 + 1
    assert "Volgende maand" not in text_of(client, "/agenda?maand=2026-03")


def test_empty_month_leads_to_the_next_one_with_something_in_it(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, neighbours: list[OutsideEvent]
) -> None:
    event("Eerder", **moments("2026-01-10T10:00", "2026-01-10T12:00"))
    event("Jaarfeest", **moments("2026-06-10T10:00", "2026-06-10T12:00"), village=vilsteren)
    event("Koffie", **moments("2026-05-05T10:00", "2026-05-05T12:00"), recurrence=Recurrence(Frequency.DAILY, count=3))

    def next_of(address: str) -> list[str]:
        return re.findall(r'href="([^"]+)">Naar de volgende activiteit, in (\w+ \d+)', client.get(address).text)

    june = "/agenda?toon=maand&amp;maand=2026-06"
    assert next_of("/agenda?toon=maand") == next_of(MARCH)
    assert next_of(MARCH) == [("/agenda?toon=maand&amp;maand=2026-05", "mei 2026")]
    assert next_of(f"{MARCH}&gemeente=ommen") == [(f"{june}&amp;gemeente=ommen", "juni 2026")]
    assert next_of("/agenda?toon=maand&maand=2026-05") == next_of("/agenda?toon=maand&maand=2026-07") == []
    neighbours.append(raad("2026-04-11T19:30"))
    rewrite_feeds()  # as who reads the calendars of others does
    assert next_of(MARCH) == [("/agenda?toon=maand&amp;maand=2026-04", "april 2026")]
    assert next_of("/agenda?maand=2026-03") == [("/agenda?maand=2026-04", "april 2026")]


def test_several_days_repeat_and_say_which_day_it_is(client: FlaskClient, event: MakeEvent) -> None:
    event("Dorpendagen", **days(date(2026, 3, 30), date(2026, 4, 1)))
    event("Feestavond", **moments("2026-03-14T20:00", "2026-03-15T01:30"))
    assert "Dorpendagen dag 1 van 3" in cell(client, MARCH, "2026-03-30")
    assert "Dorpendagen dag 2 van 3" in cell(client, MARCH, "2026-03-31")
    assert "Dorpendagen dag 3 van 3" in cell(client, "/agenda?toon=maand&maand=2026-04", "2026-04-01")
    assert "Feestavond 20.00 uur" in cell(client, MARCH, "2026-03-14")
    assert "Feestavond" not in cell(client, MARCH, "2026-03-15")  # the small hours belong to the evening before


def test_today_is_marked_and_one_link_away(client: FlaskClient, event: MakeEvent) -> None:
    event("Vandaag iets", **moments("2026-02-01T11:00", "2026-02-01T12:00"))
    page = client.get("/agenda?toon=maand").text
    assert page.count('aria-current="date"') == 1
    assert "zondag 1 februari vandaag Vandaag iets 11.00 uur" in cell(client, "/agenda?toon=maand", "2026-02-01")
    assert 'href="/agenda?toon=maand#vandaag"' in client.get(MARCH).text
    assert "Vandaag iets Vandaag zondag 1 februari 2026, 11.00–12.00 uur" in text_of(client, "/agenda")
    for address in ("/agenda?periode=voorbij", "/agenda?maand=2026-03"):
        assert "Naar vandaag" in text_of(client, address)


def test_choice_stands_in_every_link_and_survives_form_and_view(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, toy: str
) -> None:
    event("Spelen", owner=toy, village=vilsteren, categories=["Wonen & zorg"])
    page = client.get("/agenda?toon=maand&maand=2026-03&gemeente=ommen&activiteit=toy&thema=Wonen+%26+zorg").text
    kept = "gemeente=ommen&amp;activiteit=toy&amp;thema=Wonen+%26+zorg"
    for view in (
        "/agenda?maand=2026-03&amp;",
        "/agenda?toon=maand&amp;maand=2026-04&amp;",
        "/agenda?toon=kaart&amp;maand=2026-03&amp;",
    ):
        assert f'href="{view}{kept}"' in page
    assert '<input type="hidden" name="toon" value="maand">' in page
    assert '<input type="hidden" name="maand" value="2026-03">' in page
    assert '<option value="Wonen &amp; zorg" selected>' in page
    assert 'href="/agenda?toon=maand&amp;maand=2026-03&amp;activiteit=toy&amp;thema=Wonen+%26+zorg"' in page  # one less


def test_filter_by_theme_takes_whole_words_of_any_letter(client: FlaskClient, event: MakeEvent) -> None:
    event("Eén", categories=["Energie", "Café"])
    event("Twee", categories=["Energietransitie"])
    event("Drie")
    assert "mrt Eén" in text_of(client, "/agenda?thema=Caf%C3%A9")
    assert "mrt Eén" in text_of(client, "/agenda?thema=Energie")
    assert "mrt Twee" not in text_of(client, "/agenda?thema=Energie")
    assert "niets gevonden" in text_of(client, "/agenda?thema=%25")


@pytest.mark.parametrize("month", ["2026-13", "2026", "1969-12", "2101-01", "x", "٢٠٢٦-01"])
def test_month_that_cannot_be_is_not_found(client: FlaskClient, month: str) -> None:
    assert client.get("/agenda", query_string={"toon": "maand", "maand": month}).status_code == 404


def test_first_and_last_month_lead_no_further(client: FlaskClient) -> None:
    assert "maand=1969-12" not in client.get("/agenda?toon=maand&maand=1970-01").text
    assert "maand=2101-01" not in client.get("/agenda?toon=maand&maand=2100-12").text
    assert client.get("/agenda?toon=onzin&pagina=x&periode=q").status_code == 200


def test_month_keeps_its_days_over_both_changes_of_the_clock(client: FlaskClient, event: MakeEvent) -> None:
    """CAL-9: 23.30 on the last Sunday of March and October stays on that Sunday."""
    for day in ("2026-03-29", "2026-10-25"):
        event(f"Laat {day}", **moments(f"{day}T23:30", f"{day}T23:59"))
        assert f"Laat {day} 23.30 uur" in cell(client, f"/agenda?toon=maand&maand={day[:7]}", day)


def test_every_occurrence_has_its_own_place_and_page(client: FlaskClient, event: MakeEvent, weekly: Event) -> None:
    event("Tussendoor", **moments("2026-03-18T10:00", "2026-03-18T11:00"))
    words = text_of(client, "/agenda")
    assert [words.index(f"{day} mrt ") for day in ("10", "17", "18", "24", "31")] == sorted(
        words.index(f"{day} mrt ") for day in ("10", "17", "18", "24", "31")
    )
    with frozen(at("2026-03-20T12:00")):
        assert re.findall(r"(\d+) mrt Koffie", text_of(client, "/agenda")) == ["24", "31"]
        assert re.findall(r"(\d+) mrt (\w+)", text_of(client, "/agenda?periode=voorbij")) == [
            *(("18", "Tussendoor"), ("17", "Koffie"), ("10", "Koffie"))
        ]
    page = text_of(client, f"/agenda/{weekly.slug}?op=2026-03-17")
    assert "Een van een reeks: Koffie" in page
    assert "Wanneer dinsdag 17 maart 2026, 10.00–12.00 uur" in page
    assert "Wanneer dinsdag 10 maart 2026 – dinsdag 31 maart 2026" in text_of(client, f"/agenda/{weekly.slug}")
    for wrong in ("2026-03-18", "x", ""):
        assert client.get(f"/agenda/{weekly.slug}?op={wrong}").status_code == 404


def test_cal_12_changed_and_cancelled_occurrences_show_what_became_of_them(client: FlaskClient, weekly: Event) -> None:
    moved = Override(starts_at=at("2026-03-18T20:00"), ends_at=at("2026-03-18T21:00"), location="De Brink")
    weekly.exceptions = {
        "2026-03-17": moved.stored,
        "2026-03-24": Override(Fate.CANCELLED).stored,
        "2026-03-31": Override(Fate.SKIPPED).stored,
    }
    save_event(weekly)
    assert cell(client, MARCH, "2026-03-17") == "dinsdag 17 maart"
    assert "Koffie 20.00 uur" in cell(client, MARCH, "2026-03-18")
    assert "Afgelast: Koffie 10.00 uur" in cell(client, MARCH, "2026-03-24")
    assert cell(client, MARCH, "2026-03-31") == "dinsdag 31 maart"
    page = text_of(client, f"/agenda/{weekly.slug}?op=2026-03-17")
    assert "Verplaatst. Deze activiteit was eerst op een ander moment: dinsdag 17 maart 2026, 10.00 uur." in page
    assert "Waar De Brink" in page
    assert "Afgelast. Deze activiteit gaat niet door." in text_of(client, f"/agenda/{weekly.slug}?op=2026-03-24")
    assert client.get(f"/agenda/{weekly.slug}?op=2026-03-31").status_code == 404


def test_what_others_plan_stands_in_its_place_with_its_source(
    client: FlaskClient, event: MakeEvent, neighbours: list[OutsideEvent]
) -> None:
    event("Schouw")
    neighbours += [
        raad(),
        raad("2026-03-12T19:30", public=False),
        raad("2026-03-13T10:00", address="javascript:alert(1)"),
    ]
    words = text_of(client, "/agenda")
    assert words.index("mrt Schouw") < words.index("11 mrt Raadsvergadering")
    assert "Gemeentehuis Uit de agenda van Gemeente Ommen" in words
    assert "12 maart" not in words
    page = client.get("/agenda").text
    assert page.count('rel="noopener noreferrer external">Raadsvergadering') == 1
    assert "javascript" not in page
    assert "Raadsvergadering 19.30 uur Gemeente Ommen" in cell(client, MARCH, "2026-03-11")
    assert "Raadsvergadering" not in text_of(client, "/")
    assert "Raadsvergadering" not in client.get("/kalender/alles.ics").text


def test_what_others_plan_follows_the_filter_by_municipality_only(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, toy: str, neighbours: list[OutsideEvent]
) -> None:
    neighbours += [raad(place=Municipality.get().id), raad("2026-03-12T19:30")]
    event("Spelen", owner=toy, village=vilsteren, categories=["Wonen"])
    assert text_of(client, "/agenda?gemeente=ommen").count("mrt Raadsvergadering") == 1
    assert "Raadsvergadering" not in text_of(client, "/agenda?activiteit=toy")
    assert "Raadsvergadering" not in text_of(client, "/agenda?thema=Wonen")


def test_whole_days_of_others_end_on_their_last_day(client: FlaskClient, neighbours: list[OutsideEvent]) -> None:
    start, end = at("2026-03-28T00:00"), at("2026-03-30T00:00")
    neighbours.append(OutsideEvent("Beurs", start, end, True, "", "De buren", "", None, True))
    assert "Beurs zaterdag 28 maart 2026 – zondag 29 maart 2026" in text_of(client, "/agenda")
    assert "Beurs dag 2 van 2" in cell(client, MARCH, "2026-03-29")
    assert cell(client, MARCH, "2026-03-30") == "maandag 30 maart"


def test_pins_of_the_map_are_the_numbers_of_the_list(client: FlaskClient, event: MakeEvent, vilsteren: Village) -> None:
    event("Eerst", latitude=52.4, longitude=6.2, location="De Kulturhus")
    event("Daarna", village=vilsteren, **moments("2026-03-11T10:00", "2026-03-11T11:00"))
    event("Ook daar", village=vilsteren, **moments("2026-03-12T10:00", "2026-03-12T11:00"))
    event("Nergens", **moments("2026-03-13T10:00", "2026-03-13T11:00"))
    page = client.get("/agenda?toon=kaart").text
    assert 'data-map="/agenda.geojson?toon=kaart"' in page
    listed = re.findall(
        r'<li id="plaats-(\d+)">\s*<h3[^>]*><span[^>]*>(\d+)<.*?</span></span> ([^<]+)</h3>', page, re.S
    )
    response = client.get("/agenda.geojson?toon=kaart")
    features = response.get_json()["features"]
    assert response.mimetype == "application/geo+json"
    assert listed == [("1", "1", "De Kulturhus"), ("2", "2", "Vilsteren")]
    assert [(f["properties"]["number"], f["properties"]["name"], f["properties"]["url"]) for f in features] == [
        (1, "De Kulturhus", "#plaats-1"),
        (2, "Vilsteren", "#plaats-2"),
    ]
    assert features[1]["geometry"]["coordinates"] == [6.375, 52.5]
    assert features[1]["properties"]["text"] == "Daarna · Ook daar"
    assert "Niet op de kaart vr 13 mrt Nergens" in text_of(client, "/agenda?toon=kaart")
    assert client.get("/agenda.geojson?toon=kaart&maand=2026-04").get_json()["features"] == []


@pytest.mark.parametrize(
    "address",
    ["/agenda", "/agenda?thema=Wonen", MARCH, "/agenda?toon=kaart", "/agenda.geojson", "/agenda?periode=voorbij", "/"],
)
def test_views_cost_few_queries_and_none_per_row(
    client: FlaskClient, event: MakeEvent, vilsteren: Village, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    costs = []
    for count in (3, 27, 270):  # with three, each view has something to show
        for number in range(count):
            start = datetime(2026, 1 + number % 5, 1 + number % 27, 10, tzinfo=UTC)
            values = {"starts_at": start, "ends_at": start + timedelta(hours=1), "categories": ["Wonen"]}
            rule = Recurrence(Frequency.DAILY, count=3) if number % 30 == 0 else None
            event(f"Nummer {number}", village=vilsteren, recurrence=rule, **values)
        costs.append(len(queries_of(client, address, monkeypatch)))
    assert costs == [costs[0]] * 3
    assert costs[0] <= MOST_QUERIES


@pytest.mark.parametrize("address", ["/agenda", "/agenda?toon=kaart", MARCH])
def test_page_of_fifty_events_is_small(client: FlaskClient, event: MakeEvent, vilsteren: Village, address: str) -> None:
    for number in range(50):
        start = datetime(2026, 3, 1 + number % 30, 10, tzinfo=UTC)
        event(
            f"Dorpsgesprek over leefbaarheid {number}",
            village=vilsteren,
            owner="calendars",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
    page = client.get(address).data
    assert page.count(b"Dorpsgesprek over") == 50
    assert len(page) <= LARGEST


def test_pages_go_on_in_order_with_series_and_others_among_them(
    client: FlaskClient, event: MakeEvent, neighbours: list[OutsideEvent]
) -> None:
    event("Reeks", recurrence=Recurrence(Frequency.DAILY, count=60))
    for number in range(60):
        start = at("2026-03-10T11:00") + timedelta(days=number)
        event(f"Los {number}", starts_at=start, ends_at=start + timedelta(hours=1))
    neighbours += [raad("2026-03-30T19:30"), raad("2026-05-30T19:30")]
    found = []
    for page in (1, 2, 3):
        text = client.get(f"/agenda?pagina={page}").text
        found += re.findall(r'<time datetime="([^"]+)"', text)
        assert ("Volgende pagina" in text) == (page < 3)
    assert found == sorted(found)
    assert len(found) == 60 + 60 + 2


def test_cancelled_whole_series_says_so_on_every_day(client: FlaskClient, weekly: Event) -> None:
    cancel_event(weekly)
    assert text_of(client, "/agenda").count("Koffie Afgelast") == 4


def test_printed_page_names_where_the_current_one_is(client: FlaskClient, event: MakeEvent) -> None:
    made = event("Schouw")
    assert (
        "Afgedrukt op zondag 1 februari 2026. De actuele agenda staat op http://localhost/agenda?toon=maand"
        in text_of(client, "/agenda?toon=maand")
    )
    assert f"op http://localhost/agenda/{made.slug}" in text_of(client, f"/agenda/{made.slug}")
