"""Where rooms keep what they show: templates, files and translations."""

import importlib
from functools import cache
from pathlib import Path

from ovkk_core.registry import Plugin, registry


@cache
def folder_of(package: str) -> Path:
    """Give the folder of an importable package."""
    return Path(next(iter(importlib.import_module(package).__path__)))


def sound() -> list[Plugin]:
    """Give the rooms and plugins that could be loaded, on or off, core first."""
    return [plugin for plugin in registry.plugins.values() if not plugin.broken]
