"""The public pages, the feed and the gate of the plugin."""

import re

import pytest
from flask.testing import FlaskClient
from syrupy.assertion import SnapshotAssertion

from ovkk_core.calendars import Event
from ovkk_core.clock import frozen
from ovkk_core.registry import registry, switch
from plugins.dorpenschouw.models import VillageTour
from plugins.dorpenschouw.planning import save_tour
from plugins.dorpenschouw.programme import stops_of
from plugins.dorpenschouw.publishing import cancel_tour
from tests.plugins.dorpenschouw.cast import FRIDAY, at, make_public_tour, make_stops, make_tour, tour_plan
from tests.plugins.dorpenschouw.conftest import Queries

pytestmark = pytest.mark.usefixtures("tours_on")
PAGE = "/dorpenschouw/2026-06-12-dorpenschouw-vechtdal"
PAGES = ["/dorpenschouw", PAGE, f"{PAGE}.geojson", f"{PAGE}/afdrukken", "/kalender/dorpenschouw.ics"]


def unfolded(client: FlaskClient, address: str = "/kalender/dorpenschouw.ics") -> str:
    """Give a feed with its folded lines joined."""
    return client.get(address).text.replace("\r\n ", "")


def test_draft_tour_is_in_no_page_and_no_feed(client: FlaskClient) -> None:
    make_stops(make_tour())
    assert [client.get(page).status_code for page in PAGES] == [200, 404, 404, 404, 200]
    assert "Vechtdal" not in client.get("/dorpenschouw").text
    assert "BEGIN:VEVENT" not in unfolded(client)


def test_public_tour_shows_its_programme_with_villages_stories_and_hosts(client: FlaskClient) -> None:
    make_public_tour()
    page = client.get(PAGE).text
    for words in (
        "vrijdag 12 juni 2026, 09.00–16.00 uur",
        "Vilsteren",
        "Het dorpshuis is van ons allemaal.",
        "Dorpsbelang Vilsteren",
        "Bronnen: CBS, GeoNames (CC BY 4.0)",
        f'data-map="{PAGE}.geojson"',
        "/agenda/2026-06-12-dorpenschouw-vechtdal.ics",
    ):
        assert words in page


def test_published_tour_is_in_the_feed_with_its_stops_related_to_it(client: FlaskClient) -> None:
    tour = make_public_tour()
    feed = unfolded(client)
    assert feed.count("BEGIN:VEVENT") == 4
    assert feed.count(f"RELATED-TO;RELTYPE=PARENT:{tour.event.uid}\r\n") == 3
    assert {f"UID:{stop.event.uid}" for stop in stops_of(tour)} <= set(feed.splitlines())


def test_cal_7_moved_tour_raises_the_sequence_of_itself_and_its_stops(client: FlaskClient) -> None:
    tour = make_public_tour()
    assert set(re.findall(r"SEQUENCE:(\d+)", unfolded(client))) == {"0"}
    save_tour(tour_plan(starts_at=at("09.20"), ends_at=at("16.20")), tour, shift_stops=True)
    assert re.findall(r"SEQUENCE:(\d+)", unfolded(client)) == ["1"] * 4


def test_cal_13_cancelled_tour_stays_in_feed_and_on_its_page_with_the_reason(client: FlaskClient) -> None:
    cancel_tour(make_public_tour(), "De wegen zijn te glad.")
    assert unfolded(client).count("STATUS:CANCELLED") == 4
    page = client.get(PAGE).text
    assert "De wegen zijn te glad." in page
    assert "Deze dorpenschouw gaat niet door." in page


def test_plugin_that_is_off_gives_404_everywhere_and_keeps_its_uids(client: FlaskClient, editor: FlaskClient) -> None:
    make_public_tour()
    uids = re.findall(r"UID:(\S+)", unfolded(client))
    switch("dorpenschouw", False)
    assert {client.get(page).status_code for page in PAGES} == {404}
    assert {editor.get(f"/beheer/dorpenschouw/{page}").status_code for page in ("", "1/haltes")} == {404}
    switch("dorpenschouw", True)
    assert {client.get(page).status_code for page in PAGES} == {200}
    assert re.findall(r"UID:(\S+)", unfolded(client)) == uids


def test_geojson_of_the_route(client: FlaskClient, snapshot: SnapshotAssertion) -> None:
    make_public_tour()
    answer = client.get(f"{PAGE}.geojson")
    assert answer.mimetype == "application/geo+json"
    assert answer.json == snapshot


def test_page_names_of_stops_are_escaped(client: FlaskClient) -> None:
    make_public_tour(theme="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(PAGE).text


def test_a_past_tour_is_listed_as_past(client: FlaskClient) -> None:
    make_public_tour()
    coming = client.get("/dorpenschouw").text
    with frozen(at("17.00")):
        past = client.get("/dorpenschouw").text
    assert ("Eerdere" in coming, "Eerdere" in past) == (False, True)


@pytest.mark.parametrize("address", ["/dorpenschouw", "/beheer/dorpenschouw/"])
def test_list_asks_as_many_queries_for_30_tours_as_for_1(address: str, editor: FlaskClient, queries: Queries) -> None:
    make_public_tour()
    editor.get(address)
    with queries() as one:
        assert editor.get(address).status_code == 200
    for _ in range(29):
        make_public_tour()
    editor.get(address)
    with queries() as many:
        editor.get(address)
    assert len(many) == len(one)


def test_programme_asks_few_queries_and_none_per_stop(client: FlaskClient, queries: Queries) -> None:
    make_public_tour()
    client.get(PAGE)
    with queries() as noted:
        client.get(PAGE)
    assert len(noted) <= 8


def test_events_of_stops_lead_to_the_page_of_the_tour() -> None:
    make_public_tour()
    assert {event.page for event in Event.select()} == {PAGE}


def test_home_page_shows_the_next_tour_and_the_menu_leads_to_the_list(client: FlaskClient) -> None:
    assert "De eerstvolgende dorpenschouw" not in client.get("/").text
    make_public_tour()
    home = client.get("/").text
    assert ("De eerstvolgende dorpenschouw" in home, 'href="/dorpenschouw"' in home) == (True, True)


def test_switching_off_tells_how_many_public_tours_disappear() -> None:
    make_public_tour()
    make_tour()
    impact = [
        (i.count, i.what) for room, i in registry.ask("disable_impact", plugin="dorpenschouw") if room == "dorpenschouw"
    ]
    assert impact == [(1, "bekendgemaakte dorpenschouwen die verdwijnen van de website")]
    assert VillageTour.select().count() == 2
    assert FRIDAY.weekday() == 4
