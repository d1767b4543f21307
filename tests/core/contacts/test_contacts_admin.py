"""The admin screens of contacts: what they list, who may what, and a constant number of queries."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.contacts import (
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Province,
    Village,
)
from ovkk_core.database import db
from ovkk_core.history import AuditEntry
from tests.people import log_in, make_user

SCREENS = ("organisaties", "personen", "functies", "dorpen", "gemeenten")
PLACES = b"name,municipality,nota\nVilsteren,Ommen,x\n=1+1,Ommen,x\n"


@pytest.fixture
def anna(app: Flask, database: None) -> FlaskClient:
    """Give Anna, who coordinates."""
    client = app.test_client()
    log_in(client, make_user("coordinator"))
    return client


@pytest.fixture
def bram(app: Flask, database: None) -> FlaskClient:
    """Give Bram, who reads."""
    client = app.test_client()
    log_in(client, make_user("lezer", name="Bram"))
    return client


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the list to which every SQL statement is added."""
    asked: list[str] = []
    execute = db.obj.execute_sql

    def counted(sql: str, *args: object, **kwargs: object) -> object:
        asked.append(sql)
        return execute(sql, *args, **kwargs)

    monkeypatch.setattr(db.obj, "execute_sql", counted)
    return asked


def make_contacts(count: int, start: int = 0) -> None:
    """Store ``count`` villages with a council, a chair and a vacancy each."""
    province, _ = Province.get_or_create(name="Overijssel")
    for number in range(start, start + count):
        municipality = Municipality.create(name=f"Gemeente {number}", province=province)
        village = Village.create(name=f"Dorp {number}", municipality=municipality)
        council = Organisation.create(
            name=f"Dorpsbelang {number}", kind=OrganisationKind.VILLAGE_COUNCIL, municipality=municipality
        )
        OrganisationVillage.create(organisation=council, village=village)
        anna = Person.create(given_name="Anna", family_name=f"Smit {number}")
        Position.create(organisation=council, function=PositionFunction.CHAIR, person=anna)
        Position.create(organisation=council, function=PositionFunction.SECRETARY)


