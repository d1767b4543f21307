"""The admin screens of one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import peewee
from flask import request
from flask.typing import ResponseReturnValue
from flask_admin.actions import action
from flask_admin.base import expose
from flask_admin.contrib.peewee import ModelView
from flask_admin.contrib.peewee.form import get_form
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import permitted
from ovkk_core.errors import NotFoundError
from ovkk_core.history import Revision, TrackedModel
from ovkk_core.web.admin import actions, editing, exporting, filtering, listing, removing, restoring, showing
from ovkk_core.web.admin.access import Guarded
from ovkk_core.web.admin.checking import check, own_routes
from ovkk_core.web.admin.converting import Converter
from ovkk_core.web.admin.joining import Joined
from ovkk_core.web.admin.keys import key_of
from ovkk_core.web.forms import Form

Formatter = Callable[[Any, Any, Any, str], Any]
BOTH = ("GET", "POST")


@dataclass(frozen=True)
class RowLink:
    """Something else to do with a row: a link, or with ``post`` a button that sends an empty form."""

    title: Any
    address: str
    post: bool = False


class AdminView(Guarded, ModelView):
    """List, search, filter, add, change, delete, restore and export the rows of one table, safely.

    Required: the permission ``read`` and the allow lists ``column_list`` and, with ``write``, ``form_columns``; a
    screen without them is refused with ``TypeError``. Without ``write`` nothing can be changed, without ``export``
    nothing downloaded; ``remove`` is ``write`` unless named. Columns may be dotted paths (``village.name``).

    Known from flask-admin and used: ``column_labels``, ``column_descriptions``, ``column_choices``,
    ``column_formatters`` (called as ``(view, None, record, name)``), ``column_sortable_list``,
    ``column_default_sort``, ``column_searchable_list``, ``column_filters`` (names), ``column_details_list``,
    ``column_export_list``, ``column_editable_list``, ``form_args``, ``form_extra_fields``, ``form_overrides``,
    ``can_create``, ``can_edit``, ``can_delete``, ``page_size``, ``get_query``, ``on_model_change``,
    ``on_model_delete``, ``after_model_change``, ``after_model_delete`` and ``@action``. Refused, since they need
    scripts: ``inline_models`` and ``form_ajax_refs``.
    """

    name_plural: ClassVar[Any] = ""
    name_one: ClassVar[Any] = ""
    remove: ClassVar[str | None] = None
    export: ClassVar[str | None] = None  # hides flask-admin's own export, which escapes nothing
    next_step: ClassVar[Any] = ""  # what the empty list advises
    joined: ClassVar[Sequence[str]] = ()  # paths that words for a row need besides the columns
    page_size = 50
    form_base_class = Form
    model_form_converter = Converter

    # Here with plain defaults, since flask-admin's own are descriptors that misread a class
    column_list: Any = ()
    column_exclude_list: Any = ()
    column_formatters: Any = {}
    column_type_formatters: Any = {}
    column_labels: Any = {}
    column_descriptions: Any = {}
    column_choices: Any = {}
    column_sortable_list: Any = None
    column_searchable_list: Any = ()
    column_filters: Any = ()
    column_display_pk = False
    form_columns: Any = ()
    form_excluded_columns: Any = ()
    action_disallowed_list: Any = ()

    list_template = "web/admin/list.html"
    create_template = edit_template = "web/admin/form.html"
    details_template = "web/admin/details.html"

    def __init__(self, model: type[peewee.Model], **kwargs: Any) -> None:
        check(type(self), model)
        self.column_choices = dict(self.column_choices or ())
        self.column_descriptions = dict(self.column_descriptions or ())
        self.column_labels = dict(self.column_labels or ())
        self.column_sortable_list = listing.sortable(type(self), model)
        self.table = model._meta.table_name
        self.remove_rule = self.remove or self.write
        self.tracked = issubclass(model, TrackedModel)
        kwargs.setdefault("name", self.name_plural)
        super().__init__(model, **kwargs)
        paths = (*self.column_list, *self.joined, *listing.paths_of(self))
        self.reach = Joined(model, paths)
        self.filters = filtering.filters_of(self)
        self._urls = own_routes(self)
        self._rules = self.find_rules(self._urls)

    # What flask-admin asks while it sets itself up

    def init_search(self) -> bool:
        """Say whether there is anything to search in."""
        return bool(self.column_searchable_list)

    def get_filters(self) -> None:
        """Give none: the filters of flask-admin need scripts."""

    def get_column_name(self, field: str) -> Any:
        """Give the label of a column: from ``column_labels``, else the field's verbose name."""
        if field in self.column_labels:
            return self.column_labels[field]
        plain = self.model._meta.fields.get(field)
        return (plain is not None and plain.verbose_name) or self._prettify_name(field.replace(".", " "))

    def scaffold_form(self) -> Any:
        """Give the form of ``form_columns``; an empty one for a screen that only reads."""
        return super().scaffold_form() if self.form_columns else self.form_base_class

    def scaffold_list_form(self, *_: Any, **__: Any) -> Any:
        """Give the form of what may be changed in the list."""
        converter = self.model_form_converter(self)
        return get_form(self.model, converter, base_class=self.form_base_class, only=self.column_editable_list)

    # Rows

    def get_query(self) -> Any:
        """Give the rows that this screen is about, with what the columns name; narrow it in a child."""
        return self.reach.query()

    def record(self, key: Any) -> Any:
        """Give the row with ``key``; raise :class:`NotFoundError` when it is not there or not for this screen."""
        found = self.get_query().where(self.model._meta.primary_key == key_of(self.model, key)).first()
        if found is None:
            raise NotFoundError("Dit bestaat niet (meer). Ga terug naar het overzicht.")
        return found

    def save_record(self, record: Any, is_created: bool) -> None:
        """Store the row; a child with rules of its own (a calendar's sequence) calls its door here."""
        record.save(force_insert=is_created)

    def delete_record(self, record: Any) -> None:
        """Delete the row, and nothing that only refers to it."""
        self.on_model_delete(record)
        record.delete_instance()
        self.after_model_delete(record)

    def restore_record(self, revision: Revision) -> Any:
        """Take back one change; only fields that the form offers are touched, unless the row had been deleted."""
        return restoring.take_back(self, revision)

    def words(self, record: Any, name: str) -> Any:
        """Give what stands in the column ``name`` of ``record``."""
        formatter: Formatter | None = self.column_formatters.get(name)
        if formatter:
            return formatter(self, None, record, name)
        return showing.in_words(showing.value_at(record, name), self.choices_of(name))

    def choices_of(self, name: str) -> dict[Any, Any]:
        """Give the words for the values of a column with a closed set of them."""
        return dict(self.column_choices.get(name, ()))

    def row_links(self, record: Any) -> Sequence[RowLink]:
        """Give further links and buttons for a row; only those the present user may use."""
        return ()

    # Pages

    def rule_of(self, name: str, safe: bool) -> str | None:
        """Give the permission that a method asks."""
        own = {
            "delete_view": self.remove_rule,
            "removed_view": self.remove_rule,
            "export_view": self.export,
            "action_view": self.read,  # and each action its own, in actions.py
        }
        return own[name] if name in own else super().rule_of(name, safe)

    def may_remove(self) -> bool:
        """Say whether the present user may delete rows here, and so put them back."""
        return self.can_delete and self.remove_rule is not None and permitted(self.remove_rule)

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """Show the list."""
        return listing.show(self)

    @expose("/nieuw/", methods=BOTH)
    def create_view(self) -> ResponseReturnValue:
        """Add a row."""
        return editing.create(self)

    @expose("/<id>/")
    def details_view(self, id: str) -> ResponseReturnValue:  # noqa: A002 - the name in everybody's url_for
        """Show a row and its history."""
        return restoring.details(self, self.record(id))

    @expose("/<id>/bewerken/", methods=BOTH)
    def edit_view(self, id: str) -> ResponseReturnValue:  # noqa: A002
        """Change a row."""
        return editing.edit(self, id)

    @expose("/<id>/cel/", methods=("POST",))
    def cell_view(self, id: str) -> ResponseReturnValue:  # noqa: A002
        """Change what may be changed in the list itself."""
        return editing.edit_cell(self, id)

    @expose("/<id>/verwijderen/", methods=BOTH)
    def delete_view(self, id: str) -> ResponseReturnValue:  # noqa: A002
        """Ask whether it is sure, and delete a row."""
        return removing.remove(self, self.record(id))

    @expose("/verwijderd/")
    def removed_view(self) -> ResponseReturnValue:
        """Show what was deleted lately, to put it back."""
        return restoring.removed(self)

    @expose("/terugzetten/<int:revision>/", methods=("POST",))
    def restore_view(self, revision: int) -> ResponseReturnValue:
        """Take one change back."""
        return restoring.restore(self, revision)

    @expose("/actie/", methods=("POST",))
    def action_view(self) -> ResponseReturnValue:
        """Do something with the rows that were ticked, after a page that says which."""
        return actions.act(self)

    @expose("/export/<kind>/", methods=("POST",))
    def export_view(self, kind: str) -> ResponseReturnValue:
        """Download what the list shows."""
        return exporting.export(self, kind, request.args)

    @action("delete", _l("Delete"), _l("Delete these?"))
    def action_delete(self, ids: Sequence[Any]) -> None:
        """Delete the rows that were ticked."""
        removing.remove_many(self, ids)

    # Not ours: flask-admin's routes that answer scripts

    ajax_lookup = None
    ajax_update = None
