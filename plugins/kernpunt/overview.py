"""The editions for the editors, with how far each is."""

from collections.abc import Iterator
from dataclasses import dataclass

import peewee

from plugins.kernpunt.models import Edition, Item, Placing, Variant
from plugins.kernpunt.steps import Step, steps


@dataclass(frozen=True)
class Overview:
    """An edition with how many items it has, leads that were written, and placings elsewhere."""

    edition: Edition
    items: int
    leads: int
    placings: int

    @property
    def steps(self) -> list[Step]:
        """Every step, in order."""
        return steps(self.edition, self.items, self.leads, self.placings)

    @property
    def next(self) -> Step | None:
        """The step that comes next; None when nothing is left to do."""
        return next((step for step in self.steps if step.next), None)


def overviews() -> list[Overview]:
    """Give every edition, latest first; the counts come along in the same query."""
    return list(_overviews(peewee.Value(1) == 1))


def overview_of(edition: Edition) -> Overview:
    """Give how far one edition is."""
    return next(_overviews(Edition.id == edition.id))


def _overviews(where: peewee.Expression) -> Iterator[Overview]:
    count = peewee.fn.COUNT
    items = Item.select(count(Item.id)).where(Item.edition == Edition.id, ~Item.left_out)
    leads = Variant.select(count(Variant.id)).where(Variant.edition == Edition.id, Variant.lead != "")
    placings = Placing.select(count(Placing.id)).join(Item).where(Item.edition == Edition.id)
    query = Edition.select(Edition, items.alias("items_in"), leads.alias("leads"), placings.alias("placed"))
    for edition in query.where(where).order_by(Edition.publishes_at.desc(), Edition.id.desc()):
        yield Overview(edition, edition.items_in, edition.leads, edition.placed)
