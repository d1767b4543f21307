"""Audiences: whom we mean, chosen by clicking, read back as a sentence, counted, and kept when used."""

from ovkk_core.audiences.conditions import ConditionAwayError, limits
from ovkk_core.audiences.finding import audience_choices, public_audiences, sentence, values_of
from ovkk_core.audiences.freezing import (
    begin_freezing,
    begin_freezing_again,
    finish_freezing,
    freeze,
    freeze_again,
    is_large,
)
from ovkk_core.audiences.members import Judged, Member, count, exclusions, judged, members, sample
from ovkk_core.audiences.models import STAMP, Audience, Snapshot, SnapshotMember, drop_unready
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
    "begin_freezing",
    "begin_freezing_again",
    "both",
    "count",
    "drop_unready",
    "either",
    "exclusions",
    "finish_freezing",
    "freeze",
    "freeze_again",
    "is_large",
    "judged",
    "limits",
    "members",
    "public_audiences",
    "sample",
    "seed_standard",
    "sentence",
    "values_of",
]
