"""What the newsletter told about a place stands in its dossier, and on its public page when everybody may read it."""

from dataclasses import replace
from datetime import date, timedelta

from flask.testing import FlaskClient

from ovkk_core.calendars import Event, publish_event, save_event
from ovkk_core.clock import frozen
from ovkk_core.contacts import Municipality, Province, Village, VillageKind
from ovkk_core.hookspecs import Subject
from plugins.kernpunt import dossiers
from plugins.kernpunt.models import EditionState, Item, Outlet, Placing
from tests.core.contacts.counting import counted
from tests.plugins.kernpunt.cast import FAIR, JUNE, MAY, WALK, make_edition, offer
from tests.plugins.kernpunt.test_newsletter_screens import Audiences, Patch


def test_place_shows_what_appeared_about_its_events(
    audiences: Audiences, editor: FlaskClient, monkeypatch: Patch
) -> None:
    ommen = Municipality.create(name="Ommen", province=Province.create(name="Overijssel"))
    vilsteren, lemele = (
        Village.create(name=name, municipality=ommen, kind=VillageKind.DORP) for name in ("Vilsteren", "Lemele")
    )
    start = JUNE + timedelta(days=8)
    fair = Event(
        title="Markt", owner="calendars", starts_at=start, ends_at=start + timedelta(hours=2), village=vilsteren
    )
    uid = publish_event(save_event(fair)).uid
    offer(monkeypatch, replace(FAIR, key=uid), replace(WALK, key=f"{uid}:terugblik"), replace(FAIR, key="x", title="X"))
    edition = make_edition()
    monkeypatch.undo()
    Item.update(in_archive=False).where(Item.title == "Een wandeling").execute()
    Placing.create(
        item=Item.get(Item.key == uid),
        outlet=Outlet.create(name="Weekblad"),
        placed_on=date(2026, 6, 3),
        placed_by="user:1",
    )
    village, municipality = Subject("village", vilsteren.id), Subject("municipality", ommen.id)
    assert [item.title for item in dossiers.items(village, MAY, 30)] == []
    edition.state = EditionState.SENT
    edition.save()
    assert list(dossiers.panels(village)) == []  # it has not appeared yet
    with frozen(JUNE + timedelta(days=3)):
        with counted() as asked:
            found = list(dossiers.items(village, None, 30))
        assert len(asked) == 2
        assert [(item.title, item.text, item.permission) for item in found] == [
            ("Geplaatst: De dorpenmarkt", "Weekblad", "kernpunt.read"),
            ("Een wandeling", "Kernpunt juni", "kernpunt.read"),
            ("De dorpenmarkt", "Kernpunt juni", None),
        ]
        assert found == list(dossiers.items(municipality, None, 30))
        assert [item.text for item in dossiers.items(village, JUNE, 1)] == ["Kernpunt juni"]
        assert list(dossiers.items(Subject("village", lemele.id), None, 30)) == []
        page = editor.get(f"/dorpen/{vilsteren.slug}").text
        assert f'href="/kernpunt/kernpunt-juni#bericht-{Item.get(Item.key == uid).id}">De dorpenmarkt</a>' in page
        assert "In Kernpunt" in page
        assert "Een wandeling" not in page
        assert "In Kernpunt" not in editor.get(f"/dorpen/{lemele.slug}").text
