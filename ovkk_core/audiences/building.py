"""The rule as a form: read from what was posted, changed by one button, and shown with a number for every part.

Every part has a path such as ``0-2-1``; ``how-<path>`` is a group and ``part-<path>`` a condition, whose values stand
in ``is-<path>``, ``from-<path>`` and ``to-<path>``. ``more-<path>`` is a value that was typed. No script is needed.
"""

import re
from dataclasses import replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ovkk_core.audiences.conditions import Condition, Conditions
from ovkk_core.audiences.rules import DEEPEST, LONGEST_VALUE, MOST_NODES, MOST_VALUES, Group, How, Leaf, Node, nodes
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError

ROOT = "0"
GROUP = "group"  # what to add when it is no condition
PATH = re.compile(r"(how|part)-(0(?:-[0-9]{1,3}){0,5})")
Form = MultiDict[str, str]


def posted(form: Form, conditions: Conditions) -> Group:
    """Give the rule that was posted; what makes no sense is left out."""
    found = {match[2] for name in form if (match := PATH.fullmatch(name))}
    order = sorted(found, key=lambda path: [int(number) for number in path.split("-")])
    root = _posted(ROOT, order[: MOST_NODES + 1], form, conditions)
    return root if isinstance(root, Group) else Group()


def changed(rule: Group, form: Form, conditions: Conditions) -> tuple[Group, str]:
    """Do what the button asks; give the rule and the path of what to look at next, "" when nothing changed.

    Raises ``BadInputError`` for what was typed and is not there, and for a rule that grows too large.
    """
    what, _separator, path = form.get("do", "").partition(":")
    found = _found(rule, path)
    if what == "add" and isinstance(found, Group):
        new = _new(form.get(f"new-{path}", ""), path, conditions)
        if sum(1 for _ in nodes(rule)) >= MOST_NODES:
            raise BadInputError(f"Een doelgroep heeft hoogstens {MOST_NODES - 1} voorwaarden en groepen.")
        grown = replace(found, parts=(*found.parts, new))
        return _at(rule, path, grown), f"{path}-{len(found.parts)}"
    if what == "remove" and found and path != ROOT:
        return _at(rule, path, None), path.rpartition("-")[0]
    if what == "more" and isinstance(found, Leaf):
        typed = _typed(form.get(f"more-{path}", ""), conditions[found.condition])
        return _at(rule, path, replace(found, values=tuple(dict.fromkeys((*found.values, typed))))), path
    return rule, ""


def _posted(path: str, order: list[str], form: Form, conditions: Conditions) -> Node | None:
    if (name := form.get(f"part-{path}")) is not None:
        return Leaf(name, _values(path, name, form, conditions))
    how = form.get(f"how-{path}", "")
    if how not in {one.value for one in How}:
        return None
    below = [one for one in order if one.rpartition("-")[0] == path]
    parts = (_posted(one, order, form, conditions) for one in below)
    return Group(How(how), tuple(part for part in parts if part is not None))


def _values(path: str, name: str, form: Form, conditions: Conditions) -> tuple[str, ...]:
    if name in conditions and conditions[name].numbers:
        return tuple(_number(form.get(f"{end}-{path}", "")) for end in ("from", "to"))
    ticked = dict.fromkeys(form.getlist(f"is-{path}"))
    return tuple(value for value in ticked if value and value.isprintable() and len(value) <= LONGEST_VALUE)[
        :MOST_VALUES
    ]


def _number(typed: str) -> str:
    """Give what was typed without the points and blanks that people put in large numbers."""
    text = re.sub(r"[.\s]", "", typed)[:LONGEST_VALUE]
    return text if text.isprintable() else ""


def _new(name: str, path: str, conditions: Conditions) -> Node:
    if name == GROUP and may_hold_groups(path):
        return Group(How.ANY)
    return Leaf(conditions[name].name, ("", "") if conditions[name].numbers else ())


def _typed(typed: str, condition: Condition) -> str:
    """Give the value whose words were typed, or begin so, however their letters are written."""
    words = typed.strip()
    exact = [value for value, known in condition.choices.items() if fold(known) == fold(words)]
    begins = [value for value, known in condition.choices.items() if words and fold(known).startswith(fold(words))]
    found = exact or begins
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInputError(_("There are several that begin with “%(words)s”. Type more of it.", words=words[:50]))
    raise BadInputError(_("“%(words)s” is not in the list. Choose one from the list.", words=words[:50]))


def _numbers(path: str) -> list[int]:
    return [int(number) for number in path.split("-")[1:]]


def _found(rule: Group, path: str) -> Node | None:
    """Give the part at ``path``; None when there is none."""
    if not PATH.fullmatch(f"part-{path}"):
        return None
    node: Node = rule
    for number in _numbers(path):
        if not isinstance(node, Group) or number >= len(node.parts):
            return None
        node = node.parts[number]
    return node


def _at(rule: Group, path: str, new: Node | None) -> Group:
    """Give the rule with ``new`` for the part at ``path``, or without that part."""
    changed = _replaced(rule, _numbers(path), new)
    return changed if isinstance(changed, Group) else Group()


def _replaced(node: Node, numbers: list[int], new: Node | None) -> Node | None:
    if not numbers or not isinstance(node, Group):
        return new
    parts = [
        _replaced(part, numbers[1:], new) if number == numbers[0] else part for number, part in enumerate(node.parts)
    ]
    return replace(node, parts=tuple(part for part in parts if part is not None))


def deep(path: str) -> int:
    """Give how deep a path is: the whole rule is 1."""
    return path.count("-") + 1


def may_hold_groups(path: str) -> bool:
    """Say whether a group at this path may hold groups."""
    return deep(path) < DEEPEST
