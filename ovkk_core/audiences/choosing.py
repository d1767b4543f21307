"""Finds whom a rule has: current positions, held or vacant, and the persons without one."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee

from ovkk_core.audiences.conditions import Conditions
from ovkk_core.audiences.rules import Group, How, Leaf, Node, filled
from ovkk_core.clock import today
from ovkk_core.contacts import PERSON_IN_BRIEF, Person, Position, positions_in_brief, positions_on


class Half(Enum):
    """The two kinds of rows an audience is chosen from."""

    POSITIONS = "position"
    PERSONS = "person"


def positions(rule: Group, conditions: Conditions, on: date | None = None, *, brief: bool = False) -> Any:
    """Give the positions that the rule has, as a query like ``positions_on``; None when there can be none.

    With ``brief`` as ``positions_in_brief``.
    """
    condition = _meant(filled(rule), conditions, Half.POSITIONS)
    give = positions_in_brief if brief else positions_on
    return None if condition is False else _where(give(on or today()), condition)


def persons(rule: Group, conditions: Conditions, on: date | None = None, *, brief: bool = False) -> Any:
    """Give the persons without a position on the day that the rule has, as a query; None when there can be none.

    With ``brief`` only the fields ``PERSON_IN_BRIEF`` of each.
    """
    condition = _meant(filled(rule), conditions, Half.PERSONS)
    if condition is False:
        return None
    day, held = on or today(), Position.alias()
    holds = held.select(held.id).where(
        held.person == Person.id,
        held.starts_on.is_null() | (held.starts_on <= day),
        held.ends_on.is_null() | (held.ends_on >= day),
    )
    found = Person.select(*PERSON_IN_BRIEF) if brief else Person.select()
    return _where(found.where(~peewee.fn.EXISTS(holds)), condition).order_by(Person.sort_key, Person.id)


def _where(query: Any, condition: Any) -> Any:
    return query if condition is True else query.where(condition)


def _meant(node: Node, conditions: Conditions, half: Half) -> Any:
    """Give the expression for the node, or True or False where that is certain without asking the database."""
    if isinstance(node, Leaf):
        found = conditions[node.condition]
        if half is Half.PERSONS and found.declared.about == Half.POSITIONS.value:
            return False
        return found.where(node)
    parts = [_meant(part, conditions, half) for part in node.parts]
    if node.how is How.ALL:
        return _combined(parts, and_, neutral=True)
    some = _combined(parts, or_, neutral=False) if parts else node.how is How.ANY
    return some if node.how is How.ANY else _not(some)


def _combined(parts: Iterable[Any], combine: Any, *, neutral: bool) -> Any:
    unsure = []
    for part in parts:
        if part is not True and part is not False:
            unsure.append(part)
        elif part is not neutral:
            return part
    return reduce(combine, unsure) if unsure else neutral


def _not(condition: Any) -> Any:
    """Give what is not so; what is unknown, such as the language of a vacancy, is not so either."""
    if condition is True or condition is False:
        return not condition
    return ~peewee.fn.COALESCE(condition, peewee.Value(False))
