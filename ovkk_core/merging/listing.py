"""The list of what may be double, and what was merged lately, for the screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ovkk_core.clock import now
from ovkk_core.contacts import ContactKind, Organisation, Person
from ovkk_core.database import fold
from ovkk_core.merging.finding import MODELS
from ovkk_core.merging.models import UNDO_FOR, DuplicatePair, Merge
from ovkk_core.merging.words import in_a_sentence

Contact = Person | Organisation
SHOWN = 50
MOST_FOUND = 20


@dataclass(frozen=True)
class Pair:
    """Two contacts that may be one, with why."""

    kind: ContactKind
    one: Contact
    other: Contact
    score: int
    reasons: Sequence[str]


@dataclass(frozen=True)
class Done:
    """A merge of the last thirty days."""

    merge: Merge
    kept: Contact | None
    moved: str


def pairs(kind: ContactKind) -> tuple[list[Pair], int]:
    """Give the likeliest pairs of a kind, and how many there are in all; with two queries, however many."""
    model, other = MODELS[kind], MODELS[kind].alias()
    query: Any = (
        DuplicatePair.select(DuplicatePair, model, other)
        .join(model, on=(DuplicatePair.low == model.id), attr="one")
        .switch(DuplicatePair)
        .join(other, on=(DuplicatePair.high == other.id), attr="other")
        .where(DuplicatePair.kind == kind)
    )
    shown = query.order_by(DuplicatePair.score.desc(), DuplicatePair.low, DuplicatePair.high).limit(SHOWN)
    return [Pair(kind, p.one, p.other, p.score, p.reasons) for p in shown], query.count()


def lately() -> list[Done]:
    """Give the merges that can still be undone, newest first."""
    rows = Merge.select().where(Merge.undone_at.is_null(), Merge.journal.is_null(False), Merge.at > now() - UNDO_FOR)
    merges = list(rows.order_by(Merge.id.desc()).limit(SHOWN))
    kept = {kind: _by_id(kind, [m.kept_id for m in merges if m.kind is kind]) for kind in ContactKind}
    return [Done(m, kept[m.kind].get(m.kept_id), in_a_sentence(m.moved)) for m in merges]


def named(kind: ContactKind, words: str, but: int = 0) -> list[Contact]:
    """Give at most twenty contacts with all of these words in their name, for choosing one by hand."""
    model = MODELS[kind]
    query = model.select().where(model.id != but)
    for word in fold("".join(c for c in words[:200] if c.isprintable())).split():
        query = query.where(model.sort_key.contains(word))
    return list(query.order_by(model.sort_key, model.id).limit(MOST_FOUND))


def _by_id(kind: ContactKind, ids: list[int]) -> dict[int, Contact]:
    model = MODELS[kind]
    return {one.id: one for one in model.select().where(model.id.in_(ids))} if ids else {}
