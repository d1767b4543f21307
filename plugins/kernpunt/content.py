"""What stands in an edition, for everybody and per variant, by section."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from plugins.kernpunt.collecting import told_to
from plugins.kernpunt.editing import audiences_of, items_of
from plugins.kernpunt.editions import variants_of
from plugins.kernpunt.models import Edition, Item, Section, Variant


@dataclass(frozen=True)
class Part:
    """A section of an edition with its items, in order."""

    section: Section
    items: tuple[Item, ...]


@dataclass(frozen=True)
class VariantContent:
    """An edition as one audience gets it; ``repeated`` were told to it before, and are left out."""

    variant: Variant
    items: tuple[Item, ...]
    repeated: tuple[Item, ...]

    @property
    def parts(self) -> list[Part]:
        """The items by section."""
        return parts_of(self.items)

    @property
    def sent(self) -> bool:
        """Whether it is sent: wanted, and with something in it."""
        return bool(self.variant.included and self.items)


def parts_of(items: Iterable[Item]) -> list[Part]:
    """Give the sections that have items; ``items`` are in order already."""
    return [Part(section, tuple(own)) for section, own in groupby(items, key=lambda item: item.section)]


def public_items(edition: Edition) -> list[Item]:
    """Give the items that the archive shows."""
    return [item for item in items_of(edition) if item.in_archive]


def contents(edition: Edition) -> list[VariantContent]:
    """Give every variant with what is in it."""
    items = items_of(edition)
    meant = audiences_of(items)
    return [_content(variant, items, meant) for variant in variants_of(edition)]


def _content(variant: Variant, items: list[Item], meant: dict[int, set[int]]) -> VariantContent:
    own = [item for item in items if variant.audience_id in meant[item.id]]
    told = told_to(variant.audience, variant.edition)
    fresh, repeated = [i for i in own if i.key not in told], [i for i in own if i.key in told]
    return VariantContent(variant, tuple(fresh), tuple(repeated))
