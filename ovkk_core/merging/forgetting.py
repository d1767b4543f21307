"""Throws away how contacts were before they were merged: after thirty days, and when somebody is erased (PRIV-7)."""

from ovkk_core.clock import now
from ovkk_core.contacts import ContactKind
from ovkk_core.database import transaction
from ovkk_core.merging.finding import forget_pairs, went_into
from ovkk_core.merging.models import UNDO_FOR, Merge, NotSame


def forget() -> int:
    """Throw away the rows as they were before merges of more than thirty days ago; give of how many merges.

    That contact x went into y stays known, without a name.
    """
    old = Merge.journal.is_null(False) & (Merge.at <= now() - UNDO_FOR)
    count: int = Merge.update(journal=None, name="").where(old).execute()
    return count


def forget_undo(kind: ContactKind, key: int) -> int:
    """Throw away all that is kept of a contact here, so that it can be erased; give of how many merges.

    What went into it can no longer be taken out. Its former ids are those of :func:`went_into`.
    """
    with transaction():
        forget_pairs(kind, key)
        NotSame.delete().where(NotSame.kind == kind, (NotSame.low == key) | (NotSame.high == key)).execute()
        mine = Merge.kept_id.in_([key, *went_into(kind, key)])
        count: int = Merge.update(journal=None, name="").where(Merge.kind == kind, mine).execute()
    return count
