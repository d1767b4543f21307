"""The one registry of a process: asks plugins their hooks, one by one, and survives each of them."""

import itertools
import logging
import sys
import threading
from collections.abc import Iterable
from inspect import isfunction
from typing import Any

import pluggy

from ovkk_core import hookspecs
from ovkk_core.database import BaseModel, Room, after_commit
from ovkk_core.errors import NotFoundError
from ovkk_core.registry import answers, faults, finding
from ovkk_core.registry.finding import Plugin
from ovkk_core.registry.guarding import caught, within_connected
from ovkk_core.registry.models import PluginState
from ovkk_core.registry.stamps import all_stamps

log = logging.getLogger(__name__)


class _Manager(pluggy.PluginManager):
    """Looks among the functions of a module only, where hooks are, as looking at all it imports takes long."""

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> Any:
        return super().parse_hookimpl_opts(plugin, name) if isfunction(vars(plugin).get(name)) else None


class Registry:
    """Holds the installed plugins and which of them are on, as of the last :meth:`refresh`.

    ``loaded`` is another number after every :meth:`load`, for who keeps answers by it.
    """

    _loads = itertools.count()

    def __init__(self) -> None:
        self.loaded = next(self._loads)
        self.plugins: dict[str, Plugin] = {}
        self.stamps: dict[str, int] = {}
        self._enabled: frozenset[str] = frozenset()
        self._paused: frozenset[tuple[str, str]] = frozenset()
        self._seen: int | None = None
        self._manager = _Manager(hookspecs.PROJECT)
        self._callers: dict[tuple[str, str], Any] = {}
        self._collected: dict[tuple[str, str], list[Any]] = {}
        self._refreshing = threading.Lock()

    def load(self, builtin: Iterable[str], trace: bool = False) -> None:
        """Find and register everything anew: the rooms of core in the order given, then plugins by name.

        An error in a room of core is raised; one in a plugin makes it ``broken``.
        """
        self.__init__()  # type: ignore[misc]  # a registry is loaded anew for every application
        self._manager.add_hookspecs(hookspecs)
        if trace:
            self._manager.add_hookcall_monitoring(_print_before, lambda *_: None)
        for plugin in [*map(finding.builtin, builtin), *finding.installed()]:
            if plugin.name in self.plugins:
                plugin.name = next(n for i in itertools.count(2) if (n := f"{plugin.name}-{i}") not in self.plugins)
                plugin.broken = "de naam is al in gebruik door een ander onderdeel"
            self.plugins[plugin.name] = plugin
            self._register(plugin)
        self._manager.check_pending()

    def _register(self, plugin: Plugin) -> None:
        if plugin.broken:
            return
        try:
            self._manager.register(plugin.hooks, plugin.name)
            unknown = [c.name for c in self._manager.get_hookcallers(plugin.hooks) or () if not c.has_spec()]
            if unknown:
                raise ValueError(f"onbekende hook: {', '.join(unknown)}")
        except (pluggy.PluginValidationError, ValueError) as error:
            if plugin.builtin:
                raise
            if self._manager.is_registered(plugin.hooks):  # what it did before the mistake counts for nothing
                self._manager.unregister(name=plugin.name)
            plugin.broken = f"houdt zich niet aan het contract: {error}"

    def refresh(self) -> None:
        """Read who is on when that has changed: one query at the start of every request and job."""
        with self._refreshing:  # a slower thread may not put back what it read earlier
            self.stamps = all_stamps()
            newest = self.stamps.get("plugins", 0)
            if newest == self._seen:
                return
            rows = PluginState.select(PluginState.name).where(PluginState.enabled).tuples()
            self._enabled = frozenset(name for (name,) in rows)
            self._paused = faults.paused()
            self._seen = newest

    def is_on(self, name: str) -> bool:
        """Say whether the room or plugin takes part now: known, not broken, and built in or switched on."""
        plugin = self.plugins.get(name)
        return plugin is not None and not plugin.broken and (plugin.builtin or name in self._enabled)

    def get(self, name: str) -> Plugin:
        """Give the plugin; raise :class:`NotFoundError` when it is not installed."""
        if name not in self.plugins:
            raise NotFoundError(f"Er is geen onderdeel '{name}'. Bekijk de lijst met: ovkk plugin list")
        return self.plugins[name]

    def rooms(self) -> list[Room]:
        """Give every room that may own tables, in the order in which to migrate."""
        return [Room(p.name, p.package) for p in self.plugins.values() if not p.broken]

    def collect(self, hook: str) -> list[tuple[str, Any]]:
        """Ask a startup hook of every plugin, on or off; give (plugin, value) pairs in the order of plugins.

        Who has answered is not asked again until the next :meth:`load`; who failed is.
        """
        return [
            (plugin.name, item)
            for plugin in self.plugins.values()
            if not plugin.broken
            for item in self._collect(hook, plugin)
        ]

    def _collect(self, hook: str, plugin: Plugin) -> list[Any]:
        key = (hook, plugin.name)
        if key not in self._collected:
            answer = self._answer(hook, plugin, {})
            if answer is None:
                return []
            self._collected[key] = answer
        return self._collected[key]

    def ask(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Ask a question of the plugins that are on; give (plugin, value) pairs in the order of plugins.

        Ask outside a transaction: plugins answer over a connection of their own and do not see what is not
        yet committed.
        """
        return [
            (plugin.name, item)
            for plugin in self._taking_part()
            for item in self._answer(hook, plugin, arguments) or []
        ]

    def ask_everybody(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Ask a question of every plugin, also of those that are off: their data is there all the same."""
        return [
            (plugin.name, item)
            for plugin in self.plugins.values()
            if not plugin.broken
            for item in self._answer(hook, plugin, arguments) or []
        ]

    def tell_everybody(self, hook: str, **arguments: Any) -> list[str]:
        """Tell a moment now to every plugin, also those that are off, the last first; give the names of who failed.

        A plugin that is broken counts as one that failed. When any did, the rooms of core are not told. What a room of
        core raises is raised.
        """
        plugins = [plugin for plugin in reversed(self.plugins.values()) if not plugin.builtin]
        failed = [one.name for one in plugins if one.broken or self._call(hook, one, arguments) is None]
        if not failed:
            for room in [plugin for plugin in reversed(self.plugins.values()) if plugin.builtin]:
                self._call(hook, room, arguments)
        return failed

    def tell(self, hook: str, **arguments: Any) -> None:
        """Tell a moment to the plugins that are on, after the commit when a transaction runs, else at once."""
        after_commit(lambda: self._tell(hook, arguments))

    def _tell(self, hook: str, arguments: dict[str, Any]) -> None:
        for plugin in self._taking_part():
            self._call(hook, plugin, arguments)

    def _taking_part(self) -> list[Plugin]:
        return [plugin for plugin in self.plugins.values() if self.is_on(plugin.name)]

    def _answer(self, hook: str, plugin: Plugin, arguments: dict[str, Any]) -> list[Any] | None:
        """Give the plugin's items, checked; None when it failed, so that it can be asked again."""
        given = self._call(hook, plugin, arguments)
        if not given:
            return given
        wrong = answers.mistake(hook, given[0], "" if plugin.builtin else plugin.name)
        if not wrong:
            return list(given[0])
        self.fault(plugin, hook, wrong)
        return None

    def _call(self, hook: str, plugin: Plugin, arguments: dict[str, Any]) -> list[Any] | None:
        """Call one hook of one plugin; give its answers: one, none when it has no such hook, None when it failed."""
        caller = self._caller(hook, plugin)
        if caller is None:
            return []
        if plugin.builtin:
            return _listed(caller, arguments)
        if (plugin.name, hook) in self._paused:
            return None
        seconds = None if hook in hookspecs.UNHURRIED else hookspecs.HOOK_SECONDS
        outcome = within_connected(seconds, _listed, caller, arguments)
        if outcome.reason:
            self.fault(plugin, hook, outcome.reason, hung=outcome.hung)
            return None
        return list(outcome.value)

    def _caller(self, hook: str, plugin: Plugin) -> Any:
        key = (hook, plugin.name)
        if key not in self._callers:
            implemented = {c.name for c in self._manager.get_hookcallers(plugin.hooks) or ()}
            others = [p for p in self._manager.get_plugins() if p is not plugin.hooks]
            self._callers[key] = self._manager.subset_hook_caller(hook, others) if hook in implemented else None
        return self._callers[key]

    def implements(self, name: str, hook: str) -> bool:
        """Say whether the plugin has an implementation of ``hook``."""
        return self._caller(hook, self.get(name)) is not None

    def fault(self, plugin: Plugin, hook: str, reason: str, *, hung: bool = False) -> None:
        """Log and keep why ``plugin`` failed in ``hook``; one that hung is not called there again until switched."""
        log.error("plugin %s failed in %s: %s", plugin.name, hook, reason)
        if hung:
            self._paused = self._paused | {(plugin.name, hook)}
        caught(faults.keep, plugin.name, hook, reason, hung)


def _listed(caller: Any, arguments: dict[str, Any]) -> list[Any]:
    """Call and read lazy answers here, so that a generator's errors and delays belong to the plugin."""
    return [
        given
        if isinstance(given, str | bytes | BaseModel) or given is None or not isinstance(given, Iterable)
        else list(given)
        for given in caller(**arguments)
    ]


def _print_before(hook: str, implementations: Any, arguments: Any) -> None:
    names = ", ".join(i.plugin_name for i in implementations)
    if names:
        sys.stderr.write(f"hook {hook}({', '.join(arguments)}) → {names}\n")


registry = Registry()
