"""The start page: what asks attention of this user, and what to do first in a new installation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import SIGNED_IN, current_user, may, users_with_role
from ovkk_core.accounts.roles import ADMIN
from ovkk_core.clock import today
from ovkk_core.hookspecs import TodoItem
from ovkk_core.registry import is_on, registry, setting, setting_specs
from ovkk_core.web.admin.menu import admin_menu
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.permissions import CHANGE_SETTINGS, SWITCH_PLUGINS

NAME = "association.name"


@dataclass(frozen=True)
class Step:
    """One of the first steps in a new installation."""

    title: str
    text: str
    address: str


class StartPage(AdminPage):
    """Shows "Wat vraagt uw aandacht"."""

    read = SIGNED_IN

    def __init__(self) -> None:
        super().__init__(_l("Start"), endpoint="admin", url="/beheer", category=_l("Overview"))

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the to-dos of this user, the most urgent first."""
        return self.render(
            "web/admin/start.html", todos=todos(), steps=first_steps(), today=today(), groups=shortcuts()
        )


def todos() -> list[TodoItem]:
    """Give what asks attention of the present user, by date; what has no date comes last."""
    items = [item for _room, item in registry.ask("todo_items", user=current_user())]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max, item.title))


def shortcuts() -> list[Any]:
    """Give the menu without this page."""
    groups = [(group.title, [item for item in group.items if not item.here]) for group in admin_menu()]
    return [(title, items) for title, items in groups if items]


def first_steps() -> list[Step]:
    """Give what is still to do before the website can be used, as far as this user may do it."""
    steps = []
    if may(CHANGE_SETTINGS) and setting(NAME) == setting_specs()[NAME].default:
        text = _("Enter the name of your association, a colour and the address for questions.")
        steps.append(Step(_("Say who you are"), text, url_for("admin_settings.index")))
    plugins = [plugin for plugin in registry.plugins.values() if not plugin.builtin]
    if may(SWITCH_PLUGINS) and plugins and not any(is_on(plugin.name) for plugin in plugins):
        text = _("Each activity of your association is a component. Switch on what you do.")
        steps.append(Step(_("Choose your activities"), text, url_for("admin_plugins.index")))
    if may("accounts.write") and len(users_with_role(ADMIN)) == 1:
        text = _("You are the only administrator. Invite somebody who can take over when you are away.")
        steps.append(Step(_("Invite a second administrator"), text, url_for("admin_users.index")))
    return steps
