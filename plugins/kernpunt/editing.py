"""Changes what stands in an edition: order, words, own pieces, for whom, and what is left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import peewee

from ovkk_core.audiences import Audience
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.files import File
from ovkk_core.history import actor
from plugins.kernpunt.editions import touch, variants_of
from plugins.kernpunt.models import Edition, Item, ItemAudience, Section, Variant

WEB_ADDRESS = re.compile(r"(?:https?:/)?/[^\s<>\"'{}\\]*")
BRACES = re.compile(r"[{}]")


@dataclass(frozen=True)
class ItemPlan:
    """What an editor decides about an item; ``audiences`` are ids."""

    section: Section
    title: str
    text: str
    address: str = ""
    audiences: frozenset[int] = frozenset()
    in_archive: bool = True
    picture: File | None = None


def items_of(edition: Edition, *, left_out: bool = False) -> list[Item]:
    """Give the items in the order of sections and places; with ``left_out`` those that are not wanted."""
    rows = with_parts().where(Item.edition == edition, Item.left_out == left_out)
    return list(rows.order_by(Section.place, Section.id, Item.place, Item.id))


def with_parts() -> peewee.ModelSelect:
    """Give the query for items with their section and picture."""
    rows = Item.select(Item, Section, File, Edition).join(Section).switch(Item)
    return rows.join(File, peewee.JOIN.LEFT_OUTER).switch(Item).join(Edition)


def item_of(edition: Edition, number: int) -> Item:
    """Give an item of ``edition``; raises ``NotFoundError``, also for one of another edition."""
    found = Item.get_or_none(Item.id == number, Item.edition == edition)
    if found is None:
        raise NotFoundError("Dit bericht bestaat niet (meer). Kies een bericht in de lijst.")
    item: Item = found
    return item


def audiences_of(items: Iterable[Item]) -> dict[int, set[int]]:
    """Give item id → ids of the audiences it is for, in one query."""
    found: dict[int, set[int]] = {item.id: set() for item in items}
    rows = ItemAudience.select(ItemAudience.item, ItemAudience.audience).where(ItemAudience.item.in_(list(found)))
    for item, audience in rows.tuples():
        found[item].add(audience)
    return found


def save_item(edition: Edition, plan: ItemPlan, item: Item | None = None) -> Item:
    """Store a new piece of our own, or a changed item.

    Raises ``BadInputError`` for braces, for an address that is none, and when the edition is on its way.
    """
    if BRACES.search(plan.title + plan.text):
        raise BadInputError("Accolades { } kunnen niet in een bericht staan. Gebruik haakjes.")
    if plan.address and not WEB_ADDRESS.fullmatch(plan.address):
        raise BadInputError(
            "Geef een heel webadres dat met https:// begint, of een pagina van deze site, zoals /agenda."
        )
    with transaction():
        _change(edition)
        if item is None:
            item = Item(edition=edition, place=_place_at_end(edition), by=actor())
        elif item.section_id != plan.section.id:
            item.place = _place_at_end(edition)
        item.section, item.title, item.text = plan.section, plan.title, plan.text
        item.address, item.in_archive, item.picture = plan.address, plan.in_archive, plan.picture
        item.save()
        _set_audiences(item, plan.audiences)
    return item


def move_item(item: Item, up: bool) -> None:
    """Exchange an item with the one before (``up``) or after it in its section."""
    with transaction():
        _change(item.edition)
        rows = [other for other in items_of(item.edition) if other.section_id == item.section_id]
        place = next((number for number, other in enumerate(rows) if other.id == item.id), 0)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
            _number(rows)


def order_items(edition: Edition, numbers: Iterable[int]) -> None:
    """Put items in the order of ``numbers``, each within its own section; those not named keep theirs, after them."""
    with transaction():
        _change(edition)
        wanted = {number: place for place, number in enumerate(numbers)}
        rows = items_of(edition)
        sections: dict[int, list[Item]] = {}
        for item in rows:
            sections.setdefault(item.section_id, []).append(item)
        for own in sections.values():
            _number(sorted(own, key=lambda item: wanted.get(item.id, len(wanted))))


def leave_out(item: Item, out: bool = True) -> None:
    """Take an item out, or put it back; a piece of our own that is taken out is gone."""
    with transaction():
        _change(item.edition)
        if out and not item.source:
            item.delete_instance(recursive=True)
            return
        item.left_out = out
        item.save()


def put_back_words(item: Item) -> None:
    """Give an item the words again that its room offered."""
    with transaction():
        _change(item.edition)
        item.title, item.text = item.offered_title or item.title, item.offered_text
        item.save()


def save_variant(variant: Variant, subject: str, lead: str, included: bool) -> None:
    """Store subject and lead of a variant, and whether it is sent."""
    with transaction():
        _change(variant.edition)
        variant.subject, variant.lead, variant.included = subject, lead, included
        variant.save()


def set_variants(edition: Edition, audiences: Iterable[int]) -> None:
    """Make the edition have a variant for exactly these audiences (ids)."""
    with transaction():
        _change(edition)
        wanted, present = list(audiences), {variant.audience_id: variant for variant in variants_of(edition)}
        for number, variant in present.items():
            if number not in wanted:
                variant.delete_instance()
        for audience in Audience.select().where(Audience.id.in_(wanted), Audience.id.not_in(list(present))):
            Variant.create(edition=edition, audience=audience, place=len(present), subject=edition.title)


def _change(edition: Edition) -> None:
    """Make other changes of this edition wait, and take its approval away."""
    lock(f"kernpunt.edition.{edition.id}")
    fresh = Edition.get_by_id(edition.id)
    touch(fresh)
    fresh.save()


def _set_audiences(item: Item, audiences: Iterable[int]) -> None:
    wanted, links = set(audiences), list(ItemAudience.select().where(ItemAudience.item == item))
    for link in links:
        if link.audience_id not in wanted:
            link.delete_instance()
    for number in sorted(wanted - {link.audience_id for link in links}):
        ItemAudience.create(item=item, audience=number)


def _place_at_end(edition: Edition) -> int:
    last = Item.select(Item.place).where(Item.edition == edition).order_by(Item.place.desc()).first()
    return last.place + 1 if last else 1


def _number(rows: Iterable[Item]) -> None:
    for place, item in enumerate(rows, 1):
        if item.place != place:
            item.place = place
            item.save()
