"""The work of merging for later: compare everybody, and forget what can no longer be undone."""

from ovkk_core.clock import now
from ovkk_core.hookspecs import JobSpec
from ovkk_core.merging.finding import search
from ovkk_core.merging.models import UNDO_FOR, Merge

SEARCH = "merging.search"


def forget() -> int:
    """Throw away the rows as they were before merges of more than thirty days ago; give of how many merges.

    That contact x went into y stays known, without a name (PRIV-7).
    """
    old = Merge.journal.is_null(False) & (Merge.at <= now() - UNDO_FOR)
    count: int = Merge.update(journal=None, name="").where(old).execute()
    return count


JOBS = [
    JobSpec(SEARCH, "Zoeken naar dubbele contacten", search, every="15 4 * * *"),
    JobSpec("merging.forget", "Vergeten hoe contacten waren van vóór het samenvoegen", forget, every="45 3 * * *"),
]
