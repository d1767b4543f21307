"""What a merge does to rows, written down so that it can be taken back exactly."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import peewee

from ovkk_core.history import Change, Revision, TrackedModel
from ovkk_core.merging import rows
from ovkk_core.merging.rows import Model, Row

Entry = dict[str, Any]  # table, key, before, after, revision


class Journal:
    """Does what it is told to rows and remembers each as it was before; a row that is touched again moves last."""

    def __init__(self) -> None:
        self._touched: dict[tuple[str, Any], Row | None] = {}
        self._models: dict[str, Model] = {}
        self.moved: Counter[str] = Counter()

    def touch(self, model: Model, key: Any) -> None:
        """Remember the row as it is now, before something changes it."""
        place = (str(model._meta.table_name), key)
        self._models[place[0]] = model
        before = self._touched.pop(place) if place in self._touched else rows.read(model, key, held=True)
        self._touched[place] = before

    def change(self, model: Model, key: Any, values: Mapping[str, Any]) -> None:
        """Change the row."""
        self.touch(model, key)
        rows.change(model, key, dict(values))

    def delete(self, model: Model, key: Any) -> None:
        """Delete the row."""
        self.touch(model, key)
        rows.delete(model, key)

    def made(self, model: Model, key: Any) -> None:
        """Remember that the row was not there before."""
        self._models[str(model._meta.table_name)] = model
        self._touched[str(model._meta.table_name), key] = None

    def entries(self) -> list[Entry]:
        """Give what became of every row, in the order in which it happened.

        Of a row that was changed only the fields that differ; of one that was deleted or made the whole row.
        """
        found = []
        for (table, key), before in self._touched.items():
            after = rows.read(self._models[table], key)
            if before == after:
                continue
            entry: Entry = {"table": table, "key": key, "before": before, "after": after}
            if before is not None and after is not None:
                names = [name for name in before if before[name] != after[name]]
                entry |= {"before": {n: before[n] for n in names}, "after": {n: after[n] for n in names}}
            if after is None:
                entry["revision"] = deletion_of(self._models[table], key)
            found.append(entry)
        return found


def deletion_of(model: Model, key: Any) -> int | None:
    """Give the revision that says that the row was deleted just now; None for a table without history."""
    if not issubclass(model, TrackedModel):
        return None
    about = (Revision.table_name == model._meta.table_name) & (Revision.object_id == str(key))
    found: int | None = (
        Revision.select(peewee.fn.MAX(Revision.id)).where(about, Revision.change == Change.DELETED).scalar()
    )
    return found
