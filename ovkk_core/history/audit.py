"""The audit trail: append-only and hash-chained, holding ids and never contents (PRIV-8)."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.history.acting import actor
from ovkk_core.history.models import AuditEntry

START = "0" * 64
CUT = "history.cut"  # seals that the oldest entries went: the last one's id, how many, and its hash
WORDS = ("actor", "action", "object_type", "object_id")


def audit(action: str, object_type: str = "", object_id: object = "") -> None:
    """Write down that the present actor did ``action`` (``room.verb``), in the running transaction if any."""
    with transaction():
        lock("audit")
        newest = AuditEntry.select().order_by(AuditEntry.id.desc()).first()
        previous = newest.digest if newest else START
        moment = now()
        words = {
            name: AuditEntry._meta.fields[name].db_value(value)  # as it is stored, so as it will be checked
            for name, value in zip(WORDS, (actor(), action, object_type, str(object_id)), strict=True)
        }
        digest = _digest(previous, moment, *words.values())
        AuditEntry.create(at=moment, previous=previous, digest=digest, **words)


def broken_audit_entry() -> int | None:
    """Give the id of the first entry that was altered or whose predecessor is gone; None when all is intact.

    After a cut the oldest entry must follow on what the newest seal says, which is an entry of the chain itself.
    """
    return first_broken(AuditEntry.select())


def first_broken(oldest: Any) -> int | None:
    """Do so for the query of the ``oldest`` entries only."""
    seal = AuditEntry.select().where(AuditEntry.action == CUT).order_by(AuditEntry.id.desc()).first()
    previous = START if seal is None else str(seal.object_id).rpartition(" ")[2]
    for entry in oldest.order_by(AuditEntry.id).iterator():
        words = [getattr(entry, name) for name in WORDS]
        if entry.previous != previous or entry.digest != _digest(previous, entry.at, *words):
            return int(entry.id)
        previous = entry.digest
    return None


def _digest(previous: str, at: datetime, *words: str) -> str:
    content = json.dumps([previous, at.astimezone(UTC).isoformat(timespec="microseconds"), *words])
    return hashlib.sha256(content.encode()).hexdigest()
