"""Switches plugins on and off, for every process at its next request."""

from ovkk_core.database import after_commit, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.registry import faults
from ovkk_core.registry.models import PluginState
from ovkk_core.registry.registry import registry
from ovkk_core.registry.stamps import bump


def is_on(name: str) -> bool:
    """Say whether the room or plugin takes part in the present request or job."""
    return registry.is_on(name)


def switch(name: str, enabled: bool) -> None:
    """Switch a plugin on or off; its data and UIDs stay. Switching also forgets its faults.

    Raises ``NotFoundError`` when it is not installed, :class:`BadInputError` for a room of core or, when
    switching on, for a plugin that is broken.
    """
    plugin = registry.get(name)
    if plugin.builtin:
        raise BadInputError(f"'{name}' hoort bij de kern en staat altijd aan.")
    if enabled and plugin.broken:
        raise BadInputError(f"'{plugin.title}' kan niet aan: {plugin.broken}.")
    with transaction():
        state = PluginState.get_or_none(name=name) or PluginState(name=name)
        state.enabled = enabled
        state.save()
        faults.clear(name)
        bump("plugins")
        audit("plugin.on" if enabled else "plugin.off", "plugin", name)
        after_commit(lambda: _announce(name, enabled))


def _announce(name: str, enabled: bool) -> None:
    registry.refresh()
    registry.tell("on_plugin_switched", name=name, enabled=enabled)
