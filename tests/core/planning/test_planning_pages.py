"""The year planner and the page to choose a date."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.accounts import change_permission
from ovkk_core.contacts import Municipality
from tests.core.planning.conftest import MakeEvent, Plan
from tests.people import log_in, make_user

YEAR, DATE = "/beheer/jaarplanner/", "/beheer/datum-kiezen/"
WISH = {"day": "2026-03-10", "starts": "19:30", "ends": "21:30"}


def test_year_shows_own_and_others_events_and_holidays_in_table_and_list(
    editor: FlaskClient, event: MakeEvent, others: Plan, ommen: Municipality
) -> None:
    event("Thema-avond", "2026-03-10 19:30")
    event("Nog een idee", "2026-06-02 19:30", publish=False)
    others("Raadsvergadering", "2026-03-11 20:00", ommen, address="javascript:alert(1)")
    page = editor.get(YEAR).text
    table, _, listed = page.partition('id="lijst"')
    for words in ("Thema-avond", "Nog een idee", "Raadsvergadering", "Koningsdag", "Zomervakantie"):
        assert words in table, words
        assert words in listed, words
    assert "(concept)" in listed
    assert "Gemeenteraad Ommen (van anderen)" in listed
    assert "javascript:" not in page


def test_year_hides_drafts_from_who_may_not_see_them(app: Flask, client: FlaskClient, event: MakeEvent) -> None:
    event("Nog een idee", "2026-06-02 19:30", publish=False)
    event("Thema-avond", "2026-03-10 19:30")
    change_permission("lezer", "calendars.read", False)
    log_in(client, make_user("lezer"))
    page = client.get(YEAR).text
    assert "Thema-avond" in page
    assert "Nog een idee" not in page


def test_activity_of_several_days_stands_on_each_of_them(editor: FlaskClient, event: MakeEvent) -> None:
    event("Kerkenpad", "2026-05-20 00:00", first_day=date(2026, 5, 20), last_day=date(2026, 5, 22))
    table = editor.get(YEAR).text.partition('id="lijst"')[0]
    assert table.count("Kerkenpad") == 3


def test_year_that_is_not_settled_says_so_and_silly_years_are_not_found(editor: FlaskClient) -> None:
    assert "nog niet allemaal vast" in editor.get(f"{YEAR}?jaar=2035").text
    assert "nog niet allemaal vast" not in editor.get(f"{YEAR}?jaar=2026").text
    assert editor.get(f"{YEAR}?jaar=1").status_code == 404
    assert editor.get(f"{YEAR}?jaar=99999").status_code == 404


def test_date_page_warns_and_proposes_three_evenings(
    editor: FlaskClient, event: MakeEvent, ommen: Municipality, raalte: Municipality
) -> None:
    event("Thema-avond", "2026-03-10 20:00", place=ommen)
    page = editor.get(DATE, query_string=WISH | {"municipality": [ommen.id]}).text
    assert "Onze eigen activiteit voor mensen uit dezelfde gemeente." in page
    proposals = page.partition('id="voorstellen"')[2]
    assert proposals.count("day=2026-") == 3
    assert "day=2026-03-11&amp;starts=19:30&amp;ends=21:30" in proposals
    elsewhere = editor.get(DATE, query_string=WISH | {"municipality": [raalte.id]}).text
    assert "Niets pleit tegen deze datum" in elsewhere


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": ""}, "Kies een datum"),
        ({"day": "1999-01-01"}, "Kies een jaar van 2000"),
        ({"day": "2026-03-29", "starts": "02:30", "ends": "04:00"}, "bestaat 02.30 uur niet"),
        ({"ends": "19:00"}, "eindtijd moet"),
        ({"municipality": "zeven", "kind": "onzin"}, "Niets pleit tegen deze datum"),
        ({"municipality": "99999999999999999999"}, "Niets pleit tegen deze datum"),
    ],
)
def test_date_page_explains_what_cannot_be(editor: FlaskClient, changes: dict[str, str], words: str) -> None:
    answer = editor.get(DATE, query_string=WISH | changes)
    assert answer.status_code == 200
    assert words in answer.text
