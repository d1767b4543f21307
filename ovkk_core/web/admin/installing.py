"""Puts the admin into an application: our own screens, then those of rooms and plugins, each behind its gate."""

from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Theme

from ovkk_core.accounts.access import Access
from ovkk_core.registry import registry
from ovkk_core.web.admin.audit_page import AuditPage
from ovkk_core.web.admin.figures_page import FiguresPage
from ovkk_core.web.admin.jobs_page import JobsPage
from ovkk_core.web.admin.menu import KEPT, SCREENS, menu_html
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.plugins_page import PluginsPage
from ovkk_core.web.admin.roles_page import RolesPage
from ovkk_core.web.admin.settings_page import SettingsPage
from ovkk_core.web.admin.start_page import StartPage
from ovkk_core.web.admin.users_page import UsersPage
from ovkk_core.web.admin.view import AdminView
from ovkk_core.web.gates import OWNERS

ROOT = "/beheer"
ROOM = "web"


def install_admin(app: Flask) -> None:
    """Serve ``/beheer/`` with every screen of every room; one that is not safe is a fault of its plugin."""
    app.extensions[SCREENS] = []
    app.extensions[KEPT] = {}
    app.jinja_env.globals["admin_menu"] = menu_html
    start = StartPage()
    theme = Theme(folder="none", base_template="web/admin/page.html")  # no template of flask-admin is ever used
    admin = Admin(name="Beheer", index_view=start, url=ROOT, endpoint=start.endpoint, theme=theme)
    start.room = ROOM
    admin.init_app(app)
    _finish(app, start, ROOM)
    for room, view in registry.collect("register_admin_views"):
        _add_guarded(app, room, view)
    for page in (UsersPage(), RolesPage(), PluginsPage(), SettingsPage(), FiguresPage(), JobsPage(), AuditPage()):
        add_view(app, ROOM, page)


def add_view(app: Flask, room: str, view: Any) -> None:
    """Serve ``view`` as a screen of ``room``.

    Raises ``TypeError`` for a view that is not a child of ``AdminView`` or ``AdminPage``, ``ValueError`` for an
    address outside ``/beheer/`` or one that is taken.
    """
    if not isinstance(view, AdminView | AdminPage):
        raise TypeError(f"{type(view).__name__} is no AdminView or AdminPage")
    if not (view.url or "").startswith(f"{ROOT}/"):
        raise ValueError(f"{type(view).__name__}: the address must start with {ROOT}/")
    taken = {(screen.url or "").strip("/") for screen in app.extensions[SCREENS]}
    if view.url.strip("/") in taken or view.endpoint in app.blueprints:
        raise ValueError(f"{type(view).__name__}: the address {view.url} or the name {view.endpoint} is taken")
    view.room = room
    app.extensions["admin"][0].add_view(view)
    _finish(app, view, room)


def _add_guarded(app: Flask, room: str, view: Any) -> None:
    plugin = registry.get(room)
    if plugin.builtin:
        add_view(app, room, view)
        return
    try:
        add_view(app, room, view)
    except Exception as error:  # noqa: BLE001 - a plugin's screen may fail in any way, and the site goes on
        registry.fault(plugin, "register_admin_views", f"{type(error).__name__}: {error}")


def _finish(app: Flask, view: Any, room: str) -> None:
    """Mark every route with its rule, for the guard that stands before all views, and keep the owner for the gate."""
    for _, name, _verbs in view._urls:
        endpoint = f"{view.endpoint}.{name}"
        app.view_functions[endpoint] = _marked(app.view_functions[endpoint], view._rules[name])
    app.extensions[OWNERS][view.endpoint] = room
    app.extensions[SCREENS].append(view)


def _marked(view: Any, rule: str) -> Any:
    def marked(**values: Any) -> Any:
        return view(**values)

    marked.access = Access(rule)  # type: ignore[attr-defined]  # as @requires does
    return marked
