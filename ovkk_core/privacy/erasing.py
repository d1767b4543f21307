"""Erases a person from every room and plugin (GDPR 17)."""

from ovkk_core.contacts import addresses_of, person_by_id
from ovkk_core.registry import registry


def tell_everybody(person_id: int) -> list[str]:
    """Have every room and plugin, also those that are off, delete what it keeps; give the names of who failed."""
    addresses = addresses_of(person_by_id(person_id))
    return registry.tell_everybody("on_person_erased", person_id=person_id, addresses=addresses)
