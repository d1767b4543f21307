"""Takes a whole batch back, save for what was changed or used since: that stays, and is named."""

from collections.abc import Iterator
from typing import Any

import peewee

from ovkk_core.contacts import Organisation, OrganisationVillage, Person, Position
from ovkk_core.database import hold_tables, models_of, transaction
from ovkk_core.errors import OvkkError
from ovkk_core.exchange.current import plain_values
from ovkk_core.exchange.models import BatchState, ImportBatch
from ovkk_core.exchange.watching import TABLES
from ovkk_core.history import Revision, RevisionRange, acting, restore
from ovkk_core.registry import registry

CHANGED = "is na het inlezen gewijzigd"
USED = "er hoort intussen iets anders bij"
BELONGS = "hoort bij iets wat blijft"
SHOWN = 500
AT_ONCE = 1_000


def finish_undo(batch: ImportBatch, who: str) -> None:
    """Take the batch back when that is what it waits for; what stays comes in ``batch.report["kept"]``."""
    if batch.state is not BatchState.UNDOING:
        return
    with transaction(), acting(who, f"{batch.source} ongedaan gemaakt"[:255]):
        hold_tables(*TABLES)
        kept = [*_put_back(batch), *_taken_away(batch)]
        batch.report = batch.report | {"kept": kept[:SHOWN], "kept_count": len(kept)}
        batch.state = BatchState.UNDONE
        batch.save()


def _put_back(batch: ImportBatch) -> Iterator[list[Any]]:
    """Give changed records their old values; give [table, id, reason] of those that were changed again since."""
    models = {model._meta.table_name: model for model in TABLES}
    found = Revision.select().where(
        Revision.table_name.in_(list(models)), Revision.at == batch.at, Revision.reason == batch.source
    )
    for revision in list(found.order_by(Revision.id.desc())):
        model = models[revision.table_name]
        record = model.select().where(model.id == int(revision.object_id)).dicts().first()
        after = {name: value for name, (_, value) in revision.changes.items()}
        if record is None or {name: plain_values(record)[name] for name in after} != after:
            yield [revision.table_name, int(revision.object_id), CHANGED]
            continue
        try:
            restore(model, revision)
        except OvkkError as error:
            yield [revision.table_name, int(revision.object_id), str(error)[:200]]


def _taken_away(batch: ImportBatch) -> list[list[Any]]:
    """Delete what was added; give [table, id, reason] of what stays."""
    spans = {model: batch.made.get(model._meta.table_name) for model in TABLES}
    why: dict[Any, dict[int, str]] = {model: {} for model in TABLES}
    for model, span in spans.items():
        if span and model is not OrganisationVillage:
            why[model].update(dict.fromkeys(_used(model, span, spans), USED))
            why[model].update(dict.fromkeys(_changed(model, span, batch), CHANGED))
    _keep_together(spans[Position], why)
    for model in (OrganisationVillage, Position, Person, Organisation):
        if span := spans[model]:
            _delete(model, span, why)
    return [[model._meta.table_name, key, reason] for model, kept in why.items() for key, reason in kept.items()]


def _changed(model: Any, span: list[int], batch: ImportBatch) -> set[int]:
    """Give the keys of records with a change of their own after the batch."""
    rows = Revision.select(Revision.object_id).where(
        Revision.table_name == model._meta.table_name, Revision.at > batch.at
    )
    there = {int(key) for (key,) in rows.tuples().iterator() if span[0] <= int(key) <= span[1]}
    return {key for key in there if model.select().where(model.id == key).exists()}


def _used(model: Any, span: list[int], spans: dict[Any, Any]) -> set[int]:
    """Give the keys of records that anything but the batch itself refers to, in whatever room."""
    found: set[int] = set()
    for room in registry.rooms():
        for other in models_of(room):
            for field in other._meta.sorted_fields:
                if isinstance(field, peewee.ForeignKeyField) and field.rel_model is model:
                    rows = other.select(field).where(field.between(*span))
                    if own := spans.get(other):
                        rows = rows.where((other.id < own[0]) | (other.id > own[1]))
                    found |= {key for (key,) in rows.distinct().tuples()}
    return found


def _keep_together(span: list[int] | None, why: dict[Any, dict[int, str]]) -> None:
    """Keep the positions of a person who stays, and the person and organisation of a position that stays."""
    if not span or not any(why.values()):
        return
    rows = list(Position.select(Position.id, Position.person, Position.organisation, Position.deputy).tuples()
                .where(Position.id.between(*span)))  # fmt: skip
    before = -1
    while before != (before := sum(map(len, why.values()))):
        for key, person, body, deputy in rows:
            if person in why[Person] or key in why[Position]:
                why[Position].setdefault(key, BELONGS)
                why[Organisation].setdefault(body, BELONGS)
                for holder in filter(None, (person, deputy)):
                    why[Person].setdefault(holder, BELONGS)


def _delete(model: Any, span: list[int], why: dict[Any, dict[int, str]]) -> None:
    """Delete the rows of the batch but those that stay, and its line in their history when none does."""
    query = model.select(model.id).where(model.id.between(*span))
    if model is OrganisationVillage:
        rows = model.select(model.id, model.organisation).where(model.id.between(*span)).tuples()
        keys = [key for key, body in rows if body not in why[Organisation]]
    else:
        keys = [key for (key,) in query.tuples() if key not in why[model]]
    for chunk in peewee.chunked(keys, AT_ONCE):
        model.delete().where(model.id.in_(chunk)).execute()
    if not query.exists():
        about = RevisionRange.table_name == model._meta.table_name
        RevisionRange.delete().where(
            about, RevisionRange.first_id == span[0], RevisionRange.last_id == span[1]
        ).execute()
