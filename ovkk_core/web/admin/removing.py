"""Deleting: first a page that says what goes, then a message with the way back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import peewee
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import Change, Revision, revisions_of
from ovkk_core.web.admin.keys import keys_of

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

UNDO = "undo"  # flashed as (message, address to post to)


def remove(view: "AdminView", record: Any) -> ResponseReturnValue:
    """Ask, and after the answer delete ``record`` and offer to undo that."""
    if request.method != "POST":
        return view.render("web/admin/delete.html", record=record, hanging=hanging(record))
    _delete(view, [record])
    message = _("%(what)s was deleted.", what=str(record))
    if view.tracked and view.may_call("restore_view"):
        revision = next(iter(revisions_of(record)))
        undo: Any = [message, url_for(f"{view.endpoint}.restore_view", revision=revision.id)]
        flash(undo, UNDO)
    else:
        flash(message, "done")
    return redirect(url_for(f"{view.endpoint}.index_view"), 303)


def remove_many(view: "AdminView", ids: Sequence[Any]) -> None:
    """Delete the rows with these keys, all or none."""
    primary = view.model._meta.primary_key
    records = list(view.get_query().where(primary.in_(keys_of(view.model, [str(i) for i in ids]))))
    _delete(view, records)
    flash(ngettext("%(num)s row was deleted.", "%(num)s rows were deleted.", len(records)), "done")


def hanging(record: Any) -> list[int]:
    """Give how many rows of other tables go along or stand in the way."""
    counts = [
        field.model.select().where(field == record._pk).count()
        for field in record._meta.backrefs
        if not isinstance(field, peewee.DeferredForeignKey)
    ]
    return [count for count in counts if count]


def deleted_lately(view: "AdminView", limit: int = 100) -> list[Revision]:
    """Give the deletions whose rows are still gone, newest first."""
    table = view.model._meta.table_name
    rows = Revision.select().where(Revision.table_name == table, Revision.change == Change.DELETED)
    found = list(rows.order_by(Revision.id.desc()).limit(limit))
    primary = view.model._meta.primary_key
    keys = keys_of(view.model, [row.object_id for row in found])
    present = {str(key) for (key,) in view.model.select(primary).where(primary.in_(keys)).tuples()}
    newest: dict[str, Revision] = {}
    for row in found:
        newest.setdefault(row.object_id, row)
    return [row for row in newest.values() if row.object_id not in present]


def _delete(view: "AdminView", records: Sequence[Any]) -> None:
    try:
        with transaction():
            for record in records:
                view.delete_record(record)
    except peewee.IntegrityError as error:
        raise BadInputError(
            "Dit kan niet weg, want er hangen nog andere gegevens aan. Verwijder of verplaats die eerst."
        ) from error
