"""The screens on which an edition is made: the work of an editor from start to end, and who may do what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ovkk_core.audiences import Audience
from ovkk_core.database import db
from plugins.kernpunt.models import Edition, EditionState, Item, ItemAudience, Section, Variant
from tests.people import log_in, make_user
from tests.plugins.kernpunt.cast import FAIR, make_edition, offer

ROOT = "/beheer/kernpunt"
DETAILS = {"title": "Kernpunt juni", "deadline": "2026-05-25", "day": "2026-06-01", "hour": "09:00"}
Audiences = tuple[Audience, Audience]
Patch = pytest.MonkeyPatch


def sent(screen: str, client: FlaskClient, /, **data: object) -> str:
    """Send a form; give where it leads."""
    answer = client.post(f"{ROOT}/{screen}", data=data)
    assert answer.status_code in {302, 303}, answer.text
    return str(answer.location)


def test_editor_assembles_orders_rewrites_and_another_approves(
    editor: FlaskClient, app: Flask, audiences: Audiences, monkeypatch: Patch
) -> None:
    halls, states = audiences
    offer(monkeypatch, FAIR, replace(FAIR, key="other", title="Iets anders"))
    assert sent("nieuw", editor, **DETAILS) == f"{ROOT}/1/inhoud"
    fair, section = Item.get(key="fair"), Section.get(title="Uit de dorpen").id
    words = {"section": section, "title": "Markt", "text": "Kort.", "audiences": [halls.id], "in_archive": "y"}
    sent(f"1/bericht/{fair.id}", editor, **words)
    assert "herschreven" in editor.get(f"{ROOT}/1/inhoud").text
    sent("1/bericht", editor, **(words | {"title": "Van onszelf", "address": "/agenda"}))
    sent(f"1/bericht/{Item.get(title='Van onszelf').id}/verplaatsen", editor, way="up")
    sent(f"1/bericht/{Item.get(key='other').id}/weglaten", editor)
    subjects = {f"v{v.id}-subject": f"Voor {v.audience.name}" for v in Variant.select()}
    sent("1/varianten", editor, **subjects, **{f"v{v.id}-included": "y" for v in Variant.select()})
    assert "wordt niet verstuurd" in editor.get(f"{ROOT}/1/controle").text
    assert "Vraag een ander om het goed te keuren" in editor.post(f"{ROOT}/1/goedkeuren").text
    bram = app.test_client()
    log_in(bram, make_user("coordinator", name="Bram"))
    sent("1/goedkeuren", bram)
    edition = Edition.get()
    assert (edition.state, edition.approved_by) == (EditionState.APPROVED, "user:2")
    assert {link.audience for link in ItemAudience.select().where(ItemAudience.item == fair)} == {halls}
    assert Variant.get(audience=states).subject == "Voor Statenleden"


def test_mistake_in_a_form_is_shown_and_what_was_typed_stays(editor: FlaskClient, monkeypatch: Patch) -> None:
    page = editor.post(f"{ROOT}/nieuw", data=DETAILS | {"deadline": "2026-06-09"}).text
    assert "bijdragen moeten binnen zijn" in page
    assert 'value="Kernpunt juni"' in page
    offer(monkeypatch, FAIR)
    make_edition()
    words = {"section": Section.get().id, "title": "Met {accolades}", "text": "x"}
    assert "Accolades" in editor.post(f"{ROOT}/1/bericht", data=words).text


def test_item_that_was_rewritten_gets_its_first_words_again(editor: FlaskClient, monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR)
    make_edition()
    Item.update(text="Anders.").execute()
    assert "Kom ook." in editor.get(f"{ROOT}/1/bericht/1").text
    sent("1/bericht/1/terug", editor)
    assert Item.get().text == FAIR.text


def test_variants_come_and_go_with_their_audience(editor: FlaskClient, audiences: Audiences) -> None:
    make_edition()
    partners = Audience.create(name="Partners")
    sent("1/doelgroepen", editor, add=partners.id)
    sent("1/doelgroepen", editor, remove=audiences[0].id)
    assert {variant.audience for variant in Variant.select()} == {audiences[1], partners}


def test_reader_looks_and_changes_nothing(app: Flask, audiences: Audiences) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    reader = app.test_client()
    log_in(reader, make_user("lezer"))
    make_edition()
    assert reader.get(f"{ROOT}/1/inhoud").status_code == 200
    for address in ("nieuw", "1/verzamelen", "1/goedkeuren", "1/verwijderen", "1/varianten"):
        assert reader.post(f"{ROOT}/{address}").status_code == 403, address
    assert app.test_client().get(f"{ROOT}/").status_code == 303


def test_contents_cost_as_many_queries_at_one_item_as_at_twenty(editor: FlaskClient, monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR)
    make_edition()
    counts = []
    for number in (1, 20):
        for extra in range(1, number):
            item = Item.create(edition=1, section=Section.get(), title=f"Nummer {extra}")
            ItemAudience.create(item=item, audience=1)
        with counting(monkeypatch) as noted:
            assert editor.get(f"{ROOT}/1/inhoud").status_code == 200
        counts.append(len(noted))
    assert counts[1] <= counts[0]


@contextmanager
def counting(monkeypatch: Patch) -> Iterator[list[str]]:
    """Note every SQL statement."""
    noted: list[str] = []
    execute = db.obj.execute_sql

    def note(sql: str, *args: object, **kwargs: object) -> object:
        noted.append(sql)
        return execute(sql, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(db.obj, "execute_sql", note)
        yield noted
