"""Keeps whom an audience had at the moment it was used."""

from typing import Any

import peewee

from ovkk_core.audiences.members import Judged, judged
from ovkk_core.audiences.models import Audience, Snapshot, SnapshotMember
from ovkk_core.audiences.sentences import sentence_of
from ovkk_core.database import transaction
from ovkk_core.history import actor, audit

BATCH = 500


def freeze(audience: Audience, purpose: str = "") -> Snapshot:
    """Keep the members of now, each with why mail for ``purpose`` would not go to them; nobody changes it afterwards.

    Raises ``NotFoundError`` for a purpose that nobody declared.
    """
    sentence = sentence_of(audience.tree)
    found = list(judged(audience, purpose))  # before the transaction: of many it takes long, and others want to write
    with transaction():
        kept = Snapshot.create(
            audience=audience, name=audience.name, sentence=sentence, purpose=purpose, actor=actor(), count=len(found)
        )
        for batch in peewee.chunked((_row(kept, one) for one in found), BATCH):
            SnapshotMember.insert_many(batch).execute()
        audit("audience.freeze", Snapshot._meta.table_name, kept.id)
    return kept


def _row(snapshot: Snapshot, one: Judged) -> dict[str, Any]:
    member = one.member
    return {
        "snapshot": snapshot.id,
        "position": member.position_id,
        "person": member.person_id,
        "organisation": member.organisation_id,
        "name": member.name,
        "role": member.role,
        "address": member.address,
        "excluded": one.reason,
    }
