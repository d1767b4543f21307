"""The list: found, filtered, sorted and paged by names from lists, in a constant number of queries."""

import re
from datetime import UTC, date, datetime
from functools import partial

import peewee
import pytest
from flask.testing import FlaskClient

from ovkk_core.database import db
from ovkk_core.web.admin import filling, paging
from ovkk_core.web.admin.paging import page_of
from tests.core.admin.halls import Area, Hall, Mood

ADDRESS = "/beheer/zalen/"


@pytest.fixture
def some(halls: None) -> None:
    """Make halls with everything a search can stumble over."""
    north, south = Area.create(name="Noord"), Area.create(name="Zuid")
    Hall.create(name="50% korting", area=north, seats=3, warm=True, mood=Mood.SHUT)
    Hall.create(name="50 procent", area=south, seats=2, built_on=date(2020, 5, 1))
    Hall.create(name="Onder_streep", area=None, seats=1, opens_at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))
    Hall.create(name="Onderstreep", notes="met veel ruimte", seats=4, built_on=date(2021, 5, 1))


def names(client: FlaskClient, query: str = "") -> list[str]:
    """Give the names in the list, in their order."""
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200
    return re.findall(r'data-label="Naam"><a[^>]*>([^<]*)</a>', answer.text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=%25", ["50% korting"]),
        ("q=_", ["Onder_streep"]),
        ("q=%5C", []),
        ("q=onderSTREEP", ["Onderstreep"]),
        ("q=ruimte+veel", ["Onderstreep"]),
        ("q=noord", ["50% korting"]),
        ("q=%00%0A", ["50 procent", "50% korting", "Onder_streep", "Onderstreep"]),
        ("q='+OR+1=1--", []),
        ("f_name=50%25", ["50% korting"]),
        ("f_name=_", ["Onder_streep"]),
        ("f_mood=shut", ["50% korting"]),
        ("f_mood=nonsense", []),
        ("f_warm=1", ["50% korting"]),
        ("f_warm=0&f_seats=2", ["50 procent"]),
        ("f_seats=nonsense", []),
        ("f_seats=99999999999999999999", []),
        ("f_area=1", ["50% korting"]),
        ("f_area=nonsense", []),
        ("f_built_on.van=2020-05-01&f_built_on.tot=2021-04-30", ["50 procent"]),
        ("f_built_on.van=gisteren", []),
        ("f_built_on.tot=9999-12-31", []),
        ("f_opens_at.van=2026-03-11&f_opens_at.tot=2026-03-11", ["Onder_streep"]),
        ("f_opens_at.tot=2026-03-10", []),
        ("f_secret=geheim", ["50 procent", "50% korting", "Onder_streep", "Onderstreep"]),
    ],
)
def test_sec_18_search_and_filters_find_letters_as_letters(
    anna: FlaskClient, some: None, query: str, expected: list[str]
) -> None:
    assert names(anna, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["50 procent", "50% korting", "Onder_streep", "Onderstreep"]),
        ("sort=seats", ["Onder_streep", "50 procent", "50% korting", "Onderstreep"]),
        ("sort=seats&desc=1", ["Onderstreep", "50% korting", "50 procent", "Onder_streep"]),
        ("sort=area.name", ["50% korting", "50 procent", "Onder_streep", "Onderstreep"]),
        ("sort=secret", ["50 procent", "50% korting", "Onder_streep", "Onderstreep"]),
        ("sort=id;DROP TABLE", ["50 procent", "50% korting", "Onder_streep", "Onderstreep"]),
    ],
)
def test_sec_18_sorts_only_by_listed_columns(anna: FlaskClient, some: None, query: str, expected: list[str]) -> None:
    assert names(anna, query) == expected


def test_a11y_6_sorted_column_says_so(anna: FlaskClient, some: None) -> None:
    page = anna.get(f"{ADDRESS}?sort=seats&desc=1").text

    assert 'aria-sort="descending"' in page
    assert 'href="/beheer/zalen/?sort=seats"' in page


@pytest.mark.parametrize("page", ["2", "99", "0", "-1", "x", "9" * 5000])
def test_page_that_does_not_exist_is_the_nearest(anna: FlaskClient, halls: None, page: str) -> None:
    for number in range(12):
        Hall.create(name=f"Zaal {number:02}")

    found = names(anna, f"page={page}")

    assert found == ([f"Zaal {n:02}" for n in (10, 11)] if page in {"2", "99"} else [f"Zaal {n:02}" for n in range(10)])


