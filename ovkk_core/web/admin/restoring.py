"""The history panel: who changed what, when and why, in words; and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import peewee
from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import Change, Revision, revisions_of
from ovkk_core.history import restore as put_back
from ovkk_core.web.admin.keys import key_of, keys_of
from ovkk_core.web.admin.people import names_of
from ovkk_core.web.admin.removing import deleted_lately
from ovkk_core.web.admin.showing import in_words
from ovkk_core.web.forms import flash_done

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

MOST = 50


@dataclass(frozen=True)
class Difference:
    """One field of one change, in words."""

    label: Any
    before: Any
    after: Any
    name: str


@dataclass(frozen=True)
class Moment:
    """One change, as the history panel shows it."""

    revision: Revision
    who: str
    differences: Sequence[Difference]
    hidden: int  # fields that this screen does not show
    can_restore: bool


def details(view: "AdminView", record: Any) -> ResponseReturnValue:
    """Give the page of one row: its fields, and its history when there is one."""
    names = details_of(view)
    return view.render(
        view.details_template,
        record=record,
        values=[(view.get_column_name(name), view.words(record, name)) for name in names],
        history=history(view, list(islice(revisions_of(record), MOST))) if view.tracked else None,
    )


def details_of(view: "AdminView") -> list[str]:
    """Give the columns of the details page: those named, else those of list and form."""
    return list(view.column_details_list or dict.fromkeys([*view.column_list, *(view.form_columns or ())]))


def removed(view: "AdminView") -> ResponseReturnValue:
    """Give the page of what was deleted lately."""
    return view.render("web/admin/removed.html", history=history(view, deleted_lately(view)))


def restore(view: "AdminView", number: int) -> ResponseReturnValue:
    """Take back the change with this number, and show the row."""
    record = restored(view, number)
    flash_done(_("%(what)s was put back as it was.", what=str(record)))
    return redirect(url_for(f"{view.endpoint}.details_view", id=record._pk), 303)


def restored(view: "AdminView", number: int) -> Any:
    """Take back the change with this number; give the row as it is then."""
    revision = Revision.get_or_none((Revision.id == number) & (Revision.table_name == view.model._meta.table_name))
    if revision is None:
        raise NotFoundError("Deze wijziging bestaat niet. Ga terug naar het overzicht.")
    if revision.change is not Change.DELETED:
        view.record(revision.object_id)
    elif not view.may_remove():
        raise NotFoundError("Deze wijziging bestaat niet. Ga terug naar het overzicht.")
    elif view.model.get_or_none(view.model._meta.primary_key == key_of(view.model, revision.object_id)):
        raise BadInputError("Dit is al teruggezet, of het nummer is intussen van iets anders. Maak het opnieuw aan.")
    return view.restore_record(revision)


def take_back(view: "AdminView", revision: Revision) -> Any:
    """Restore the fields of ``revision`` that the form offers; all of them for a row that was deleted."""
    if revision.change is Change.DELETED:
        return _put_back(view, revision)
    changes = {name: pair for name, pair in revision.changes.items() if name in set(view.form_columns or ())}
    if not changes:
        raise BadInputError("Aan deze wijziging valt hier niets terug te zetten.")
    part = Revision(**{**revision.__data__, "changes": changes})
    return _put_back(view, part)


def history(view: "AdminView", revisions: Sequence[Revision]) -> list[Moment]:
    """Give ``revisions`` in words, showing only fields that this screen shows anyway."""
    shown = {*details_of(view), *view.column_list, *(view.form_columns or ())}
    who = names_of(revision.actor for revision in revisions)
    words = _Words(view, revisions)
    return [
        Moment(
            revision=revision,
            who=who[revision.actor],
            differences=[
                Difference(view.get_column_name(name), words.of(name, before), words.of(name, after), name)
                for name, (before, after) in revision.changes.items()
                if name in shown and (before or after) not in (None, "")
            ],
            hidden=sum(name not in shown for name in revision.changes),
            can_restore=_can_restore(view, revision),
        )
        for revision in revisions
    ]


def _can_restore(view: "AdminView", revision: Revision) -> bool:
    if not view.may_call("restore_view") or revision.change in {Change.CREATED, Change.RESTORED}:
        return False
    if revision.change is Change.DELETED:
        return view.may_remove()
    return not set(view.form_columns or ()).isdisjoint(revision.changes)


def _put_back(view: "AdminView", revision: Revision) -> Any:
    try:
        return put_back(view.model, revision)
    except peewee.IntegrityError as error:
        raise BadInputError(
            "Dit kan niet worden teruggezet: er is intussen iets anders met dezelfde gegevens, "
            "of iets waar dit bij hoort bestaat niet meer."
        ) from error


class _Words:
    """Words for values as the history keeps them; rows referred to are looked up with one query per field."""

    def __init__(self, view: "AdminView", revisions: Iterable[Revision]) -> None:
        self.view = view
        self.names: dict[str, dict[str, str]] = {}
        for name, field in view.model._meta.fields.items():
            if isinstance(field, peewee.ForeignKeyField):
                pairs = [r.changes[name] for r in revisions if name in r.changes]
                self.names[name] = _rows_named(field.rel_model, [str(v) for p in pairs for v in p if v is not None])

    def of(self, name: str, value: Any) -> Any:
        """Give the words for ``value`` of the field ``name``."""
        field = self.view.model._meta.fields.get(name)
        if value is None or field is None:
            return in_words(value)
        if name in self.names:
            return self.names[name].get(str(value), _("something that no longer exists"))
        try:
            value = field.python_value(value)
        except (TypeError, ValueError):
            return str(value)
        return in_words(value, self.view.choices_of(name))


def _rows_named(model: type[peewee.Model], keys: list[str]) -> dict[str, str]:
    primary = model._meta.primary_key
    found = keys_of(model, sorted(set(keys)))
    return {str(row._pk): str(row) for row in model.select().where(primary.in_(found))} if found else {}
