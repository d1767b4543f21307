"""The register of processing (GDPR 30), made of what rooms and plugins declare."""

from dataclasses import dataclass

from ovkk_core.contacts import BASES
from ovkk_core.hookspecs import Processing
from ovkk_core.registry import registry

PROCESSING: list[Processing] = []


@dataclass(frozen=True)
class Entry:
    """One entry of the register in words; ``owner`` is the plugin, "" for core, ``on`` whether it takes part."""

    declared: Processing
    basis: str
    owner: str
    on: bool


def entries() -> list[Entry]:
    """Give the register: core first, then plugins, also those that are off, as their data is there all the same."""
    return [
        Entry(
            declared,
            BASES[declared.basis],
            "" if registry.get(room).builtin else registry.get(room).title,
            registry.is_on(room),
        )
        for room, declared in registry.collect("register_processing")
        if declared.tables
    ]
