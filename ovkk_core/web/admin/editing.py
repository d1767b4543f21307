"""Adding and changing rows: validated, in one transaction, and never over somebody else's change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import peewee
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ovkk_core.database import lock, transaction
from ovkk_core.errors import NotFoundError, OvkkError
from ovkk_core.history import acting, actor, revisions_of
from ovkk_core.web.admin.addresses import address
from ovkk_core.web.admin.people import name_of
from ovkk_core.web.admin.showing import value_at
from ovkk_core.web.admin.versions import FIELD, version_of
from ovkk_core.web.forms import flash_done

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

REASON = "_reason"
LONGEST_REASON = 200


@dataclass
class Outdated(Exception):  # noqa: N818 - a turn of events, not an error
    """Somebody changed the row after this form was opened."""

    record: Any


@dataclass(frozen=True)
class Refusal:
    """Why nothing was stored; ``others`` are (label, what stands there now) of fields changed meanwhile."""

    message: str = ""
    others: Sequence[tuple[Any, Any]] = field(default_factory=tuple)


def create(view: "AdminView") -> ResponseReturnValue:
    """Show an empty form; store what comes back and go to the new row."""
    form = view.create_form()
    refusal = Refusal()
    if request.method == "POST" and form.validate():
        record = view.model()
        stored = _attempt(lambda: _store(view, form, record, is_created=True))
        if not isinstance(stored, Refusal):
            flash_done(_("%(what)s was added.", what=str(stored)))
            return redirect(_next(view, stored), 303)
        refusal = stored
    return _page(view, form, refusal)


def edit(view: "AdminView", key: str) -> ResponseReturnValue:
    """Show the row in a form; store what comes back, unless it is based on an older state of the row."""
    record = view.record(key)
    form = view.edit_form(obj=record)
    refusal = Refusal()
    if request.method == "POST" and form.validate():
        try:
            stored = _attempt(lambda: _change(view, form, key))
        except Outdated as turn:
            record, stored = turn.record, _overtaken(view, form, turn.record)
        if not isinstance(stored, Refusal):
            flash_done(_("%(what)s was saved.", what=str(stored)))
            return redirect(_next(view, stored), 303)
        refusal = stored
    return _page(view, form, refusal, record)


def edit_cell(view: "AdminView", key: str) -> ResponseReturnValue:
    """Store what was changed in the list itself; when it cannot be, go on in the full form."""
    record = view.record(key)
    form = view._list_form_class(obj=record)
    stored = _refused()
    if form.validate():
        try:
            stored = _attempt(lambda: _change(view, form, key))
        except Outdated as turn:
            record, stored = turn.record, _overtaken(view, form, turn.record)
    if isinstance(stored, Refusal):
        full = view._edit_form_class(formdata=None, obj=record)
        for name in view.column_editable_list:
            full[name].data = form[name].data
            full[name].errors = form[name].errors
        return _page(view, full, stored, record)
    flash_done(_("%(what)s was saved.", what=str(stored)))
    return redirect(address(view), 303)


def cell_forms(view: "AdminView", rows: Sequence[Any]) -> dict[Any, Any]:
    """Give key → (form, version) for lists in which cells may be changed."""
    if not (view.column_editable_list and view.may_call("cell_view")):
        return {}
    return {row._pk: (view._list_form_class(formdata=None, obj=row), version_of(row)) for row in rows}


def _page(view: "AdminView", form: Any, refusal: Refusal, record: Any = None) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    page = view.render(
        view.edit_template if record is not None else view.create_template,
        shows=None if record is not None else 0,
        form=form,
        fields=fields_of(view, form),
        record=record,
        version=version_of(record) if record is not None else "",
        refusal=refusal,
        reason=request.form.get(REASON, ""),
    )
    return page, status


def fields_of(view: "AdminView", form: Any) -> list[Any]:
    """Give the fields in the order in which the screen names them."""
    names = [*(view.form_columns or ()), *(view.form_extra_fields or ())]
    return [form[name] for name in dict.fromkeys(names) if name in form]


def _attempt(store: Callable[[], Any]) -> Any:
    """Store and give the row, or the reason why it could not be stored."""
    try:
        return store()
    except NotFoundError:
        raise
    except OvkkError as error:
        return Refusal(str(error))
    except peewee.IntegrityError:
        return Refusal(_("This was not saved: something with the same details already exists. Change what is double."))


def _change(view: "AdminView", form: Any, key: str) -> Any:
    """Store ``form`` in the row as it stands now; raise :class:`Outdated` when that is not what was seen."""
    with transaction():
        lock(f"{view.model._meta.table_name}:{key}")
        record = view.record(key)
        if request.form.get(FIELD) != version_of(record):
            raise Outdated(record)
        return _store(view, form, record, is_created=False)


def _store(view: "AdminView", form: Any, record: Any, *, is_created: bool) -> Any:
    why = "".join(c for c in request.form.get(REASON, "") if c.isprintable())[:LONGEST_REASON]
    with transaction(), acting(actor(), why.strip()):
        form.populate_obj(record)
        view.on_model_change(form, record, is_created)
        view.save_record(record, is_created)
    view.after_model_change(form, record, is_created)
    return record


def _overtaken(view: "AdminView", form: Any, record: Any) -> Refusal:
    """Explain that somebody else was first, and what stands there now."""
    others = [
        (view.get_column_name(name), view.words(record, name))
        for name in view.form_columns
        if name in form and form[name].data != _as_form(value_at(record, name))
    ]
    newest = next(iter(revisions_of(record)), None) if view.tracked else None
    who = name_of(newest.actor) if newest else _("Somebody")
    message = _(
        "%(who)s changed this while you were working. Your text is still here and has not been saved. "
        "Compare it with what stands there now, and save again to keep yours.",
        who=who[:1].upper() + who[1:],
    )
    return Refusal(message, others)


def _as_form(value: Any) -> Any:
    return str(value._pk) if isinstance(value, peewee.Model) else value


def _refused() -> Refusal:
    return Refusal(_("This was not saved. Repair what is wrong below."))


def _next(view: "AdminView", record: Any) -> str:
    if "_another" in request.form and view.may_call("create_view"):
        return url_for(f"{view.endpoint}.create_view")
    return url_for(f"{view.endpoint}.details_view", id=record._pk)
