"""The rule of an audience: conditions in groups of all, any or none; read from JSON and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ovkk_core.errors import BadInputError

DEEPEST = 4
MOST_NODES = 60
MOST_VALUES = 500
LONGEST_VALUE = 200
SPOILT = "De regel van deze doelgroep is beschadigd. Maak de doelgroep opnieuw, of zet een eerdere versie terug."


class How(Enum):
    """How the parts of a group count."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True)
class Leaf:
    """A condition by its name, with the values of which any one will do; without values it is not filled in yet."""

    condition: str
    values: tuple[str, ...] = ()

    @property
    def filled(self) -> bool:
        """Whether something was chosen."""
        return any(self.values)


@dataclass(frozen=True)
class Group:
    """Parts that must all, any or none be met. A group without parts asks nothing."""

    how: How = How.ALL
    parts: "tuple[Leaf | Group, ...]" = ()


Node = Leaf | Group


def read(stored: Any) -> Group:
    """Give the rule that was stored; raise ``BadInputError`` for anything else."""
    node = _node(stored, 1)
    if not isinstance(node, Group) or sum(1 for _ in nodes(node)) > MOST_NODES:
        raise BadInputError(SPOILT)
    return node


def stored(node: Node) -> dict[str, Any]:
    """Give the form in which a rule is stored."""
    if isinstance(node, Leaf):
        return {"condition": node.condition, "values": list(node.values)}
    return {"how": node.how.value, "parts": [stored(part) for part in node.parts]}


def nodes(node: Node) -> Iterator[Node]:
    """Give the node and everything in it."""
    yield node
    if isinstance(node, Group):
        for part in node.parts:
            yield from nodes(part)


def leaves(node: Node) -> list[Leaf]:
    """Give the conditions in it, in order."""
    return [one for one in nodes(node) if isinstance(one, Leaf)]


def filled(group: Group) -> Group:
    """Give the rule without what is not filled in yet, and without groups that so became empty."""
    parts = (filled(part) if isinstance(part, Group) else part for part in group.parts)
    return Group(group.how, tuple(part for part in parts if (part.parts if isinstance(part, Group) else part.filled)))


def simple(group: Group) -> Group:
    """Give the same rule with no group in a group that can do without; asks for a rule that is filled in."""
    parts: list[Node] = []
    for part in group.parts:
        small = _unwrapped(simple(part)) if isinstance(part, Group) else part
        parts += small.parts if isinstance(small, Group) and small.how is group.how is not How.NONE else [small]
    return Group(group.how, tuple(parts))


def _unwrapped(group: Group) -> Node:
    return group.parts[0] if len(group.parts) == 1 and group.how is not How.NONE else group


def _node(given: Any, depth: int) -> Node:
    if not isinstance(given, Mapping) or depth > DEEPEST + 1:
        raise BadInputError(SPOILT)
    if "condition" in given:
        return _leaf(given)
    parts = given.get("parts")
    if depth > DEEPEST or given.get("how") not in {how.value for how in How} or not isinstance(parts, list | tuple):
        raise BadInputError(SPOILT)
    return Group(How(given["how"]), tuple(_node(part, depth + 1) for part in parts))


def _leaf(given: Mapping[str, Any]) -> Leaf:
    name, values = given["condition"], given.get("values")
    if not isinstance(name, str) or not isinstance(values, list | tuple) or len(values) > MOST_VALUES:
        raise BadInputError(SPOILT)
    if not all(isinstance(value, str) and len(value) <= LONGEST_VALUE and value.isprintable() for value in values):
        raise BadInputError(SPOILT)
    return Leaf(name, tuple(values))
