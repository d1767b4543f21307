"""The rule as the form shows it: every part with its path, its number for people, its choices and its mistake."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ovkk_core.audiences.building import ROOT, may_hold_groups
from ovkk_core.audiences.conditions import Condition, Conditions
from ovkk_core.audiences.rules import Group, Leaf

LONG = 30  # choices that still fit on a screen; of more only the chosen ones are shown, and others are typed


@dataclass(frozen=True)
class Tick:
    """A choice, with whether it was made."""

    value: str
    words: str
    ticked: bool


@dataclass(frozen=True)
class ShownLeaf:
    """A condition. ``away``: its component is off, so it only can be taken out; ``mistake`` is what to repair."""

    path: str
    number: str
    title: str
    values: tuple[str, ...]
    numbers: bool = False
    ticks: tuple[Tick, ...] = ()
    suggestions: tuple[str, ...] = ()
    name: str = ""
    away: bool = False
    mistake: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class ShownGroup:
    """A group, with what can be added to it as (value, words)."""

    path: str
    number: str
    how: str
    parts: "tuple[ShownLeaf | ShownGroup, ...]"
    addable: tuple[tuple[str, str], ...] = ()
    groups: bool = False
    is_group: bool = field(default=True)


def shown(rule: Group, conditions: Conditions, *, judge: bool) -> ShownGroup:
    """Give the rule to show; with ``judge`` every condition that is not filled in rightly has its mistake."""
    return _group(rule, ROOT, conditions, judge)


def mistakes(group: ShownGroup) -> Iterator[ShownLeaf]:
    """Give the conditions that need repair, in order."""
    for part in group.parts:
        if isinstance(part, ShownGroup):
            yield from mistakes(part)
        elif part.mistake:
            yield part


def _group(group: Group, path: str, conditions: Conditions, judge: bool) -> ShownGroup:
    parts = tuple(
        _group(part, f"{path}-{at}", conditions, judge)
        if isinstance(part, Group)
        else _leaf(part, f"{path}-{at}", conditions, judge)
        for at, part in enumerate(group.parts)
    )
    addable = tuple((name, condition.title) for name, condition in conditions.items())
    return ShownGroup(path, _number(path), group.how.value, parts, addable, may_hold_groups(path))


def _leaf(leaf: Leaf, path: str, conditions: Conditions, judge: bool) -> ShownLeaf:
    if leaf.condition not in conditions:
        return ShownLeaf(path, _number(path), leaf.condition, leaf.values, name=leaf.condition, away=True)
    condition = conditions[leaf.condition]
    return ShownLeaf(
        path,
        _number(path),
        condition.title,
        leaf.values,
        numbers=condition.numbers,
        ticks=tuple(_ticks(leaf, condition)),
        suggestions=tuple(condition.choices.values()) if len(condition.choices) > LONG else (),
        name=leaf.condition,
        mistake=condition.mistake(leaf) if judge else "",
    )


def _ticks(leaf: Leaf, condition: Condition) -> Iterator[Tick]:
    few = len(condition.choices) <= LONG
    for value, words in condition.choices.items():
        if few or value in leaf.values:
            yield Tick(value, words, value in leaf.values)
    if not condition.numbers:
        gone = [value for value in leaf.values if value and value not in condition.choices]
        yield from (Tick(value, condition.words([value])[0], ticked=True) for value in gone)


def _number(path: str) -> str:
    """Give the number for people: 1.2 for the second part of the first group."""
    return ".".join(str(int(one) + 1) for one in path.split("-")[1:])
