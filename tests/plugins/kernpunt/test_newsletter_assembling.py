"""An edition assembles itself: each thing once to each audience, and what the editor did stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ovkk_core.audiences import Audience
from ovkk_core.calendars import Event, EventStatus
from ovkk_core.clock import frozen
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting
from ovkk_core.registry import change_setting, registry
from plugins.kernpunt import approving
from plugins.kernpunt.collecting import Harvest, assemble
from plugins.kernpunt.content import contents
from plugins.kernpunt.editing import ItemPlan, leave_out, move_item, order_items, save_item
from plugins.kernpunt.editions import delete_edition, save_edition, since_of
from plugins.kernpunt.models import Edition, EditionState, Item, ItemAudience, LedgerEntry, Section, Variant
from tests.plugins.kernpunt.cast import FAIR, JUNE, WALK, make_edition, offer, plan, titles

pytestmark = pytest.mark.usefixtures("audiences")
Audiences = tuple[Audience, Audience]
Patch = pytest.MonkeyPatch


def test_edition_puts_its_dates_in_the_calendar_and_begins_with_the_audiences_there_are(audiences: Audiences) -> None:
    edition = save_edition(plan())
    dates = {(event.title, event.first_day) for event in Event.select().where(Event.status == EventStatus.PUBLISHED)}
    assert dates == {
        ("Kernpunt juni verschijnt", date(2026, 6, 1)),
        ("Bijdragen voor Kernpunt juni inleveren", date(2026, 5, 25)),
    }
    assert [(v.audience, v.subject) for v in edition.variants] == [(one, "Kernpunt juni") for one in audiences]
    delete_edition(edition)
    assert {event.status for event in Event.select()} == {EventStatus.WITHDRAWN}


def test_edition_without_time_between_contributions_and_appearing_is_refused() -> None:
    with pytest.raises(BadInputError, match="bijdragen moeten binnen"):
        save_edition(plan(deadline=date(2026, 6, 2)))
    assert not Edition.select().exists()


def test_assembling_puts_offers_in_their_sections_for_those_they_are_for(
    audiences: Audiences, monkeypatch: Patch
) -> None:
    offer(monkeypatch, FAIR, statenleden=[WALK])
    edition = make_edition()
    assert titles(edition) == ["Een wandeling", "De dorpenmarkt"]
    assert [[item.title for item in one.items] for one in contents(edition)] == [
        ["De dorpenmarkt"],
        ["Een wandeling", "De dorpenmarkt"],
    ]


def test_plugin_that_knows_more_of_a_subject_tells_it_instead_of_the_calendar(monkeypatch: Patch) -> None:
    offer(
        monkeypatch, FAIR, replace(FAIR, title="De grote dorpenmarkt", section="Onbekend {x}", text="Met {accolades}.")
    )
    edition = make_edition()
    [item] = edition.items
    assert (item.title, item.section.title, item.text) == (
        "De grote dorpenmarkt",
        "Van de vereniging",
        "Met (accolades).",
    )


def test_nothing_is_told_twice_to_an_audience(audiences: Audiences, monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR, WALK)
    earlier, halls = make_edition(title="Kernpunt mei", publishes_at=JUNE - timedelta(days=1)), audiences[0]
    LedgerEntry.create(key="fair", audience=halls, edition=earlier)
    edition = make_edition()
    meant = ItemAudience.select().join(Item).where(Item.edition == edition, Item.key == "fair")
    assert [link.audience for link in meant] == [audiences[1]]
    LedgerEntry.create(key="walk", audience=halls, edition=earlier)
    [for_halls, _others] = contents(edition)
    assert (for_halls.items, [item.key for item in for_halls.repeated], for_halls.sent) == ((), ["walk"], False)


def test_assembling_again_keeps_what_the_editor_did(monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR, WALK)
    edition = make_edition()
    fair, walk = (Item.get(key=key) for key in ("fair", "walk"))
    save_item(edition, ItemPlan(fair.section, "Markt!", "Kort.", audiences=frozenset()), fair)
    leave_out(walk)
    monkeypatch.undo()
    later = replace(WALK, title="Een lange wandeling")
    offer(monkeypatch, replace(FAIR, text="Nieuwe tekst."), later, replace(WALK, key="swim", title="Zwemmen"))
    assert assemble(edition) == Harvest(added=1, renewed=2, gone=0)
    fair, walk = (Item.get(key=key) for key in ("fair", "walk"))
    assert (fair.title, fair.text, fair.offered_text) == ("Markt!", "Kort.", "Nieuwe tekst.")
    assert (walk.title, walk.left_out) == ("Een lange wandeling", True)
    assert not ItemAudience.select().where(ItemAudience.item == fair).exists()


def test_what_is_offered_no_more_is_marked(monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR)
    edition = make_edition()
    monkeypatch.undo()
    offer(monkeypatch)
    assert assemble(edition).gone == 1
    assert Item.get().gone


def test_dates_of_the_newsletter_itself_are_no_news(monkeypatch: Patch) -> None:
    edition = save_edition(plan())
    offer(monkeypatch, replace(FAIR, key=edition.publication.uid))
    assert assemble(edition).added == 0


def test_news_goes_back_to_the_edition_before() -> None:
    edition = save_edition(plan())
    assert since_of(edition) == JUNE - timedelta(days=90)
    earlier = save_edition(plan("Kernpunt mei", publishes_at=JUNE - timedelta(days=5)))
    Edition.update(state=EditionState.SENT).where(Edition.id == earlier.id).execute()
    assert since_of(edition) == JUNE - timedelta(days=5)


def test_items_move_within_their_section_by_buttons_and_by_dragging(monkeypatch: Patch) -> None:
    rows = [replace(FAIR, key=str(number), title=f"Nummer {number}", day=date(2026, 6, number)) for number in (1, 2, 3)]
    offer(monkeypatch, *rows, WALK)
    edition = make_edition()
    move_item(Item.get(key="1"), up=False)
    assert titles(edition) == ["Een wandeling", "Nummer 2", "Nummer 1", "Nummer 3"]
    move_item(Item.get(key="2"), up=True)
    order_items(edition, [Item.get(key=key).id for key in ("3", "1")])
    assert titles(edition) == ["Een wandeling", "Nummer 3", "Nummer 1", "Nummer 2"]


def test_change_takes_approval_away_and_the_writer_cannot_approve(monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR)
    with acting("user:1"):
        edition = make_edition()
        with pytest.raises(BadInputError, match="als laatste gewijzigd"):
            approving.approve(edition)
    with acting("user:2"):
        approving.approve(edition)
        assert Edition.get().state is EditionState.APPROVED
        assemble(edition)
        assert (Edition.get().state, Edition.get().approved_by) == (EditionState.DRAFT, "")
        change_setting("kernpunt.second_person", "0")
        registry.refresh()
        approving.approve(edition)
    assert Edition.get().approved_by == "user:2"


def test_edition_with_nothing_to_send_is_not_approved() -> None:
    edition = save_edition(plan())
    change_setting("kernpunt.second_person", "0")
    registry.refresh()
    with pytest.raises(BadInputError, match="nog niet worden goedgekeurd"):
        approving.approve(edition)
    section = Section.get()
    save_item(edition, ItemPlan(section, "Eigen", "Stuk.", audiences=frozenset({Variant.get().audience_id})))
    approving.approve(edition)
    with pytest.raises(BadInputError, match="Accolades"):
        save_item(edition, ItemPlan(section, "Eigen", "Met {naam}."))


def test_edition_on_its_way_does_not_change(monkeypatch: Patch) -> None:
    offer(monkeypatch, FAIR)
    edition = make_edition()
    Edition.update(state=EditionState.SCHEDULED).execute()
    for change in (lambda: assemble(edition), lambda: leave_out(Item.get()), lambda: delete_edition(Edition.get())):
        with pytest.raises(BadInputError, match="verandert niet meer"):
            change()
    with frozen(JUNE):
        assert Edition.get().title == "Kernpunt juni"
