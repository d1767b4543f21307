"""Everything we hold about somebody and why, to read and as JSON (PRIV-5): what every room tells of itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ovkk_core.clock import now
from ovkk_core.contacts import Person, held_about
from ovkk_core.registry import registry


@dataclass(frozen=True)
class Held:
    """One kind of details: its title, why the room that keeps it does so, and rows of Dutch label → text."""

    title: str
    reason: str
    rows: tuple[Mapping[str, str], ...]


def held(person: Person) -> list[Held]:
    """Give what we hold about ``person``, without what is about others."""
    reasons = _reasons()
    return [Held(data.title, reasons.get(room, ""), data.rows) for room, data in held_about(person.id)]


def as_json(person: Person) -> str:
    """Give the same as JSON, for programs."""
    parts = [
        {"titel": one.title, "waarom": one.reason, "rijen": [dict(row) for row in one.rows]} for one in held(person)
    ]
    return json.dumps({"gemaakt_op": now().isoformat(), "onderdelen": parts}, ensure_ascii=False, indent=2)


def _reasons() -> dict[str, str]:
    """Give per room what it says in the register of processing, in one line."""
    found: dict[str, list[str]] = {}
    for room, processing in registry.collect("register_processing"):
        if processing.purpose not in found.setdefault(room, []):
            found[room].append(processing.purpose)
    return {room: "; ".join(purposes) for room, purposes in found.items()}
