"""Letters, labels and the notice-board sheet: one page each, values that stay text, and limits."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.letters import MOST_LETTERS, Letter, Notice, labels_pdf, letters_pdf, making, notice_pdf
from tests.people import log_in, make_user

ADDRESS = ("Dorpsbelang Vilsteren", "t.a.v. Anna van Dijk", "Vilsterseweg 11", "7734 PD  VILSTEREN")
MARKUP = '#panic("x") #read("/etc/hostname") *a* $x^2$ @b <c> \\ // "quoted" ]}) \u202e \x0b'
SCREEN = "/beheer/prikbordblad/"


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF that typst made."""
    assert pdf.startswith(b"%PDF-")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def make_letter(**values: object) -> Letter:
    """Give a letter to the board of Vilsteren."""
    wanted = {"address": ADDRESS, "salutation": "Geachte mevrouw Van Dijk,", "body": "Tot ziens.", "dated": "Dalfsen"}
    return Letter(**(wanted | values))


def test_letters_have_a_page_each_and_a_long_one_more(database: None) -> None:
    assert pages(letters_pdf([make_letter(), make_letter(subject="Dorpenschouw", signature=("P. Pot",))])) == 2
    assert pages(letters_pdf([make_letter(body="Nog een alinea.\n\n" * 60), make_letter()])) == 4


def test_values_are_text_and_never_markup(database: None) -> None:
    letter = make_letter(address=(MARKUP, MARKUP), salutation=MARKUP, body=MARKUP, dated=MARKUP, subject=MARKUP)
    assert pages(letters_pdf([letter])) == 1
    assert pages(labels_pdf([(MARKUP, MARKUP)])) == 1
    assert pages(notice_pdf(Notice(MARKUP, (MARKUP,), MARKUP, f"https://dorp.example/{MARKUP}", (MARKUP,)))) == 1


def test_same_values_give_the_same_pdf() -> None:
    assert labels_pdf([ADDRESS]) == labels_pdf([ADDRESS])


@pytest.mark.parametrize(("count", "skip", "sheets"), [(1, 0, 1), (24, 0, 1), (25, 0, 2), (24, 1, 2), (1, 23, 1)])
def test_labels_stand_24_on_a_sheet_after_those_that_were_used(count: int, skip: int, sheets: int) -> None:
    assert pages(labels_pdf([ADDRESS] * count, skip)) == sheets


def test_long_address_is_set_smaller_and_stays_on_its_label() -> None:
    assert pages(labels_pdf([("Coöperatieve Vereniging Energie voor Elkaar Mariënheem " * 3, *ADDRESS)] * 24)) == 1


def test_numbers_that_cannot_be_are_refused() -> None:
    for too_few_or_many in ([], [make_letter()] * (MOST_LETTERS + 1)):
        with pytest.raises(BadInputError):
            letters_pdf(too_few_or_many)
    with pytest.raises(BadInputError, match="hoogstens 23"):
        labels_pdf([ADDRESS], skip=24)


def test_press_that_fails_or_hangs_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OvkkError, match="kon niet worden gemaakt"):
        notice_pdf(Notice("Dorpenschouw", colour="geen kleur"))
    monkeypatch.setattr(making, "SECONDS", 0.001)
    with pytest.raises(OvkkError, match="kon niet worden gemaakt"):
        labels_pdf([ADDRESS])


@pytest.fixture
def anna(app: Flask, database: None) -> FlaskClient:
    """Give Anna, who coordinates."""
    client = app.test_client()
    log_in(client, make_user("coordinator"))
    return client


def test_sheet_is_made_on_a_screen_and_nothing_is_kept(anna: FlaskClient) -> None:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', anna.get(SCREEN).text)
    assert found
    values = {"csrf_token": found[1], "title": "Dorpenschouw", "facts": "vrijdag 12 juni\r\nDe Brink", "body": "Kom!"}
    answer = anna.post(SCREEN, data=values | {"address": "https://dorp.example/schouw"})
    assert (answer.status_code, answer.content_type, pages(answer.data)) == (200, "application/pdf", 1)
    assert answer.headers["Cache-Control"] == "no-store"
    wrong = anna.post(SCREEN, data=values | {"address": "dorp"})
    assert (wrong.status_code, "Typ een volledig adres" in wrong.text or "https://" in wrong.text) == (422, True)


def test_sec_1_sheet_is_for_who_may_make_paper(app: Flask, client: FlaskClient) -> None:
    assert client.get(SCREEN).status_code in {303, 401}
    bram = app.test_client()
    log_in(bram, make_user("lezer", name="Bram"))
    assert bram.get(SCREEN).status_code == 403
