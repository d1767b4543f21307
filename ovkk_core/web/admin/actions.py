"""Bulk actions: ticked rows, a page that says which ones, and only then the deed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ovkk_core.accounts import access_of, deny, permitted
from ovkk_core.errors import NotFoundError
from ovkk_core.web.admin.addresses import address, kept
from ovkk_core.web.admin.keys import keys_of

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

CONFIRMED = "confirmed"
MOST_ROWS = 500


@dataclass(frozen=True)
class Action:
    """Something to do with several rows; ``question`` stands above the list of them."""

    name: str
    title: Any
    question: Any
    rule: str | None


def actions_of(view: "AdminView") -> list[Action]:
    """Give the actions that the present user may do."""
    return [action for action in (_action(view, name) for name, _title in view._actions) if _may(view, action)]


def act(view: "AdminView") -> ResponseReturnValue:
    """Show which rows are touched; do it once that was confirmed."""
    name = request.form.get("action", "")
    if name not in view._actions_data:
        raise NotFoundError("Deze handeling bestaat niet. Ga terug naar het overzicht.")
    action = _action(view, name)
    if not _may(view, action):
        return deny()
    records = _ticked(view)
    if not records:
        flash(_("Nothing was done: first tick the rows it is about."), "notice")
        return redirect(_back(view), 303)
    if CONFIRMED not in request.form:
        return view.render(
            "web/admin/confirm_action.html", action=action, records=records, back=_back(view), kept=kept(view)
        )
    answer: ResponseReturnValue | None = view._actions_data[name][0]([record._pk for record in records])
    return answer if answer is not None else redirect(_back(view), 303)


def _action(view: "AdminView", name: str) -> Action:
    handler, title, question = view._actions_data[name]
    marked = access_of(handler)
    rule = view.remove_rule if name == "delete" else view.write
    return Action(name, title, question or title, marked.rule if marked else rule)


def _may(view: "AdminView", action: Action) -> bool:
    if action.name == "delete" and not view.can_delete:
        return False
    return action.rule is not None and view.is_action_allowed(action.name) and permitted(action.rule)


def _ticked(view: "AdminView") -> list[Any]:
    """Give the rows that were ticked and are this screen's."""
    keys = keys_of(view.model, request.form.getlist("rowid")[:MOST_ROWS])
    return list(view.get_query().where(view.model._meta.primary_key.in_(keys))) if keys else []


def _back(view: "AdminView") -> str:
    return address(view)
