"""Plugins: found, asked, switched and survived; and the settings the association may change."""

from ovkk_core.registry.finding import Plugin
from ovkk_core.registry.guarding import within_connected
from ovkk_core.registry.models import Fault, PluginState, Setting, Stamp
from ovkk_core.registry.registry import Registry, registry
from ovkk_core.registry.settings import change_setting, setting, setting_specs
from ovkk_core.registry.stamps import bump, stamp
from ovkk_core.registry.switching import is_on, switch

__all__ = [
    "Fault",
    "Plugin",
    "PluginState",
    "Registry",
    "Setting",
    "Stamp",
    "bump",
    "change_setting",
    "is_on",
    "registry",
    "setting",
    "setting_specs",
    "stamp",
    "switch",
    "within_connected",
]
