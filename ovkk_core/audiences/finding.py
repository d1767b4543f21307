"""Audiences for other rooms: to choose from, in words, and what they ask for certain."""

from ovkk_core.audiences.models import Audience
from ovkk_core.audiences.rules import How, Leaf, filled, simple
from ovkk_core.audiences.sentences import sentence_of


def audience_choices() -> list[tuple[str, str]]:
    """Give (slug, name) of every audience, by name."""
    return [(audience.slug, audience.name) for audience in Audience.select().order_by(Audience.name, Audience.id)]


def public_audiences() -> list[Audience]:
    """Give the audiences that everybody may know of, by name."""
    return list(Audience.select().where(Audience.public_feed).order_by(Audience.name, Audience.id))


def sentence(audience: Audience) -> str:
    """Say whom the audience has; raises :class:`ConditionAwayError` when a condition of it is away."""
    return sentence_of(audience.tree)


def values_of(audience: Audience, condition: str) -> frozenset[str] | None:
    """Give the values of which every member meets one; None when the audience does not ask for it as a whole."""
    rule = simple(filled(audience.tree))
    if rule.how is How.NONE or (rule.how is How.ANY and len(rule.parts) > 1):
        return None
    asked = [set(part.values) for part in rule.parts if isinstance(part, Leaf) and part.condition == condition]
    return frozenset(set.intersection(*asked)) if asked else None