def token(client: FlaskClient, address: str) -> str:
    """Give the CSRF token of the form at ``address``."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


@pytest.mark.parametrize("screen", SCREENS)
def test_list_costs_the_same_number_of_queries_at_1_and_30_rows(
    screen: str, anna: FlaskClient, queries: list[str]
) -> None:
    make_contacts(1)
    anna.get(f"/beheer/{screen}/")
    queries.clear()
    assert anna.get(f"/beheer/{screen}/").status_code == 200
    at_one = len(queries)
    make_contacts(29, start=1)
    queries.clear()
    shown = anna.get(f"/beheer/{screen}/").text.count('role="rowheader"')
    assert shown in {30, 50}
    counts = [query for query in queries if query.startswith("SELECT COUNT(")]
    assert len(queries) - len(counts) == at_one
    assert len(counts) == (shown == 50)  # only a full page does not tell how many there are


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_opens_its_row_and_its_form(screen: str, anna: FlaskClient) -> None:
    make_contacts(1)
    for page in ("", "nieuw/", "1/", "1/bewerken/", "verwijderd/", "1/verwijderen/"):
        assert anna.get(f"/beheer/{screen}/{page}").status_code == 200, page


@pytest.mark.parametrize("screen", [*SCREENS, "plaatsen-inlezen"])
def test_sec_1_screens_are_closed_to_strangers_and_changing_to_readers(
    screen: str, client: FlaskClient, bram: FlaskClient
) -> None:
    make_contacts(1)
    assert client.get(f"/beheer/{screen}/").status_code in {303, 401}
    assert bram.get(f"/beheer/{screen}/").status_code == (403 if screen == "plaatsen-inlezen" else 200)
    assert bram.get(f"/beheer/{screen}/nieuw/").status_code in {403, 404}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("dorpen/?q=lutte", ["de Lutte"]),
        ("dorpen/?q=marienberg", ["Mariënberg"]),
        ("dorpen/?q=losser", ["de Lutte"]),
        ("dorpen/", ["Lemele", "de Lutte", "Mariënberg"]),
        ("dorpen/?sort=name&desc=1", ["Mariënberg", "de Lutte", "Lemele"]),
    ],
)
def test_villages_are_found_without_accents_and_sorted_by_their_main_word(
    address: str, found: list[str], anna: FlaskClient
) -> None:
    province = Province.create(name="Overijssel")
    for name, municipality in (("Mariënberg", "Hardenberg"), ("de Lutte", "Losser"), ("Lemele", "Ommen")):
        Village.create(name=name, municipality=Municipality.create(name=municipality, province=province))
    page = anna.get(f"/beheer/{address}").text
    assert re.findall(r'role="rowheader"[^>]*><a[^>]*>([^<]*)</a>', page) == found


def test_organisation_is_added_with_its_villages(anna: FlaskClient) -> None:
    make_contacts(2)
    address = "/beheer/organisaties/nieuw/"
    answer = anna.post(
        address,
        data={
            "csrf_token": token(anna, address),
            "name": "Dorpshuis De Spil",
            "kind": "community_centre",
            "legal_form": "foundation",
            "villages": ["1", "2"],
            "email": "info@despil.test",
        },
    )
    assert answer.status_code == 303
    made = Organisation.get(slug="dorpshuis-de-spil")
    assert (made.village_names, made.kind) == ("Dorp 0, Dorp 1", OrganisationKind.COMMUNITY_CENTRE)
    assert "Dorp 0, Dorp 1" in anna.get(answer.location).text


@pytest.mark.parametrize(
    ("screen", "values", "complaint"),
    [
        ("personen", {"given_name": "Anna"}, "verplicht"),
        ("personen", {"family_name": "Smit", "email": "geen adres"}, "geen mailadres"),
        (
            "functies",
            {"organisation": "1", "function": "chair", "starts_on": "2026-02-01", "ends_on": "2026-01-01"},
            "einddatum ligt vóór",
        ),
        ("dorpen", {"name": "Dorp 0", "municipality": "1", "kind": "dorp"}, 'role="alert"'),
    ],
)
def test_form_says_what_to_repair(screen: str, values: dict[str, str], complaint: str, anna: FlaskClient) -> None:
    make_contacts(1)
    address = f"/beheer/{screen}/nieuw/"
    answer = anna.post(address, data={"csrf_token": token(anna, address), **values})
    assert answer.status_code == 422
    assert complaint in answer.text


def test_position_is_added_as_a_vacancy(anna: FlaskClient) -> None:
    make_contacts(1)
    address = "/beheer/functies/nieuw/"
    values = {"organisation": "1", "function": "treasurer", "starts_on": "2026-01-01"}
    assert anna.post(address, data={"csrf_token": token(anna, address), **values}).status_code == 303
    made = Position.get(Position.function == PositionFunction.TREASURER)
    assert (made.person, made.starts_on, made.ends_on) == (None, date(2026, 1, 1), None)


def test_lists_of_places_name_their_sources(anna: FlaskClient) -> None:
    for screen in ("dorpen", "gemeenten", "plaatsen-inlezen"):
        assert "Bronnen: CBS, GeoNames (CC BY 4.0)" in anna.get(f"/beheer/{screen}/").text


def test_places_file_is_imported_and_its_rejected_rows_can_be_downloaded_later(anna: FlaskClient) -> None:
    address = "/beheer/plaatsen-inlezen/"
    data = {"csrf_token": token(anna, address), "file": (io.BytesIO(PLACES), "plaatsen.csv")}
    answer = anna.post(address, data=data)
    assert answer.status_code == 303
    report = anna.get(answer.location).text
    assert "lijkt een formule" in report
    assert "nota" in report
    assert answer.location in anna.get(address).text
    download = anna.get(f"{answer.location}afgekeurd.csv")
    assert "'=1+1" in download.text
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert [entry.action for entry in AuditEntry.select() if entry.object_type.endswith("place_import")] == [
        "contacts.import",
        "export",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"plaats;gemeente\nVilsteren;Ommen\n", "In de kopregel ontbreekt"), (b"", "bestand")],
)
def test_places_file_that_cannot_be_used_is_refused_on_the_form(
    content: bytes, complaint: str, anna: FlaskClient
) -> None:
    address = "/beheer/plaatsen-inlezen/"
    data = {"csrf_token": token(anna, address), "file": (io.BytesIO(content), "plaatsen.csv")}
    answer = anna.post(address, data=data)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_report_of_an_import_that_never_was_is_not_found(anna: FlaskClient) -> None:
    assert anna.get("/beheer/plaatsen-inlezen/999/").status_code == 404
