"""For whom something is planned, so that only what touches the same people counts as a clash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ovkk_core.audiences import Audience as SavedAudience
from ovkk_core.audiences import values_of
from ovkk_core.contacts import Municipality, OrganisationKind, Village


@dataclass(frozen=True)
class Audience:
    """Organisations of these kinds in these municipalities; an empty set excludes nobody."""

    municipality_ids: frozenset[int] = field(default_factory=frozenset)
    kinds: frozenset[OrganisationKind] = field(default_factory=frozenset)

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen, so that it is everybody."""
        return not (self.municipality_ids or self.kinds)

    def meets(self, other: "Audience") -> bool:
        """Say whether some organisation can belong to both."""
        return _meet(self.municipality_ids, other.municipality_ids) and _meet(self.kinds, other.kinds)


EVERYBODY = Audience()


def audience_of(saved: SavedAudience) -> Audience:
    """Give the kinds and municipalities that a saved audience asks for certain; what else it asks narrows nothing."""
    kinds, places = (values_of(saved, f"audiences.{what}") or () for what in ("kind", "municipality"))
    rows = Municipality.select(Municipality.id).where(Municipality.slug.in_(list(places))).tuples() if places else []
    return Audience(
        frozenset(number for (number,) in rows), frozenset(kind for kind in OrganisationKind if kind.value in kinds)
    )


def audience_of_villages(village_ids: Iterable[int], kinds: Iterable[OrganisationKind] = ()) -> Audience:
    """Give the audience in the municipalities of these villages, in one query."""
    places = Village.select(Village.municipality).where(Village.id.in_(list(village_ids))).distinct().tuples()
    return Audience(frozenset(number for (number,) in places), frozenset(kinds))


def _meet(one: frozenset[Any], other: frozenset[Any]) -> bool:
    return not one or not other or bool(one & other)
