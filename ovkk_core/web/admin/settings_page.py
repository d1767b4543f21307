"""The settings page: what the association may change, with its history."""

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import CombinedMultiDict

from ovkk_core.database import lock, transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import Change, Revision, revisions_of
from ovkk_core.hookspecs import SettingSpec
from ovkk_core.registry import Setting, change_setting, registry, setting, setting_specs
from ovkk_core.web.admin.menu import title_of
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.people import names_of
from ovkk_core.web.admin.permissions import CHANGE_SETTINGS
from ovkk_core.web.admin.setting_forms import field_name, form_of, stored
from ovkk_core.web.admin.versions import FIELD
from ovkk_core.web.forms import flash_done


class SettingsPage(AdminPage):
    """Shows the settings of every room that is on, room by room, and keeps new values."""

    read = write = CHANGE_SETTINGS
    nobody = "settings of the association"

    def __init__(self) -> None:
        super().__init__(_l("Settings"), endpoint="admin_settings", url="/beheer/instellingen/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show which rooms have settings."""
        return self.render(
            "web/admin/settings.html", rooms=[(room, _title_of(room), specs) for room, specs in by_room()]
        )

    @expose("/<room>/", methods=("GET", "POST"))
    def edit(self, room: str) -> ResponseReturnValue:
        """Show the settings of one room; keep what comes back when all of it is right."""
        specs = dict(by_room()).get(room)
        if specs is None:
            raise NotFoundError("Hier valt niets in te stellen. Ga terug naar het overzicht.")
        form = form_of(specs, CombinedMultiDict((request.files, request.form)) if request.form else None)
        overtaken = False
        if request.method == "POST" and form.validate():
            overtaken = not keep(specs, form, request.form.get(FIELD, ""))
            if not overtaken:
                flash_done(_("The settings were saved."))
                return redirect(url_for(".edit", room=room), 303)
        page = self.render(
            "web/admin/setting_form.html",
            title=_title_of(room),
            form=form,
            fields=[(spec, form[field_name(spec.key)]) for spec in specs],
            version=version_of(specs),
            overtaken=overtaken,
        )
        return page, 422 if request.method == "POST" else 200

    @expose("/<room>/<key>/geschiedenis/")
    def history(self, room: str, key: str) -> ResponseReturnValue:
        """Show what one setting was before, by whom it was changed and when."""
        spec = _spec(room, key)
        revisions = _revisions(key)
        who = names_of(revision.actor for revision in revisions)
        return self.render("web/admin/setting_history.html", room=room, spec=spec, revisions=revisions, who=who)

    @expose("/<room>/<key>/terugzetten/<int:revision>/", methods=("POST",))
    def restore(self, room: str, key: str, revision: int) -> ResponseReturnValue:
        """Give a setting the value that it had before one change."""
        spec = _spec(room, key)
        found = next((r for r in _revisions(key) if r.id == revision and "value" in r.changes), None)
        if found is None:
            raise NotFoundError("Deze wijziging bestaat niet. Ga terug naar de instellingen.")
        before = found.changes["value"][0]
        change_setting(key, spec.default if found.change is Change.CREATED else before)
        flash_done(_("%(what)s was put back as it was.", what=spec.title))
        return redirect(url_for(".edit", room=room), 303)


def by_room() -> list[tuple[str, list[SettingSpec]]]:
    """Give (room, its settings) of every room that has some and is on."""
    found: dict[str, list[SettingSpec]] = {}
    for room, spec in registry.collect("register_settings"):
        if registry.is_on(room):
            found.setdefault(room, []).append(spec)
    return list(found.items())


def keep(specs: Sequence[SettingSpec], form: Any, seen: str) -> bool:
    """Keep what differs, unless somebody changed something after ``seen``; say whether that was done."""
    with transaction():
        lock("settings")
        if seen != version_of(specs):
            return False
        for spec in specs:
            value = stored(spec, form[field_name(spec.key)].data)
            if value != setting(spec.key):
                change_setting(spec.key, value)
    registry.refresh()
    return True


def version_of(specs: Sequence[SettingSpec]) -> str:
    """Give a short text that changes whenever one of the values does."""
    return hashlib.sha256("\0".join(setting(spec.key) for spec in specs).encode()).hexdigest()[:24]


def _title_of(room: str) -> Any:
    return _("The association") if room == "web" else title_of(room)


def _spec(room: str, key: str) -> SettingSpec:
    if key not in {spec.key for name, specs in by_room() if name == room for spec in specs}:
        raise NotFoundError("Deze instelling bestaat niet. Ga terug naar de instellingen.")
    return setting_specs()[key]


def _revisions(key: str) -> list[Revision]:
    row = Setting.get_or_none(key=key)
    return list(revisions_of(row)) if row else []
