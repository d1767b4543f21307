"""The public pages of villages and municipalities: everything public about them, and nothing else."""

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from ovkk_core.calendars import Visibility
from ovkk_core.contacts import Municipality, Organisation, Person, Position, PositionFunction, Village
from ovkk_core.dossiers import alike_places, finding
from ovkk_core.registry import switch
from tests.core.contacts.counting import counted
from tests.core.dossiers.conftest import MakeEvent, make_village
from tests.plugins.dorpenschouw.cast import make_tour, publish_tour, save_stop, stop_plan

MOST_QUERIES = 8
LARGEST = 60_000


def main_of(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.text[response.text.index("<main") : response.text.index("</main>")]


def words_of(client: FlaskClient, address: str, status: int = 200) -> str:
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", main_of(client, address, status)).split()))


def test_village_page_tells_who_is_active_and_what_there_is_to_do(
    client: FlaskClient, places: dict[str, Village], council: Organisation, event: MakeEvent
) -> None:
    event("Dorpsgesprek", "2026-03-10 19:30", village=places["Vilsteren"])
    event("Nieuwjaar", "2026-01-05 20:00", village=places["Vilsteren"])
    event("Elders", "2026-03-11 19:30", village=places["Hoonhorst"])
    words = words_of(client, "/dorpen/vilsteren")
    assert "Een dorp in de gemeente Ommen, Overijssel." in words
    assert "Plaatselijk Belang Vilsteren" in words
    assert "Website van Plaatselijk Belang Vilsteren Facebook van" in words
    assert words.index("Binnenkort") < words.index("Dorpsgesprek") < words.index("Wat hier te doen was")
    assert words.index("Wat hier te doen was") < words.index("Nieuwjaar")
    assert "Elders" not in words
    assert "Lemele" in words.partition("Andere dorpen")[2]


def test_priv_11_page_of_a_village_shows_no_address_number_or_name_of_a_person(
    client: FlaskClient, council: Organisation
) -> None:
    person = Person.create(given_name="Anna", family_name="Geheim", email="anna@dorp.example", phone="0612345678")
    Position.create(person=person, organisation=council, function=PositionFunction.SECRETARY, email="s@pb.example")
    page = main_of(client, "/dorpen/vilsteren") + main_of(client, "/gemeenten/ommen")
    for secret in ("Geheim", "anna@", "@pb", "47 81 94", "31529", "06 12", "Vilsterseweg"):
        assert secret not in page


def test_village_page_shows_what_is_public_only(
    client: FlaskClient, places: dict[str, Village], event: MakeEvent
) -> None:
    event("Bestuur", "2026-03-10 19:30", village=places["Vilsteren"], visibility=Visibility.INTERNAL)
    event("Concept", "2026-03-10 19:30", village=places["Vilsteren"], publish=False)
    words = words_of(client, "/dorpen/vilsteren")
    assert "Bestuur" not in words
    assert "Concept" not in words
    assert "Op dit moment is hier niets gepland." in words


def test_municipality_page_shows_its_villages_and_what_is_in_each(
    client: FlaskClient, places: dict[str, Village], event: MakeEvent
) -> None:
    event("Dorpsgesprek", "2026-03-10 19:30", village=places["Lemele"])
    words = words_of(client, "/gemeenten/ommen")
    assert "Gemeente Ommen 2 dorpen in Overijssel. De dorpen Lemele Vilsteren Binnenkort" in words
    assert "Dorpsgesprek" in words
    assert 'href="/kalender/gemeente/ommen.ics"' in client.get("/gemeenten/ommen").text


def test_tour_tells_on_the_page_of_a_village_when_it_came_by(client: FlaskClient, places: dict[str, Village]) -> None:
    switch("dorpenschouw", True)
    tour = make_tour()
    stop = save_stop(tour, stop_plan("Vilsteren", "10.00", "11.00"))
    assert "Op de dorpenschouw" not in words_of(client, "/dorpen/vilsteren")
    publish_tour(tour)
    assert f"Op de dorpenschouw {stop.event.title}" in words_of(client, "/dorpen/vilsteren")
    assert "Op de dorpenschouw" not in words_of(client, "/dorpen/lemele")
    switch("dorpenschouw", False)
    assert "Op de dorpenschouw" not in words_of(client, "/dorpen/vilsteren")


@pytest.mark.parametrize("address", ["/dorpen/vilsteren", "/gemeenten/ommen"])
def test_page_of_a_place_tells_machines_what_it_tells_people(
    client: FlaskClient, places: dict[str, Village], event: MakeEvent, address: str
) -> None:
    event("</script>", "2026-03-10 19:30", village=places["Vilsteren"])
    page = client.get(address).text
    data = json.loads(page.partition('<script type="application/ld+json"')[2].partition(">")[2].partition("<")[0])
    assert data["name"] in {"Vilsteren", "Ommen"}
    assert data["url"] == f"http://localhost{address}"
    assert [(one["name"], one["startDate"]) for one in data["event"]] == [("</script>", "2026-03-10T19:30:00+01:00")]


def test_map_of_a_village_shows_it_within_its_province(client: FlaskClient, places: dict[str, Village]) -> None:
    data = client.get("/dorpen/vilsteren.geojson").get_json()
    assert [f["properties"] for f in data["features"]] == [{}, {}, {"name": "Vilsteren"}]
    assert data["bbox"] == [6.2308, 52.4622, 6.4153, 52.5089]
    whole = client.get("/gemeenten/ommen.geojson").get_json()
    named = [f["properties"].get("url") for f in whole["features"]]
    assert named == [None, "/dorpen/lemele", "/dorpen/vilsteren"]
    assert len(client.get("/dorpen.geojson").get_json()["features"]) == 3


@pytest.mark.parametrize("address", ["/dorpen", "/dorpen/vilsteren", "/gemeenten/ommen", "/dorpen?zoek=lemmele"])
def test_pages_of_places_cost_few_queries_and_none_per_row(
    client: FlaskClient, places: dict[str, Village], council: Organisation, event: MakeEvent, address: str
) -> None:
    switch("dorpenschouw", True)
    client.set_cookie("iets", "anders")  # strangers without one are answered from memory
    costs = []
    for count in (1, 30):
        for number in range(count):
            village = make_village(f"Dorp {count} {number}", population=100 + number)
            event(f"Feest {number}", "2026-03-10 19:30", village=places["Vilsteren"])
            event(f"Markt {number}", "2026-01-10 19:30", village=village)
        client.get(address)
        with counted() as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))
    assert costs == [costs[0]] * 2
    assert costs[0] <= MOST_QUERIES
    assert len(client.get(address).data) < LARGEST


