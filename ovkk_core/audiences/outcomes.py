"""What a rule comes to, for the screen: its sentence, how many, ten of them, and whom mail does not reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from ovkk_core.audiences.conditions import Conditions
from ovkk_core.audiences.members import Judged, Member, count, judged, sample
from ovkk_core.audiences.models import Audience
from ovkk_core.audiences.rules import filled
from ovkk_core.audiences.sentences import sentence_of
from ovkk_core.errors import OvkkError

SAMPLE = 10
MOST_JUDGED = 500
SHOWN = 20


@dataclass(frozen=True)
class Outcome:
    """What a rule comes to; ``trouble`` says why that cannot be said, "" when it can.

    ``left_out`` are the first of the ``unreached``; when there are more than ``judged`` members, of only those.
    """

    sentence: str = ""
    asks: bool = False
    count: int = 0
    sample: Sequence[Member] = ()
    judged: int = 0
    unreached: int = 0
    by_letter: int = 0
    left_out: Sequence[Judged] = ()
    trouble: str = ""


def outcome_of(audience: Audience, conditions: Conditions) -> Outcome:
    """Give what the rule of ``audience``, saved or not, comes to now."""
    try:
        rule = audience.tree
        found = list(judged(audience, audience.purpose, most=MOST_JUDGED))
        left_out = [one for one in found if one.reason]
        return Outcome(
            sentence=sentence_of(rule, conditions),
            asks=bool(filled(rule).parts),
            count=count(audience, conditions=conditions),
            sample=sample(audience, SAMPLE, conditions),
            judged=len(found),
            unreached=len(left_out),
            by_letter=sum(one.by_letter for one in left_out),
            left_out=left_out[:SHOWN],
        )
    except OvkkError as error:
        return Outcome(trouble=str(error))
