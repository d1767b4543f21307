"""Downloads that no spreadsheet runs, of listed columns only, and written down."""

import csv
import io
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ovkk_core.history import AuditEntry
from ovkk_core.web import plain_cell, safe_cell
from tests.core.admin.browsing import post
from tests.core.admin.halls import Area, Hall

DANGEROUS = (
    "=1+1",
    "+31612345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '"=1',
    ";=1",
    "',=1",
    "'=1",
    "=cmd|' /C calc'!A0",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹢1",
    "\u00a0=1",
)
HARMLESS = ("", "gewoon", "a=b", "'s-Heerenbroek", "De Schouw", "“citaat”", "1-2")


@pytest.mark.parametrize("value", DANGEROUS)
def test_sec_16_formula_is_neutralised_and_comes_back(value: str) -> None:
    assert (safe_cell(value), plain_cell(safe_cell(value))) == (f"'{value}", value)


@pytest.mark.parametrize("value", HARMLESS)
def test_sec_16_harmless_text_stays_as_it_is(value: str) -> None:
    assert (safe_cell(value), plain_cell(value)) == (value, value)


@given(st.text() | st.text(alphabet="'=+-@\t\r\"; ＝a"))
def test_sec_16_every_text_comes_back(value: str) -> None:
    assert plain_cell(safe_cell(value)) == value


@pytest.fixture
def some(halls: None) -> None:
    """Make halls, one of which is after your computer."""
    area = Area.create(name='=HYPERLINK("http://x.example")')
    Hall.create(name='@kwaad; "en" meer', area=area, seats=-3, opens_at=datetime(2026, 7, 10, 8, 0, tzinfo=UTC))
    Hall.create(name="Dörpshuus ☕", warm=True)


def test_sec_16_csv_has_a_mark_semicolons_and_safe_cells(anna: FlaskClient, some: None) -> None:
    answer = post(anna, "/beheer/zalen/export/csv/")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="zalen-')
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["Naam", "Gebied", "Stoelen", "Mood", "Opens At", "Warm"],
        [
            '\'@kwaad; "en" meer',
            '\'=HYPERLINK("http://x.example")',
            "-3",
            "open voor iedereen",
            "2026-07-10 10:00",
            "nee",
        ],
        ["Dörpshuus ☕", "", "0", "open voor iedereen", "", "ja"],
    ]


def test_sec_16_workbook_holds_no_formula(anna: FlaskClient, some: None) -> None:
    answer = post(anna, "/beheer/zalen/export/xlsx/")

    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[2]] == [
        '\'@kwaad; "en" meer',
        '\'=HYPERLINK("http://x.example")',
        -3,
        "open voor iedereen",
        datetime(2026, 7, 10, 10, 0),  # noqa: DTZ001 - a workbook knows no zones
        "nee",
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_export_gives_what_the_list_selects(anna: FlaskClient, some: None) -> None:
    answer = post(anna, "/beheer/zalen/export/csv/?f_warm=1&q=d%C3%B6rp&id=1")

    assert answer.data.decode("utf-8-sig").count("\r\n") == 2


def test_sec_16_export_is_written_down_without_contents(anna: FlaskClient, some: None) -> None:
    post(anna, "/beheer/zalen/export/csv/")

    entry = AuditEntry.select().order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.object_type, entry.object_id) == ("export", "halls_hall", "csv")
    assert entry.actor.startswith("user:")


def test_sec_3_export_leaves_out_what_is_not_listed(anna: FlaskClient, some: None) -> None:
    assert b"geheim" not in post(anna, "/beheer/zalen/export/csv/").data
