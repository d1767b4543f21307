"""Lets the oldest entries of the audit trail go, and seals the cut so that what stays can still be checked (PRIV-7)."""

from datetime import datetime
from typing import Any

import peewee

from ovkk_core.database import lock, transaction
from ovkk_core.history.audit import CUT, audit, first_broken
from ovkk_core.history.models import AuditEntry


def old(before: datetime) -> Any:
    """Give the entries from before ``before``, oldest first, up to the first that is to stay: never one in between."""
    stays = AuditEntry.select(peewee.fn.MIN(AuditEntry.id)).where(AuditEntry.at >= before).scalar()
    wanted = AuditEntry.at < before
    return (
        AuditEntry.select().where(wanted if stays is None else wanted & (AuditEntry.id < stays)).order_by(AuditEntry.id)
    )


def cut(before: datetime) -> int:
    """Delete them, in one transaction with an entry that seals it; give how many.

    The seal names the last entry that went, how many went, and the hash from which the chain goes on. The database
    lets entries go only when its newest entry is a seal that covers them. Tampering among what goes is written down.
    """
    with transaction():
        lock("audit")
        going = old(before)
        count, last = going.count(), going.order_by(AuditEntry.id.desc()).first()
        if last is None:
            return 0
        broken = first_broken(going)
        if broken is not None:
            audit("history.broken", AuditEntry._meta.table_name, broken)
        audit(CUT, AuditEntry._meta.table_name, f"{last.id} {count} {last.digest}")
        AuditEntry.delete().where(AuditEntry.id <= last.id).execute()
    return int(count)
