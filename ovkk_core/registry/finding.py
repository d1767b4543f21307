"""Finds plugins: the built-in rooms by name, everybody else's by the entry-point group ``ovkk.plugins``."""

import importlib
import re
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

from ovkk_core import hookspecs
from ovkk_core.hookspecs import CONTRACT
from ovkk_core.registry.guarding import caught, within

GROUP = "ovkk.plugins"
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class Plugin:
    """An installed room: built in, or found by its entry point. ``broken`` says why it cannot be used."""

    name: str
    package: str
    title: str
    description: str = ""
    builtin: bool = False
    distribution: str = ""
    hooks: ModuleType | None = None
    broken: str = ""


def builtin(package: str) -> Plugin:
    """Load a room of core; an error in it is ours and stops the start."""
    name = package.rpartition(".")[2]
    return Plugin(
        name=name,
        package=package,
        title=name,
        builtin=True,
        hooks=importlib.import_module(f"{package}.hooks"),
    )


def installed() -> list[Plugin]:
    """Load every plugin of the entry-point group, by name; one that cannot be loaded comes back as broken."""
    return [_load(point) for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)]


def _load(point: EntryPoint) -> Plugin:
    plugin = Plugin(name=point.name, package=point.value, title=point.name)
    plugin.distribution = caught(_distribution, point).value or ""
    if not NAME.fullmatch(point.name):
        plugin.broken = "heeft een naam die niet kan: alleen kleine letters, cijfers en _"
        return plugin
    outcome = within(hookspecs.HOOK_SECONDS * 4, _import, point.value)
    if outcome.reason:
        plugin.broken = f"kan niet worden geladen: {outcome.reason}"
        return plugin
    door, hooks = outcome.value
    plugin.title = str(getattr(door, "TITLE", point.name))
    plugin.description = str(getattr(door, "DESCRIPTION", ""))
    if getattr(door, "CONTRACT", CONTRACT) != CONTRACT:
        plugin.broken = f"is geschreven voor contract {door.CONTRACT}, dit is contract {CONTRACT}"
    plugin.hooks = hooks
    return plugin


def _distribution(point: EntryPoint) -> str:
    """Give name and version of the distribution; raises what its broken metadata makes of it."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else ""


def _import(package: str) -> tuple[Any, ModuleType]:
    return importlib.import_module(package), importlib.import_module(f"{package}.hooks")
