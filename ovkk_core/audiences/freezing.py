"""Keeps whom an audience had at the moment it was used."""

from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from ovkk_core.audiences.members import Judged, judged, judged_rows
from ovkk_core.audiences.models import Audience, Snapshot, SnapshotMember
from ovkk_core.audiences.sentences import sentence_of
from ovkk_core.contacts import Person, Position, current_positions
from ovkk_core.database import insert_rows, transaction
from ovkk_core.history import actor, audit

BATCH = 500
COLUMNS = ("snapshot", "position", "person", "organisation", "name", "role", "address", "excluded", "by_letter")
LENGTHS = [SnapshotMember._meta.fields[name].max_length for name in ("name", "role", "address", "excluded")]


def freeze(audience: Audience, purpose: str = "") -> Snapshot:
    """Keep the members of now, each with why mail for ``purpose`` would not go to them; nobody changes it afterwards.

    Raises ``NotFoundError`` for a purpose that nobody declared.
    """
    found = list(judged(audience, purpose))  # before the transaction: of many it takes long, and others want to write
    return keep(audience, found, purpose)


def keep(audience: Audience, members: list[Judged], purpose: str) -> Snapshot:
    """Keep those members as the audience has them now."""
    sentence = sentence_of(audience.tree)
    return _kept(members, audience=audience, name=audience.name, sentence=sentence, purpose=purpose)


def freeze_again(members: Iterable[SnapshotMember], *, name: str, sentence: str, purpose: str) -> Snapshot:
    """Keep those of ``members`` of an earlier snapshot who are still there, each judged anew with who they are now.

    A position that is over, and a person who is gone, are left out. Raises as :func:`freeze`.
    """
    found = list(judged_rows(_rows_again(members), purpose))
    return _kept(found, audience=None, name=name, sentence=sentence, purpose=purpose)


def _rows_again(members: Iterable[SnapshotMember]) -> Iterator[Any]:
    for batch in peewee.chunked(members, BATCH):
        yield from current_positions().where(Position.id.in_([one.position_id for one in batch if one.position_id]))
        alone = [one.person_id for one in batch if one.person_id and not one.position_id]
        yield from Person.select().where(Person.id.in_(alone)).order_by(Person.sort_key, Person.id)


def _kept(found: list[Judged], **about: Any) -> Snapshot:
    with transaction():
        kept: Snapshot = Snapshot.create(actor=actor(), count=len(found), **about)
        insert_rows(SnapshotMember, COLUMNS, (_row(kept, one) for one in found))
        audit("audience.freeze", Snapshot._meta.table_name, kept.id)
    return kept


def _row(snapshot: Snapshot, one: Judged) -> list[Any]:
    """Give the row as the database stores it; the words in it come from fields that were checked."""
    member = one.member
    who = (member.position_id, member.person_id, member.organisation_id)
    words = (member.name, member.role, member.address, one.reason)
    return [snapshot.id, *who, *(text[:most] for text, most in zip(words, LENGTHS, strict=True)), one.by_letter]
