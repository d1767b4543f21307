"""The cast of the newsletter: two audiences, an edition of 1 June 2026, and what rooms offer for it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ovkk_core.audiences import Audience
from ovkk_core.hookspecs import NewsletterItem
from ovkk_core.registry import registry
from plugins.kernpunt.collecting import assemble
from plugins.kernpunt.editions import EditionPlan, save_edition
from plugins.kernpunt.models import Edition, Item, Section

MAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 7, tzinfo=UTC)
FAIR = NewsletterItem(
    "fair", "De dorpenmarkt", "Kom ook.\n\nIedereen is welkom.", "Agenda", "/agenda/markt", date(2026, 6, 9)
)
WALK = NewsletterItem("walk", "Een wandeling", "Langs de Vecht.", "Uit de dorpen", "/agenda/wandeling")


def make_audiences() -> tuple[Audience, Audience]:
    """Store the two audiences with which a first edition begins."""
    return tuple(Audience.create(name=name, standard=True) for name in ("Dorpshuizen", "Statenleden"))  # type: ignore[return-value]


def plan(title: str = "Kernpunt juni", **changes: Any) -> EditionPlan:
    """Give the plan of an edition."""
    values = {"title": title, "deadline": date(2026, 5, 25), "publishes_at": JUNE, "intro": "Dit is het nieuws."}
    return EditionPlan(**(values | changes))


def offer(monkeypatch: pytest.MonkeyPatch, *items: NewsletterItem, **for_one: Iterable[NewsletterItem]) -> None:
    """Let the calendar offer ``items`` to every audience, and more to some by the slug of theirs."""
    ask = registry.ask

    def answer(hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        if hook != "newsletter_items":
            return ask(hook, **arguments)
        own = for_one.get(arguments["audience"].slug, ())
        return [("calendars", item) for item in (*items, *own)]

    monkeypatch.setattr(registry, "ask", answer)


def make_edition(**changes: Any) -> Edition:
    """Store an edition and assemble it."""
    edition = save_edition(plan(**changes))
    assemble(edition)
    return Edition.get_by_id(edition.id)


def titles(edition: Edition) -> list[str]:
    """Give the titles of the items of an edition, in order."""
    rows = Item.select(Item, Section).join(Section).where(Item.edition == edition, ~Item.left_out)
    return [item.title for item in rows.order_by(Section.place, Item.place)]
