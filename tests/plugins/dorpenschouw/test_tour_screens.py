"""The admin screens: the work of a volunteer from start to end, and who may do what."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import User
from ovkk_core.calendars import Event, EventStatus, save_event
from ovkk_core.mail import OutboxMail
from ovkk_core.registry import registry, switch
from plugins.dorpenschouw.models import Invitation, Leg, Stop, VillageTour
from plugins.dorpenschouw.programme import stops_of
from tests.people import log_in, make_user
from tests.plugins.dorpenschouw.cast import (
    make_council,
    make_public_tour,
    make_secretary,
    make_stops,
    make_tour,
    make_village,
)

pytestmark = pytest.mark.usefixtures("tours_on")
DETAILS = {"title": "Dorpenschouw Vechtdal", "day": "2026-06-12", "starts": "09:00", "ends": "16:00"}
STOP = {
    "village": "Vilsteren",
    "title": "Het dorpshuis",
    "arrives": "09:30",
    "departs": "10:15",
    "leg": "coach",
    "step_free": "unknown",
    "toilet": "yes",
}
ROOT = "/beheer/dorpenschouw"


def test_volunteer_plans_publishes_invites_and_calls_off(editor: FlaskClient) -> None:
    council = make_council(make_village("Vilsteren"))
    anna = make_secretary(council)
    assert editor.post(f"{ROOT}/nieuw", data=DETAILS).location == f"{ROOT}/1/haltes"
    assert editor.post(f"{ROOT}/1/haltes", data=STOP | {"host": "dorpsbelang vilsteren"}).status_code == 302
    assert editor.get(f"{ROOT}/1/controle").status_code == 200
    assert editor.post(f"{ROOT}/1/publiceren").location == f"{ROOT}/1/uitnodigen"
    assert "anna@dorp.example" in editor.get(f"{ROOT}/1/uitnodigen?kind=village_council").text
    for _ in range(2):
        editor.post(f"{ROOT}/1/versturen", data={"position": [anna.id]})
    assert (Invitation.select().count(), OutboxMail.select().count()) == (1, 1)
    assert editor.post(f"{ROOT}/1/afgelasten", data={"reason": "Te glad."}).location == f"{ROOT}/1/afdrukken"
    assert VillageTour.get().event.status is EventStatus.CANCELLED
    assert OutboxMail.select().count() == 2


def test_overview_shows_state_and_next_step(editor: FlaskClient) -> None:
    make_tour()
    page = editor.get(f"{ROOT}/").text
    assert "Concept" in page
    assert f'href="{ROOT}/1/haltes"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": "08:00"}, "eindigt om 08.00 uur"),
        ({"day": "2026-03-29", "starts": "02:30"}, "bestaat 02.30 uur niet"),
        ({"title": ""}, "Titel"),
        ({"day": "12 juni"}, "Datum"),
        ({"max_participants": "0"}, "Hoogste aantal"),
    ],
)
def test_details_that_cannot_be_are_explained_and_kept(
    editor: FlaskClient, changes: dict[str, str], words: str
) -> None:
    answer = editor.post(f"{ROOT}/nieuw", data=DETAILS | {"theme": "Wonen"} | changes)
    assert (answer.status_code, VillageTour.select().count()) == (200, 0)
    assert words in answer.text
    assert 'value="Wonen"' in answer.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"village": "Sibculo"}, "Bedoelt u Sibculo (Hardenberg) of Sibculo (Twenterand)?"),
        ({"village": "Nergenshuizen"}, "Kies een naam uit de lijst."),
        ({"host": "Onbekend"}, "de organisatie"),
        ({"departs": "09:00"}, "ligt het vertrek niet na de aankomst"),
        ({"arrives": "06:00"}, "valt buiten de dorpenschouw"),
        ({"leg": "zwemmend"}, "Hoe komt"),
    ],
)
def test_stop_that_cannot_be_is_explained(editor: FlaskClient, changes: dict[str, str], words: str) -> None:
    make_tour()
    for name, municipality in (("Vilsteren", ""), ("Sibculo", "Hardenberg"), ("Sibculo", "Twenterand")):
        make_village(name, municipality)
    answer = editor.post(f"{ROOT}/1/haltes", data=STOP | changes)
    assert (answer.status_code, Stop.select().count()) == (200, 0)
    assert words in answer.text


def test_village_with_a_namesake_is_chosen_with_its_municipality(editor: FlaskClient) -> None:
    make_tour()
    for municipality in ("Hardenberg", "Twenterand"):
        make_village("Sibculo", municipality)
    assert '<option value="Sibculo (Twenterand)">' in editor.get(f"{ROOT}/1/haltes").text
    editor.post(f"{ROOT}/1/haltes", data=STOP | {"village": "sibculo (twenterand)"})
    assert Stop.get().village.municipality.name == "Twenterand"


def test_stop_is_changed_moved_and_removed(editor: FlaskClient) -> None:
    tour = make_tour()
    first, second, third = make_stops(tour)
    anna = make_secretary(first.host)
    change = STOP | {"leg": "foot", "host": "Dorpsbelang Vilsteren", "host_position": anna.id, "shift_later": "y"}
    assert editor.post(f"{ROOT}/1/haltes/{first.id}", data=change | {"departs": "10:25"}).status_code == 302
    stop = stops_of(tour)[0]
    assert (stop.leg, stop.host_position, stop.event.title) == (Leg.FOOT, anna, "Het dorpshuis")
    editor.post(f"{ROOT}/1/haltes/{second.id}/verplaatsen", data={"way": "up"})
    editor.post(f"{ROOT}/1/haltes/{third.id}/verwijderen")
    assert [stop.village.name for stop in stops_of(tour)] == ["Hoonhorst", "Vilsteren"]


def test_stop_of_another_tour_is_not_found(editor: FlaskClient) -> None:
    stops = make_stops(make_tour())
    make_tour()
    assert editor.get(f"{ROOT}/2/haltes/{stops[0].id}").status_code == 404
    assert editor.post(f"{ROOT}/2/haltes/{stops[0].id}/verwijderen").status_code == 404


def test_sec_5_post_without_a_token_changes_nothing(app: Flask) -> None:
    make_stops(make_tour())
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    log_in(client, make_user("redacteur"))
    sent = [client.post(f"{ROOT}/{path}") for path in ("1/publiceren", "1/haltes/1/verwijderen", "1/versturen")]
    assert [answer.status_code for answer in sent] == [400, 400, 400]
    assert (VillageTour.get().event.status, Stop.select().count()) == (EventStatus.DRAFT, 3)


READ = ["", "1/controle", "1/afdrukken"]
WRITE = ["nieuw", "1/gegevens", "1/haltes", "1/haltes/1", "1/afgelasten", "1/uitnodigen"]
CHANGES = ["1/publiceren", "1/versturen", "1/haltes/1/verplaatsen", "1/haltes/1/verwijderen"]


@pytest.mark.parametrize(
    ("role", "may_read", "may_write"),
    [
        ("beheerder", True, True),
        ("redacteur", True, True),
        ("coordinator", True, True),
        ("adviseur", True, False),
        ("lezer", True, False),
        (None, False, False),
    ],
)
def test_sec_1_role_reaches_exactly_its_screens(
    app: Flask, client: FlaskClient, role: str | None, may_read: bool, may_write: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    make_public_tour()
    log_in(client, make_user(*([role] if role else [])))
    assert {client.get(f"{ROOT}/{path}").status_code for path in READ} == {200 if may_read else 403}
    assert {client.get(f"{ROOT}/{path}").status_code for path in WRITE} == {200 if may_write else 403}
    assert {client.post(f"{ROOT}/{path}").status_code for path in CHANGES} == {302 if may_write else 403}


def test_sec_1_visitor_who_is_not_logged_in_sees_no_screen(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    make_public_tour()
    assert {client.get(f"{ROOT}/{path}").location.partition("?")[0] for path in READ + WRITE} == {"/inloggen"}
    assert {client.post(f"{ROOT}/{path}").status_code for path in CHANGES} == {401}


def todos_of(user: User) -> list[tuple[str, str]]:
    """Give what the start page asks of ``user``."""
    return [
        (item.title, item.address) for room, item in registry.ask("todo_items", user=user) if room == "dorpenschouw"
    ]


def test_tour_of_the_coming_weeks_asks_for_its_next_step() -> None:
    anna, bram = make_user("redacteur"), make_user("lezer", name="Bram")
    tour = make_tour()
    assert todos_of(anna) == [("Dorpenschouw Vechtdal heeft nog geen haltes", f"{ROOT}/1/haltes")]
    make_stops(tour)
    assert todos_of(anna) == [("Dorpenschouw Vechtdal is nog niet bekendgemaakt", f"{ROOT}/1/controle")]
    make_public_tour()
    assert ("Dorpenschouw Vechtdal heeft nog geen uitnodigingen", f"{ROOT}/2/uitnodigen") in todos_of(anna)
    assert todos_of(bram) == []
    switch("dorpenschouw", False)
    assert todos_of(anna) == []


def test_check_warns_of_what_else_takes_place_for_the_same_municipalities(editor: FlaskClient) -> None:
    tour = make_public_tour()
    page = editor.get(f"{ROOT}/{tour.id}/controle").text
    assert "Wat er dan nog meer is" not in page
    for village, municipality in (("Vilsteren", ""), ("Sibculo", "Hardenberg")):
        place = make_village(village, municipality)
        event = tour.event
        save_event(
            Event(
                title=f"Feest in {village}",
                owner="calendars",
                village=place,
                starts_at=event.starts_at,
                ends_at=event.ends_at,
            )
        )
    page = editor.get(f"{ROOT}/{tour.id}/controle").text
    assert "Feest in Vilsteren" in page
    assert "Onze eigen activiteit voor mensen uit dezelfde gemeente." in page
    assert "Feest in Sibculo" not in page
