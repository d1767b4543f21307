"""An edition as a mail: in every variant, as its readers see it, and on paper of others."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.audiences import Audience
from ovkk_core.clock import frozen
from ovkk_core.errors import BadInputError
from ovkk_core.mail import OutboxMail
from plugins.kernpunt import contributing, placing
from plugins.kernpunt.checking import findings
from plugins.kernpunt.content import contents
from plugins.kernpunt.models import Edition, EditionState, Item, Outlet, Placing, Section, Variant
from plugins.kernpunt.rendering import SAMPLE, laid, shown
from tests.people import log_in, make_user
from tests.plugins.kernpunt.cast import FAIR, MAY, WALK, make_edition, offer

pytestmark = pytest.mark.usefixtures("audiences")
Audiences = tuple[Audience, Audience]


@pytest.fixture
def june(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Store an edition with one item for everybody and one for the members of the States."""
    offer(monkeypatch, replace(FAIR, text="Kom **allemaal** & neem {iets} mee.\n\n- koek"), statenleden=[WALK])
    edition = make_edition()
    Variant.update(lead="Voor {naam} uit {dorp}: lees [dit](https://dorp.test).").execute()
    return Edition.get_by_id(edition.id)


def test_variant_is_whole_in_both_parts_and_escaped_in_each(june: Edition) -> None:
    halls, states = contents(june)
    made = shown(laid(halls), SAMPLE | {"naam": "<b>Bob</b>"})
    assert "Geachte mevrouw Van Dijk," in made.html
    assert "Voor &lt;b&gt;Bob&lt;/b&gt; uit Voorbeelddorp" in made.html
    assert "Voor <b>Bob</b> uit Voorbeelddorp: lees dit (https://dorp.test)." in made.text
    assert "Kom <strong>allemaal</strong> &amp; neem (iets) mee." in made.html
    assert "Kom allemaal & neem (iets) mee.\n\n- koek" in made.text
    assert "Een wandeling" not in made.html + made.text
    assert "Een wandeling" in shown(laid(states), SAMPLE).text
    assert "/afmelden" in made.html
    assert "/afmelden" in made.text
    assert len(made.html.encode()) < 100_000


def test_a11y_8_mail_has_a_language_headings_and_tables_for_layout_only(june: Edition) -> None:
    html = laid(contents(june)[0]).html
    assert re.search(r'<html[^>]* lang="nl"', html)
    assert [int(level) for level in re.findall(r"<h(\d)", html)] == [1, 2, 3]
    assert set(re.findall(r"<table[^>]*?(role=\"\w+\"|>)", html)) == {'role="presentation"'}
    assert all(int(size) >= 16 for size in re.findall(r"font-size:\s*(\d+)px", html) if int(size) > 1)


def test_plain_text_reads_as_a_newsletter(june: Edition, snapshot: object) -> None:
    assert shown(laid(contents(june)[1]), SAMPLE).text == snapshot


def test_unknown_placeholder_blocks_and_a_known_one_does_not(june: Edition) -> None:
    assert not [finding for finding in findings(june) if finding.blocking]
    Variant.update(subject="Beste {voornaam}").execute()
    assert any("{voornaam}" in finding.message for finding in findings(june) if finding.blocking)


def test_mail_16_variant_that_is_too_large_blocks(june: Edition) -> None:
    Item.update(text="Een lange zin over dorpen. " * 4_000).execute()
    assert any("100 kB" in finding.message for finding in findings(june) if finding.blocking)


def test_personal_details_on_the_site_and_items_for_nobody_are_pointed_out(june: Edition) -> None:
    Item.update(text="Bel Jan: 06 12 34 56 78 of jan@dorp.example").where(Item.key == "fair").execute()
    said = " ".join(finding.message for finding in findings(june))
    assert "jan@dorp.example, 06 12 34 56 78" in said


def test_preview_shows_every_variant_in_frames_in_which_nothing_runs(editor: FlaskClient, june: Edition) -> None:
    page = editor.get(f"/beheer/kernpunt-voorbeeld/{june.id}")
    assert page.text.count("<iframe") == page.text.count("sandbox") == 2
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frame = editor.get(re.findall(r'<iframe[^>]*src="([^"]+)"', page.text)[0])
    assert "Geachte mevrouw Van Dijk," in frame.text
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    assert editor.get(f"/beheer/kernpunt-voorbeeld/{june.id}/naast-elkaar").text.count("<iframe") == 2


def test_pack_for_an_outlet_fits_and_placing_is_written_down_once(editor: FlaskClient, june: Edition) -> None:
    placing.seed_outlets()
    paper, item = Outlet.get(name="Huis-aan-huisblad"), Item.get(key="fair")
    Item.update(text="Dit is een zin. " * 60).execute()
    pack = next(pack for pack in placing.packs(june, paper) if pack.item == item)
    assert len(pack.text) <= paper.characters
    assert pack.text.endswith("/agenda/markt")
    address = f"/beheer/kernpunt-plaatsen/{june.id}/{item.id}/{paper.id}"
    assert "nog niet goedgekeurd" in editor.post(address, data={}).text
    Edition.update(state=EditionState.SENT).execute()
    for web in ("", "https://krant.example/markt"):
        assert editor.post(address, data={"address": web, "day": "2026-05-03"}).status_code == 303
    [row] = Placing.select()
    assert (row.address, row.placed_on, row.placed_by) == ("https://krant.example/markt", date(2026, 5, 3), "user:1")
    assert "Geplaatst op" in editor.get(f"/beheer/kernpunt-plaatsen/{june.id}?kanaal={paper.id}").text
    with pytest.raises(BadInputError, match="Deze dag komt nog"):
        placing.place(item, paper, "", date(2027, 1, 1))
    editor.post(address, data={"back": "1"})
    assert not Placing.select().exists()


def test_contributor_delivers_until_the_last_day(app: Flask, june: Edition) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    adviser = app.test_client()
    log_in(adviser, make_user("adviseur", name="Chris"))
    news = {"section": Section.get(title="Uit de dorpen").id, "title": "Nieuw plein", "text": "Het is open."}
    page = "/beheer/kernpunt-bijdragen/"
    assert adviser.post(page, data=news).status_code == 303
    assert "Nieuw plein" in adviser.get(page).text
    item = Item.get(title="Nieuw plein")
    assert (item.by, item.audience_links.count()) == ("user:1", 2)
    assert adviser.get(f"/beheer/kernpunt/{june.id}/inhoud").status_code == 200
    assert adviser.post(f"/beheer/kernpunt/{june.id}/verzamelen").status_code == 403
    with frozen(MAY.replace(day=26)):
        log_in(adviser, make_user("adviseur"))
        assert "vraagt geen nummer om bijdragen" in adviser.post(page, data=news).text


def test_contributors_are_reminded_once_per_day_that_the_setting_names(june: Edition) -> None:
    make_user("adviseur")
    make_user("lezer")
    for day in (17, 18, 18, 24, 26):
        with frozen(MAY.replace(day=day)):
            contributing.remind()
    mails = list(OutboxMail.select())
    assert [(mail.kind, mail.address) for mail in mails] == [("kernpunt.reminder", "anna1@example.org")] * 2
    assert "maandag 25 mei 2026" in mails[0].subject
