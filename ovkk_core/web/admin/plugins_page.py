"""The page of components: what is installed, how it does, what it brings; and the switch."""

from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.errors import NotFoundError
from ovkk_core.hookspecs import Health, Impact
from ovkk_core.registry import Fault, Plugin, is_on, registry, switch
from ovkk_core.web.admin.menu import screens
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.permissions import SWITCH_PLUGINS
from ovkk_core.web.forms import flash_done

BRINGS = {
    "register_calendars": _l("Calendars"),
    "register_mails": _l("Mails"),
    "register_jobs": _l("Tasks in the background"),
    "register_settings": _l("Settings"),
    "register_permissions": _l("Permissions"),
}


@dataclass(frozen=True)
class Card:
    """What the page tells about one plugin."""

    plugin: Plugin
    on: bool
    faults: tuple[Fault, ...]
    brings: dict[str, list[Any]] = field(default_factory=dict)
    health: tuple[Health, ...] = ()

    @property
    def state(self) -> str:
        """The worst that is the matter: broken, paused, faulty, on or off."""
        if self.plugin.broken:
            return "broken"
        if any(fault.paused for fault in self.faults):
            return "paused"
        return "faulty" if self.faults and self.on else "on" if self.on else "off"


class PluginsPage(AdminPage):
    """Shows every installed plugin and switches it."""

    read = write = SWITCH_PLUGINS
    nobody = "plugins"

    def __init__(self) -> None:
        super().__init__(_l("Components"), endpoint="admin_plugins", url="/beheer/onderdelen/")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show all plugins."""
        health = registry.ask("health_checks")
        core = [check for room, check in health if registry.get(room).builtin]
        return self.render("web/admin/plugins.html", cards=cards(health), health=core)

    @expose("/<name>/aan/", methods=("POST",))
    def switch_on(self, name: str) -> ResponseReturnValue:
        """Switch a plugin on."""
        plugin = _switchable(name)
        switch(plugin.name, True)
        flash_done(_("%(what)s is on.", what=plugin.title))
        return redirect(url_for(".index"), 303)

    @expose("/<name>/uit/", methods=("GET", "POST"))
    def switch_off(self, name: str) -> ResponseReturnValue:
        """Show what stops, and switch a plugin off after that."""
        plugin = _switchable(name)
        if request.method != "POST":
            impact = [impact for _room, impact in registry.ask("disable_impact", plugin=name) if impact.count]
            return self.render("web/admin/plugin_off.html", plugin=plugin, impact=_by_count(impact))
        switch(plugin.name, False)
        flash_done(_("%(what)s is off. Its data is kept.", what=plugin.title))
        return redirect(url_for(".index"), 303)


def cards(health: list[tuple[str, Health]]) -> list[Card]:
    """Give every plugin that is not a room of core, by title; ``health`` is (room, check)."""
    faults = list(Fault.select().order_by(Fault.at.desc()))
    brings = _brings()
    found = [
        Card(
            plugin=plugin,
            on=is_on(plugin.name),
            faults=tuple(fault for fault in faults if fault.plugin == plugin.name),
            brings=brings.get(plugin.name, {}),
            health=tuple(check for room, check in health if room == plugin.name),
        )
        for plugin in registry.plugins.values()
        if not plugin.builtin
    ]
    return sorted(found, key=lambda card: card.plugin.title.casefold())


def _brings() -> dict[str, dict[str, list[Any]]]:
    """Give plugin → kind → names of everything that plugins bring."""
    found: dict[str, dict[str, list[Any]]] = {}
    for view in screens():
        found.setdefault(view.room, {}).setdefault(_("Screens"), []).append(view.name)
    for hook, kind in BRINGS.items():
        for room, item in registry.collect(hook):
            found.setdefault(room, {}).setdefault(str(kind), []).append(item.title)
    return found


def _switchable(name: str) -> Plugin:
    plugin = registry.get(name)
    if plugin.builtin:
        raise NotFoundError("Dit onderdeel hoort bij de kern en staat altijd aan.")
    return plugin


def _by_count(impact: list[Impact]) -> list[Impact]:
    return sorted(impact, key=lambda one: -one.count)
