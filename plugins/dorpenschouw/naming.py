"""Villages and organisations by the name a volunteer types; equal names are told apart by their municipality."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import peewee

from ovkk_core.contacts import Municipality, Organisation, Village
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError


@dataclass(frozen=True)
class Named:
    """A row to choose: its ``label`` is the name, with the municipality where another row has that name."""

    id: int
    label: str
    full: str  # always with the municipality


@dataclass(frozen=True)
class NameList:
    """Rows to choose from, in the order of lists."""

    rows: tuple[Named, ...]
    what: str  # "het dorp"

    def find(self, typed: str) -> int:
        """Give the id of the row that was typed, capitals and accents aside.

        Raises ``BadInputError`` that names the choices when there is no such row, or more than one.
        """
        wanted = fold(typed)
        exact = [row.id for row in self.rows if wanted in {fold(row.label), fold(row.full)}]
        if len(exact) == 1:
            return exact[0]
        near = [row.label for row in self.rows if wanted and fold(row.label).startswith(wanted)]
        hint = f"Bedoelt u {' of '.join(near[:4])}?" if near else "Kies een naam uit de lijst."
        raise BadInputError(f"'{typed.strip()}' is niet één bekende naam voor {self.what}. {hint}")

    def label_of(self, row_id: int | None) -> str:
        """Give the label of a row; "" when there is none."""
        return next((row.label for row in self.rows if row.id == row_id), "")


def villages() -> NameList:
    """Give every village in one query."""
    rows = Village.select(Village.id, Village.name, Municipality.name.alias("place")).join(Municipality)
    return NameList(_told_apart(rows.order_by(Village.sort_key, Municipality.sort_key)), "het dorp")


def organisations() -> NameList:
    """Give every organisation in one query."""
    rows = Organisation.select(Organisation.id, Organisation.name, Municipality.name.alias("place"))
    rows = rows.join(Municipality, peewee.JOIN.LEFT_OUTER).order_by(Organisation.sort_key, Organisation.id)
    return NameList(_told_apart(rows), "de organisatie")


def _told_apart(query: peewee.Query) -> tuple[Named, ...]:
    rows: Iterable[tuple[int, str, str | None]] = list(query.tuples())
    times = Counter(fold(name) for _, name, _ in rows)
    full = {key: f"{name} ({place})" if place else name for key, name, place in rows}
    return tuple(Named(key, full[key] if times[fold(name)] > 1 else name, full[key]) for key, name, _ in rows)
