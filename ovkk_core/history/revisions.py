"""Tracked models: every save and delete leaves a revision, and any revision can be restored."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

import peewee

from ovkk_core.database import BaseModel, is_sqlite, transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history.acting import acting, actor, reason
from ovkk_core.history.models import Change, Revision, RevisionRange

BATCH = 500


class TrackedModel(BaseModel):
    """A table whose every change is kept. Fields named in ``UNTRACKED`` (derived or secret) stay out of it.

    Queries that write many rows at once (``insert_many``, ``update``, rows deleted along with another) leave no
    revisions; use them only for untracked fields.
    """

    UNTRACKED: ClassVar[frozenset[str]] = frozenset()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save and leave a revision in one transaction; nothing changed leaves none."""
        with transaction():
            before = None if kwargs.get("force_insert") or self._pk is None else _stored(self)
            saved = super().save(*args, **kwargs)
            _record(self, before, _stored(self))
        return saved

    def delete_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Delete and leave a revision from which the row can be restored."""
        with transaction():
            before = _stored(self)
            deleted = super().delete_instance(*args, **kwargs)
            _record(self, before, None)
        return deleted


def revisions_of(record: TrackedModel) -> Iterable[Revision]:
    """Give the revisions of ``record``, newest first, back to when it was made.

    SQLite gives the id of a deleted row to a new one; what happened to the row before belongs to another record.
    A record that was made together with others (:func:`record_range`) has that as its oldest, unsaved, revision.
    """
    together = _made_together(record)
    if together is not None:
        later = Revision.select().where(_about(record), Revision.at >= together.at).order_by(Revision.id.desc())
        if not any(revision.change is Change.CREATED for revision in later):
            return [*later, together]
    made = Revision.select(peewee.fn.MAX(Revision.id)).where(_about(record), Revision.change == Change.CREATED)
    own = Revision.id >= peewee.fn.COALESCE(made, 0)
    return Revision.select().where(_about(record), own).order_by(Revision.id.desc())


def record_range(model: type[TrackedModel], first: int, last: int, at: datetime) -> None:
    """Write down that the rows of ``model`` with keys ``first`` to ``last`` were made together by the present actor."""
    RevisionRange.create(
        table_name=model._meta.table_name, first_id=first, last_id=last, at=at, actor=actor(), reason=reason()
    )


def restore(model: type[TrackedModel], revision: Revision) -> TrackedModel:
    """Put the fields of ``revision`` back as they were before it, as a new change; also a deleted row.

    Raises :class:`NotFoundError` when the record is gone and this revision did not delete it, and for a revision
    of another table.
    """
    if revision.table_name != model._meta.table_name:
        raise NotFoundError("Deze wijziging hoort bij iets anders.")
    fields = model._meta.fields
    values = {
        name: _from_json(fields[name], before) for name, (before, _) in revision.changes.items() if name in fields
    }
    key = model._meta.primary_key.python_value(revision.object_id)
    with transaction(), acting(actor(), reason() or "teruggezet"):
        record = model.get_or_none(model._meta.primary_key == key)
        if revision.change is Change.DELETED and record is None:
            return _made_again(model, values)
        if record is None:
            raise NotFoundError("Dit bestaat niet meer. Zet eerst de verwijdering terug.")
        if revision.change in {Change.CREATED, Change.RESTORED}:
            raise NotFoundError("Vóór deze wijziging bestond dit nog niet; er is niets om terug te zetten.")
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record


def forget_history(model: type[TrackedModel], keys: Iterable[object]) -> int:
    """Throw away the revisions of the rows of ``model`` with these keys, with all the values in them; give how many.

    The audit trail keeps that something was done, by ids only.
    """
    wanted = [str(key) for key in keys]
    count = 0
    for batch in peewee.chunked(wanted, BATCH):
        mine = (Revision.table_name == model._meta.table_name) & Revision.object_id.in_(list(batch))
        count += Revision.delete().where(mine).execute()
    return count


def _made_together(record: TrackedModel) -> Revision | None:
    """Give the making of ``record`` with others as a revision that is nowhere stored; None when it was made alone."""
    if not isinstance(record._pk, int):
        return None
    found = (
        RevisionRange.select()
        .where(
            RevisionRange.table_name == record._meta.table_name,
            RevisionRange.first_id <= record._pk,
            RevisionRange.last_id >= record._pk,
        )
        .order_by(RevisionRange.id.desc())
        .first()
    )
    if found is None:
        return None
    said = {name: getattr(found, name) for name in ("table_name", "at", "actor", "reason")}
    return Revision(object_id=str(record._pk), change=Change.CREATED, changes={}, **said)


def _made_again(model: type[TrackedModel], values: dict[str, Any]) -> TrackedModel:
    """Make a deleted row again, with the same id and with its history."""
    record = model.create(**values, force_insert=True)
    newest = Revision.select(peewee.fn.MAX(Revision.id)).where(_about(record)).scalar()
    Revision.update(change=Change.RESTORED).where(Revision.id == newest).execute()
    return record


def _about(record: TrackedModel) -> peewee.Expression:
    return (Revision.table_name == record._meta.table_name) & (Revision.object_id == str(record._pk))


def _stored(record: TrackedModel) -> dict[str, Any] | None:
    query = type(record).select().where(record._pk_expr())
    row = (query if is_sqlite() else query.for_update()).dicts().first()  # SQLite's writers wait already
    return None if row is None else {k: _to_json(v) for k, v in row.items() if k not in record.UNTRACKED}


def _record(record: TrackedModel, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    names = (before or after or {}).keys()
    old, new = before or {}, after or {}
    changes = {n: [old.get(n), new.get(n)] for n in names if old.get(n) != new.get(n)}
    if not changes:
        return
    change = Change.CREATED if before is None else Change.DELETED if after is None else Change.CHANGED
    Revision.create(
        table_name=record._meta.table_name,
        object_id=str(record._pk),
        change=change,
        actor=actor(),
        reason=reason(),
        changes=changes,
    )


def _to_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes):
        raise TypeError("bytes cannot be tracked: name the field in UNTRACKED")
    return value


def _from_json(field: peewee.Field, value: Any) -> Any:
    if not isinstance(value, str) or isinstance(field, peewee.JSONField):
        return value
    if isinstance(field, peewee.DateTimeField):
        return datetime.fromisoformat(value)
    if isinstance(field, peewee.DateField):
        return date.fromisoformat(value)
    if isinstance(field, peewee.TimeField):
        return time.fromisoformat(value)
    if isinstance(field, peewee.UUIDField):
        return UUID(value)
    return field.python_value(value)
