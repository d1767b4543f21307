"""Fills an empty installation with a demonstration year: real villages, invented people."""

from ovkk_core.database import transaction
from ovkk_core.history import acting
from ovkk_core.registry import bump, registry, stamp, switch

LOADED = "demonstration"


def load_demonstration() -> bool:
    """Switch every working plugin on and let each room add its part; give False when that was done before."""
    if stamp(LOADED):
        return False
    with transaction(), acting("cli", "demonstratie"):
        bump(LOADED)
        for plugin in registry.plugins.values():
            if not plugin.builtin and not plugin.broken:
                switch(plugin.name, True)
    with acting("cli", "demonstratie"):
        registry.tell("load_demo")
    return True
