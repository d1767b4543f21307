"""Reads a rule back as a sentence, so that who made it sees whom it has. Two rules with one sentence mean the same."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ovkk_core.audiences.conditions import Conditions
from ovkk_core.audiences.rules import Group, How, Leaf, Node, filled, simple


def sentence_of(rule: Group, conditions: Conditions | None = None) -> str:
    """Give the sentence of a rule; what is not filled in yet is left out.

    Raises :class:`ConditionAwayError` for a rule with a condition of a component that is off or gone.
    """
    known = Conditions() if conditions is None else conditions
    rule = simple(filled(rule))
    if not rule.parts:
        return _("Everybody in the contacts.")
    if rule.how is How.ANY and len(rule.parts) > 1:
        said = _(", or ").join(_said(part, known).people for part in rule.parts)
    else:
        said = _said(rule, known).people
    return f"{said[0].upper()}{said[1:]}."


@dataclass(frozen=True)
class _Said:
    """Words for a part, and whether a noun such as "secretaries" begins them."""

    words: str
    noun: bool = False

    @property
    def people(self) -> str:
        """The words with "everybody" before them where no noun says who."""
        if self.noun:
            return self.words
        return f"{_('everybody')}{self.words}" if self.words.startswith(",") else f"{_('everybody')} {self.words}"


def _said(node: Node, known: Conditions) -> _Said:
    if isinstance(node, Leaf):
        condition = known[node.condition]
        return _Said(condition.phrase(node), condition.declared.noun)
    if node.how is How.NONE:
        return _Said("".join(_(", except %(whom)s", whom=_within(part, known)) for part in node.parts))
    if node.how is How.ANY and len(node.parts) > 1:
        return _Said(_("(%(what)s)", what=_(", or ").join(_within(part, known) for part in node.parts)))
    return _all_of(node, known)


def _all_of(node: Group, known: Conditions) -> _Said:
    """Say conditions in the order of their phrases, then the groups, and last what is left out."""
    leaves = sorted((part for part in node.parts if isinstance(part, Leaf)), key=lambda leaf: _place(leaf, known))
    groups = [part for part in node.parts if isinstance(part, Group)]
    words, before = "", None
    for leaf in leaves:
        said = _said(leaf, known).words
        words += _(" and also %(what)s", what=said) if leaf.condition == before else f" {said}" if words else said
        before = leaf.condition
    for group in sorted(groups, key=lambda group: group.how is How.NONE):
        said = _said(group, known).words
        words += said if group.how is How.NONE else _(", namely %(which)s", which=said)
    return _Said(words, bool(leaves) and known[leaves[0].condition].declared.noun)


def _within(node: Node, known: Conditions) -> str:
    """Say it inside something longer: in brackets when it has more than conditions alone."""
    said = _said(node, known)
    if isinstance(node, Leaf) or (node.how is How.ANY and len(node.parts) > 1):
        return said.words
    longer = node.how is How.NONE or any(isinstance(part, Group) for part in node.parts)
    return _("(%(what)s)", what=said.people) if longer else said.words


def _place(leaf: Leaf, known: Conditions) -> tuple[bool, int, str]:
    declared = known[leaf.condition].declared
    return not declared.noun, declared.order, declared.name
