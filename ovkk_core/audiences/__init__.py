"""Audiences: whom we mean, chosen by clicking, read back as a sentence, counted, and kept when used."""

from ovkk_core.audiences.conditions import ConditionAwayError, limits
from ovkk_core.audiences.finding import audience_choices, public_audiences, sentence, values_of
from ovkk_core.audiences.freezing import freeze, freeze_again
from ovkk_core.audiences.members import Judged, Member, count, exclusions, judged, members, sample
from ovkk_core.audiences.models import STAMP, Audience, Snapshot, SnapshotMember
from ovkk_core.audiences.standard import seed as seed_standard
from ovkk_core.audiences.words import both, either

__all__ = [
    "STAMP",
    "Audience",
    "ConditionAwayError",
    "Judged",
    "Member",
    "Snapshot",
    "SnapshotMember",
    "audience_choices",
    "both",
    "count",
    "either",
    "exclusions",
    "freeze",
    "freeze_again",
    "judged",
    "limits",
    "members",
    "public_audiences",
    "sample",
    "seed_standard",
    "sentence",
    "values_of",
]
