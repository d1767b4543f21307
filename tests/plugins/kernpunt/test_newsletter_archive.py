"""The public archive: what appeared and nothing else, with search, a feed and a print; and nobody's data."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from ovkk_core.clock import frozen
from ovkk_core.registry import change_setting
from plugins.kernpunt.models import Edition, EditionState, Item
from plugins.kernpunt.texts import html_of, plain_of, shortened
from tests.plugins.kernpunt.cast import FAIR, JUNE, WALK, make_edition, offer

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def june(audiences: object, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Store an edition that is scheduled for 1 June, with an item that is not for the site."""
    offer(
        monkeypatch,
        replace(FAIR, text="Kom naar **Holten** & omgeving."),
        WALK,
        replace(FAIR, key="x", title="Besloten"),
    )
    edition = make_edition()
    Item.update(in_archive=False).where(Item.key == "x").execute()
    Edition.update(state=EditionState.SCHEDULED).execute()
    monkeypatch.undo()
    return edition


def test_edition_is_public_from_the_moment_it_appears(client: FlaskClient, june: Edition) -> None:
    for address in ("/kernpunt/kernpunt-juni", "/kernpunt/kernpunt-juni.pdf"):
        assert client.get(address).status_code == 404
    assert "Er is nog geen nummer verschenen." in client.get("/kernpunt").text
    with frozen(JUNE):
        page = client.get("/kernpunt/kernpunt-juni").text
        assert "Kernpunt juni" in client.get("/kernpunt").text
        assert "Kernpunt juni" in client.get("/").text
    fair = Item.get(key="fair")
    assert f'id="bericht-{fair.id}"' in page
    assert f'href="#bericht-{fair.id}"' in page
    assert "Kom naar <strong>Holten</strong> &amp; omgeving." in page
    assert "Besloten" not in page


def test_archive_is_searched_without_accents_and_only_in_what_appeared(client: FlaskClient, june: Edition) -> None:
    address = "/kernpunt?zoek=hólten+MARKT"
    assert "0 berichten" in client.get(address).text
    with frozen(JUNE):
        assert "1 bericht met" in client.get(address).text
        assert "0 berichten" in client.get("/kernpunt?zoek=besloten").text
        assert client.get("/kernpunt?zoek=%25%00_").status_code == 200


def test_feed_is_atom_with_an_entry_per_item(client: FlaskClient, june: Edition) -> None:
    change_setting("kernpunt.title", "Dorpsblad")
    assert client.get("/kernpunt/feed.xml").status_code == 200
    with frozen(JUNE):
        answer = client.get("/kernpunt/feed.xml")
    root = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert answer.mimetype == "application/atom+xml"
    assert [root.findtext(f"{ATOM}{name}") for name in ("title", "updated")] == [
        "Dorpsblad",
        "2026-06-01T07:00:00+00:00",
    ]
    entries = root.findall(f"{ATOM}entry")
    assert sorted(entry.findtext(f"{ATOM}title") or "" for entry in entries) == ["De dorpenmarkt", "Een wandeling"]
    assert all(entry.find(f"{ATOM}{name}") is not None for entry in entries for name in ("id", "updated", "content"))
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


def test_edition_is_printed_as_a_pdf(client: FlaskClient, june: Edition) -> None:
    with frozen(JUNE):
        answer = client.get("/kernpunt/kernpunt-juni.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_feed_of_dates_has_when_it_appears_and_when_contributions_are_due(client: FlaskClient, june: Edition) -> None:
    calendar = client.get("/kalender/kernpunt.ics").text.replace("\r\n ", "")
    assert "SUMMARY:Kernpunt juni verschijnt" in calendar
    assert "DTSTART;VALUE=DATE:20260601" in calendar
    assert "SUMMARY:Bijdragen voor Kernpunt juni inleveren" in calendar
    assert "DTSTART;VALUE=DATE:20260525" in calendar


def test_editions_lead_to_their_neighbours(client: FlaskClient, june: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, WALK)
    make_edition(title="Kernpunt september", publishes_at=JUNE + timedelta(days=90))
    Edition.update(state=EditionState.SENT).execute()
    monkeypatch.undo()
    with frozen(JUNE + timedelta(days=91)):
        assert "/kernpunt/kernpunt-september" in client.get("/kernpunt/kernpunt-juni").text
        assert "/kernpunt/kernpunt-juni" in client.get("/kernpunt/kernpunt-september").text


def test_text_shows_its_markup_and_no_other() -> None:
    text = "Een <b>kop</b>\nlijn [site](https://dorp.test/a?b=1&c=2) en [slecht](javascript:x)\n\n- **een**\n- twee"
    assert html_of(text) == (
        '<p>Een &lt;b&gt;kop&lt;/b&gt;<br>lijn <a href="https://dorp.test/a?b=1&amp;c=2">site</a> en '
        "[slecht](javascript:x)</p><ul><li><strong>een</strong></li><li>twee</li></ul>"
    )
    assert plain_of(text).startswith("Een <b>kop</b>\nlijn site (https://dorp.test/a?b=1&c=2)")


@pytest.mark.parametrize(
    ("characters", "expected"),
    [(60, "Een zin. Nog een zin."), (12, "Een zin."), (16, "Een zin."), (5, "Een …")],
)
def test_text_is_shortened_at_a_sentence_or_else_at_a_word(characters: int, expected: str) -> None:
    assert shortened("Een zin. Nog een zin.", characters) == expected
