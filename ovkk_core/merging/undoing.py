"""Takes a merge back within thirty days: every row as it was, or nothing and the reason."""

from collections.abc import Iterator
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.clock import now
from ovkk_core.contacts import ContactKind, Person
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import Change, Revision, TrackedModel, acting, actor, audit
from ovkk_core.merging import rows, strictness
from ovkk_core.merging.comparing import FIELDS
from ovkk_core.merging.finding import MODELS, record_of, search_one
from ovkk_core.merging.journal import Entry
from ovkk_core.merging.merging import note
from ovkk_core.merging.models import Merge
from ovkk_core.merging.rows import Model, Row
from ovkk_core.merging.words import row_in_words

NAMED = 5

Places = dict[tuple[str, Any], Any]  # table and former key → the key it has now


def undo(merge: Merge) -> None:
    """Put back every row as it was before ``merge``; what was added to the kept contact since then stays there.

    Raises ``BadInputError`` with what stands in the way when something that the merge touched was changed since,
    and when the thirty days are over. SQLite may have given the number of a deleted row to another since; such a row
    comes back under a new number, and everything that referred to it refers to that.
    """
    with transaction(), acting(actor(), f"samenvoegen met '{merge.name}' ongedaan gemaakt"[:255]):
        lock("merging")
        found = Merge.get_or_none(Merge.id == merge.id)
        if found is None or not found.open:
            raise BadInputError(
                "Deze samenvoeging kan niet meer ongedaan worden gemaakt: de dertig dagen zijn voorbij."
            )
        if obstacles := list(_obstacles(found)):
            raise BadInputError(_refusal(obstacles))
        _put_back(found)
        found.undone_at, found.undone_by, found.journal, found.name = now(), actor(), None, ""
        found.save()
        note(record_of(found.kind, found.kept_id))
        audit("merging.undo", MODELS[found.kind]._meta.table_name, found.kept_id)


def obstacles(merge: Merge) -> list[str]:
    """Give what stands in the way of undoing ``merge``, in words; empty when it can be undone."""
    return list(_obstacles(merge))


def _put_back(merge: Merge) -> None:
    known, places = rows.tables(), Places()
    try:
        for entry in reversed(merge.journal):
            _restore(known[entry["table"]], entry, places)
    except peewee.IntegrityError as error:
        raise BadInputError(
            "Dit kan niet ongedaan worden gemaakt: er is intussen iets anders met dezelfde gegevens. "
            "Zoek dat op en wijzig of verwijder het; probeer het daarna opnieuw."
        ) from error
    back = places.get((str(MODELS[merge.kind]._meta.table_name), merge.merged_id), merge.merged_id)
    if merge.kind is ContactKind.PERSON:
        strictness.tell_of([Person.get_by_id(merge.kept_id), Person.get_by_id(back)])
    search_one(record_of(merge.kind, back))


def _restore(model: Model, entry: Entry, places: Places) -> None:
    key = entry["key"]
    if entry["before"] is None:
        rows.delete(model, key)
    elif entry["after"] is not None:
        rows.change(model, key, _at_places(model, entry["before"], places))
    else:
        _insert(model, entry, places)


def _insert(model: Model, entry: Entry, places: Places) -> None:
    values, key, primary = _at_places(model, entry["before"], places), entry["key"], model._meta.primary_key.name
    there = rows.read(model, key)
    if there == entry["before"]:
        return  # somebody put it back already, from what was deleted lately
    if there is not None:
        del values[primary]
    row = rows.insert(model, values)
    places[str(model._meta.table_name), key] = row._pk
    if issubclass(model, TrackedModel):
        _hand_over_history(model, key, row._pk, entry.get("revision"))


def _hand_over_history(model: Model, old: Any, new: Any, deletion: int | None) -> None:
    """Let the row that came back have its own past: its making anew becomes "put back"."""
    table = Revision.table_name == model._meta.table_name
    newest = Revision.select(peewee.fn.MAX(Revision.id)).where(table, Revision.object_id == str(new)).scalar()
    Revision.update(change=Change.RESTORED).where(Revision.id == newest).execute()
    if old == new or deletion is None:
        return
    former = table & (Revision.object_id == str(old)) & (Revision.id <= deletion)
    made = Revision.select(peewee.fn.MAX(Revision.id)).where(former, Revision.change == Change.CREATED).scalar() or 0
    Revision.update(object_id=str(new)).where(former, Revision.id >= made).execute()


def _at_places(model: Model, values: Row, places: Places) -> Row:
    """Give ``values`` with the new keys of the rows that came back under another."""
    found = dict(values)
    for name, value in values.items():
        field = model._meta.fields[name]
        if isinstance(field, peewee.ForeignKeyField):
            found[name] = places.get((str(field.rel_model._meta.table_name), value), value)
    return found


def _obstacles(merge: Merge) -> Iterator[str]:
    if rows.read(MODELS[merge.kind], merge.kept_id) is None:
        yield _("the contact that was kept was deleted, or went into another itself: undo that first")
        return
    known = rows.tables()
    for entry in merge.journal or ():
        model, after = known.get(entry["table"]), entry["after"]
        if model is None:
            yield _("the part that table “%(table)s” is of is not there any more", table=entry["table"])
        elif after is not None:
            there = rows.read(model, entry["key"])
            if there is None:
                yield _("%(what)s was deleted", what=_what(merge, entry))
            else:
                yield from (
                    _("%(what)s was changed (%(field)s)", what=_what(merge, entry), field=_label(merge, entry, name))
                    for name in after
                    if there[name] != after[name] and name not in getattr(model, "UNTRACKED", ())
                )


def _what(merge: Merge, entry: Entry) -> str:
    if _is_kept(merge, entry):
        return f"“{record_of(merge.kind, merge.kept_id)}”"
    return row_in_words(entry["table"], entry["after"], entry["key"])


def _label(merge: Merge, entry: Entry, name: str) -> str:
    labels = FIELDS[merge.kind] if _is_kept(merge, entry) else {}
    return str(labels.get(name, name.replace("_", " ")))


def _is_kept(merge: Merge, entry: Entry) -> bool:
    return bool(entry["table"] == MODELS[merge.kind]._meta.table_name and entry["key"] == merge.kept_id)


def _refusal(obstacles: list[str]) -> str:
    named = "; ".join(obstacles[:NAMED])
    more = f"; en nog {len(obstacles) - NAMED}" if len(obstacles) > NAMED else ""
    return (
        f"Dit kan niet meer ongedaan worden gemaakt, want daarna is er iets gewijzigd: {named}{more}. "
        "Zet die wijziging eerst terug, of pas de contacten met de hand aan."
    )