def test_index_lists_villages_under_their_main_word_and_by_municipality(
    client: FlaskClient, places: dict[str, Village]
) -> None:
    words = words_of(client, "/dorpen")
    assert "H 's-Heerenbroek Kampen Hoonhorst Dalfsen L Lemele Ommen V Vilsteren Ommen" in words
    only = words_of(client, "/dorpen?gemeente=ommen")
    assert "Dorpen in de gemeente Ommen 2" in only
    assert "Hoonhorst" not in only
    letter = words_of(client, "/dorpen?letter=V")
    assert "V Vilsteren" in letter
    assert "Lemele Ommen" not in letter
    assert client.get("/dorpen?gemeente=atlantis").status_code == 404


def test_index_of_too_many_villages_for_a_page_shows_one_letter(
    places: dict[str, Village], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_AT_ONCE", 2)
    found = finding.index()
    assert [(letter, [line.name for line in lines]) for letter, lines in found.groups] == [
        ("H", ["'s-Heerenbroek", "Hoonhorst"])
    ]
    assert (found.letters, found.count) == (["H", "L", "V"], 4)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vilstern", ["Vilsteren"]),
        ("Hoonhrst", ["Hoonhorst"]),
        ("heerenbroek", ["'s-Heerenbroek"]),
        ("LEM", ["Lemele"]),
        ("Rotterdam", []),
        ("", []),
    ],
)
def test_search_forgives_typing_errors(places: dict[str, Village], typed: str, found: list[str]) -> None:
    assert [line.name for line in alike_places(typed)] == found


def test_address_that_a_place_once_had_leads_on_for_good(client: FlaskClient, places: dict[str, Village]) -> None:
    places["Lemele"].slug = "lemele-aan-de-berg"
    places["Lemele"].save()
    answer = client.get("/dorpen/lemele")
    assert (answer.status_code, answer.location) == (301, "/dorpen/lemele-aan-de-berg")
    place = Municipality.get(name="Ommen")
    place.slug = "ommen-nieuw"
    place.save()
    assert client.get("/gemeenten/ommen").location == "/gemeenten/ommen-nieuw"


def test_address_that_nothing_ever_had_suggests_what_it_may_mean(
    client: FlaskClient, places: dict[str, Village]
) -> None:
    words = words_of(client, "/dorpen/vilstern", 404)
    assert "Bedoelt u een van deze? Vilsteren gemeente Ommen" in words
    assert "Deze plaats kennen wij niet" in words_of(client, "/gemeenten/atlantis", 404)
