"""Refuses, when the application starts, an admin screen that leaves open what it may show or change."""

from typing import TYPE_CHECKING, Any

import peewee

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

WRITING = ("create_view", "edit_view", "cell_view", "restore_view")


def check(kind: "type[AdminView]", model: type[peewee.Model]) -> None:
    """Raise ``TypeError`` naming the attribute that is missing or may not be there."""
    if not kind.column_list:
        raise TypeError(f"{kind.__name__} lists no columns: set `column_list`")
    if kind.write and not kind.form_columns and (kind.can_create or kind.can_edit):
        raise TypeError(f"{kind.__name__} can be written but lists no fields: set `form_columns`")
    for name in ("inline_models", "form_ajax_refs", "form_rules", "form_create_rules", "form_edit_rules"):
        if getattr(kind, name):
            raise TypeError(f"{kind.__name__}.{name} is not supported: make a screen of its own")
    primary = model._meta.primary_key
    if isinstance(primary, peewee.CompositeKey) or not primary:
        raise TypeError(f"{kind.__name__}: {model.__name__} needs a single primary key")
    _refuse_unknown_fields(kind, model)


def own_routes(view: "AdminView") -> list[tuple[str, str, Any]]:
    """Give the routes that make sense for ``view``; what cannot be done has no address."""
    absent = set() if view.write else set(WRITING)
    absent |= set() if view.can_create else {"create_view"}
    absent |= set() if view.can_edit else {"edit_view", "cell_view"}
    absent |= set() if view.column_editable_list else {"cell_view"}
    absent |= set() if view.can_delete and view.remove_rule else {"delete_view", "removed_view"}
    absent |= set() if view.tracked else {"removed_view", "restore_view"}
    absent |= set() if view.export else {"export_view"}
    return [route for route in view._urls if route[1] not in absent]


def _refuse_unknown_fields(kind: "type[AdminView]", model: type[peewee.Model]) -> None:
    extra = set(kind.form_extra_fields or ())
    for name in {*(kind.form_columns or ()), *(kind.column_editable_list or ())} - extra:
        field = model._meta.fields.get(name)
        if field is None:
            raise TypeError(f"{kind.__name__}: {model.__name__} has no field {name!r} to put in a form")
        if isinstance(field, peewee.AutoField):
            raise TypeError(f"{kind.__name__}: the key {name!r} may not be in a form")
    for name in set(kind.column_editable_list or ()) - set(kind.form_columns or ()):
        raise TypeError(f"{kind.__name__}: {name!r} can be changed in the list but not in the form")
