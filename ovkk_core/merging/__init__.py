"""Duplicate contacts: found, shown side by side, made one, and taken apart again within thirty days."""

from ovkk_core.merging.finding import candidates, kept_for_slug, kept_instead, say_not_same, search, went_into
from ovkk_core.merging.forgetting import forget_undo
from ovkk_core.merging.merging import merge, to_move
from ovkk_core.merging.models import DuplicatePair, Merge, NotSame
from ovkk_core.merging.references import refuse_unknown
from ovkk_core.merging.undoing import obstacles, undo

__all__ = [
    "DuplicatePair",
    "Merge",
    "NotSame",
    "candidates",
    "forget_undo",
    "kept_for_slug",
    "kept_instead",
    "merge",
    "obstacles",
    "refuse_unknown",
    "say_not_same",
    "search",
    "to_move",
    "undo",
    "went_into",
]