@pytest.mark.parametrize("rows", [0, 1, 3, 4, 6])
def test_page_tells_how_many_there_are_counted_or_not(halls: None, rows: int) -> None:
    for number in range(rows):
        Hall.create(name=f"Zaal {number}")
    pages = [page_of(Hall.select().order_by(Hall.id), str(asked), 3) for asked in (1, 2, 3)]
    last = max(1, -(-rows // 3))
    assert [(p.number, p.count, p.pages) for p in pages] == [(min(n, last), rows, last) for n in (1, 2, 3)]
    assert [len(p.rows) for p in pages[:last]] == [min(3, rows - 3 * n) for n in range(last)]


@pytest.mark.parametrize(("few", "where"), [(1000, True), (1, True), (1, False)])
def test_page_is_the_same_whether_keys_are_asked_first_or_not(
    halls: None, monkeypatch: pytest.MonkeyPatch, few: int, where: bool
) -> None:
    monkeypatch.setattr(paging, "FEW", few)
    for number in range(8):
        Hall.create(name=f"Zaal {9 - number}", seats=number)
    query = Hall.select().where(Hall.seats >= 0) if where else Hall.select()

    pages = [page_of(query.order_by(Hall.name), str(asked), 3) for asked in (1, 2, 9)]

    assert [[hall.seats for hall in page.rows] for page in pages] == [[7, 6, 5], [4, 3, 2], [1, 0]]
    assert [(page.number, page.count, page.pages) for page in pages] == [(1, 8, 3), (2, 8, 3), (3, 8, 3)]


def test_sec_14_rows_filled_in_are_those_that_the_template_makes(
    bram: FlaskClient, halls: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("50% <b>&\"'%s", "546372819918273645m1m", "{{ 7 * 7 }}", "Zaal"):
        Hall.create(name=name, mood=Mood.SHUT, warm=True)
    by_template = partial(filling.rows_of, alike=False)

    filled = _without_secrets(bram.get(ADDRESS).text)
    monkeypatch.setattr(filling, "rows_of", lambda *given, alike: by_template(*given))

    assert filled.count("<tr") == 5
    assert filled == _without_secrets(bram.get(ADDRESS).text)


@pytest.mark.parametrize(
    "query", ["id=3", "_external=1", "_scheme=javascript", "endpoint=x", "kind=exe", "f_area=1&q=a"]
)
def test_foreign_words_in_the_address_do_no_harm(anna: FlaskClient, some: None, query: str) -> None:
    assert anna.get(f"{ADDRESS}?{query}").status_code == 200


def test_list_costs_the_same_queries_for_1_and_30_rows(
    anna: FlaskClient, halls: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.core.admin.halls.HallView.page_size", 50)
    Hall.create(name="Zaal", area=Area.create(name="Noord"))
    names(anna)  # what is kept in memory is read now
    one = _queries(anna, monkeypatch)
    for number in range(29):
        Hall.create(name=f"Zaal {number}", area=Area.create(name=f"Gebied {number}"))

    thirty = _queries(anna, monkeypatch)

    assert (one, len(names(anna))) == (thirty, 30)


def test_empty_list_says_what_to_do_next(anna: FlaskClient, bram: FlaskClient, halls: None) -> None:
    assert "/beheer/zalen/nieuw/" in anna.get(ADDRESS).text
    assert "/beheer/zalen/nieuw/" not in bram.get(ADDRESS).text


def test_sec_14_values_are_shown_as_text(anna: FlaskClient, halls: None) -> None:
    hall = Hall.create(name="<script>alert(1)</script>", notes="<b>vet</b>")

    for page in ("", f"{hall.id}/", f"{hall.id}/bewerken/", f"{hall.id}/verwijderen/"):
        text = anna.get(ADDRESS + page).text
        assert "<script>alert" not in text
        assert "<b>vet" not in text


def test_sec_3_what_is_not_listed_is_not_shown(anna: FlaskClient, halls: None) -> None:
    hall = Hall.create(name="Zaal", secret="kluiscode")
    hall.secret = "nieuwe kluiscode"
    hall.save()

    for page in ("", f"{hall.id}/", f"{hall.id}/bewerken/"):
        assert "kluiscode" not in anna.get(ADDRESS + page).text


def _without_secrets(page: str) -> str:
    return re.sub(r'nonce="[^"]*"|name="csrf_token"[^>]*', "", page)


def _queries(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count what the list asks of the database."""
    seen: list[str] = []
    kind = type(db.obj)
    real = kind.execute_sql

    def counting(self: peewee.Database, sql: str, *args: object, **kwargs: object) -> object:
        seen.append(sql)
        return real(self, sql, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(kind, "execute_sql", counting)
        client.get(ADDRESS)
    return len(seen)
