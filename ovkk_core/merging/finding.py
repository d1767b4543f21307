"""Which contacts may be one: asked for one of them, and kept as a list for people to look through."""

from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from ovkk_core.contacts import (
    ContactKind,
    Details,
    Match,
    Organisation,
    Person,
    alike,
    details_of,
    organisation_details,
    organisation_index,
    person_details,
    person_index,
)
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.history import actor, audit
from ovkk_core.merging.models import DuplicatePair, Merge, NotSame
from ovkk_core.registry import bump, stamp

Contact = Person | Organisation
Pair = tuple[int, int]

MODELS: dict[ContactKind, type[Contact]] = {ContactKind.PERSON: Person, ContactKind.ORGANISATION: Organisation}
SEARCHED = "merging.searched"
BATCH = 200


def kind_of(contact: Contact) -> ContactKind:
    """Say which kind of contact it is."""
    return ContactKind.PERSON if isinstance(contact, Person) else ContactKind.ORGANISATION


def record_of(kind: ContactKind, key: int) -> Any:
    """Give the contact; raise ``NotFoundError`` when it is not there."""
    found = MODELS[kind].get_or_none(MODELS[kind].id == key)
    if found is None:
        raise NotFoundError("Dit contact bestaat niet (meer). Misschien is het al samengevoegd.")
    return found


def candidates(contact: Contact) -> list[Match]:
    """Give at most ten contacts that may be the same as ``contact``, the likeliest first.

    Without those of which somebody said that they are not the same.
    """
    kind = kind_of(contact)
    not_same = _known_different(kind)
    return [match for match in alike(details_of(contact), kind) if ordered(contact.id, match.id) not in not_same]


def likely_of(contact: Contact) -> list[tuple[Match, Contact]]:
    """Give the candidates with their records, in two questions however many there are."""
    found, model = candidates(contact), MODELS[kind_of(contact)]
    records = {one.id: one for one in model.select().where(model.id.in_([match.id for match in found]))}
    return [(match, records[match.id]) for match in found if match.id in records]


def search() -> int:
    """Compare everybody anew and keep the pairs that may be one; give how many there are."""
    count = 0
    for kind, make_index, read in (
        (ContactKind.PERSON, person_index, person_details),
        (ContactKind.ORGANISATION, organisation_index, organisation_details),
    ):
        index = make_index()
        pairs = _pairs(read(), index.like)
        count += _keep(kind, dict(pairs))
    with transaction():
        bump(SEARCHED)
    return count


def search_one(contact: Contact) -> None:
    """Keep the pairs of one contact, after it changed."""
    kind = kind_of(contact)
    with transaction():
        forget_pairs(kind, contact.id)
        for match in candidates(contact):
            _store(kind, ordered(contact.id, match.id), match)


def searched_once() -> bool:
    """Say whether everybody was ever compared."""
    return stamp(SEARCHED) > 0


def say_not_same(kind: ContactKind, one: int, other: int) -> None:
    """Remember that two contacts are two, so that the pair is not shown again."""
    low, high = ordered(one, other)
    with transaction():
        row = NotSame.insert(kind=kind, low=low, high=high, actor=actor())
        row.on_conflict_ignore().execute()
        DuplicatePair.delete().where(*_is(DuplicatePair, kind, low, high)).execute()
        audit("merging.not_same", MODELS[kind]._meta.table_name, f"{low} {high}")


def forget_pairs(kind: ContactKind, key: int) -> None:
    """Take the pairs of a contact off the list."""
    either = (DuplicatePair.low == key) | (DuplicatePair.high == key)
    DuplicatePair.delete().where(DuplicatePair.kind == kind, either).execute()


def kept_instead(kind: ContactKind, key: int) -> int | None:
    """Give the contact into which the one with ``key`` went, also by way of others; None when it went into none."""
    seen: set[int] = set()
    while key not in seen:
        seen.add(key)
        merge = _went(kind, Merge.merged_id == key)
        if merge is None:
            return None
        key = merge.kept_id
        if MODELS[kind].select().where(MODELS[kind].id == key).exists():
            return key
    return None


def kept_for_slug(slug: str) -> Organisation | None:
    """Give the organisation into which the one with this slug went; None when there is none."""
    merge = _went(ContactKind.ORGANISATION, Merge.slug == slug) if slug else None
    if merge is None:
        return None
    key = kept_instead(ContactKind.ORGANISATION, merge.merged_id)
    return None if key is None else Organisation.get_or_none(Organisation.id == key)


def went_into(kind: ContactKind, key: int) -> list[int]:
    """Give the ids of the contacts that went into this one, also by way of others: their history lives under those."""
    found: list[int] = []
    waiting = [key]
    while waiting:
        rows = Merge.select(Merge.merged_id).where(
            Merge.kind == kind, Merge.kept_id.in_(waiting), Merge.undone_at.is_null()
        )
        waiting = [one for (one,) in rows.tuples() if one not in found and one != key]
        found += waiting
    return sorted(found)


def ordered(one: int, other: int) -> Pair:
    """Give the two with the smaller first."""
    return (one, other) if one < other else (other, one)


def _went(kind: ContactKind, which: Any) -> Any:
    rows = Merge.select().where(which, Merge.kind == kind, Merge.undone_at.is_null())
    return rows.order_by(Merge.id.desc()).first()


def _pairs(details: Iterable[Details], like: Any) -> Iterator[tuple[Pair, Match]]:
    for one in details:
        for match in like(one, but=one.id):
            yield ordered(one.id, match.id), match


def _keep(kind: ContactKind, found: dict[Pair, Match]) -> int:
    different = _known_different(kind)
    rows = [
        {"kind": kind, "low": low, "high": high, "score": match.score, "reasons": list(match.reasons)}
        for (low, high), match in found.items()
        if (low, high) not in different
    ]
    with transaction():
        DuplicatePair.delete().where(DuplicatePair.kind == kind).execute()
        for batch in peewee.chunked(rows, BATCH):
            DuplicatePair.insert_many(list(batch)).execute()
    return len(rows)


def _store(kind: ContactKind, pair: Pair, match: Match) -> None:
    row = DuplicatePair.insert(kind=kind, low=pair[0], high=pair[1], score=match.score, reasons=list(match.reasons))
    row.on_conflict_ignore().execute()


def _known_different(kind: ContactKind) -> set[Pair]:
    rows = NotSame.select(NotSame.low, NotSame.high).where(NotSame.kind == kind)
    return set(rows.tuples())


def _is(model: Any, kind: ContactKind, low: int, high: int) -> tuple[Any, ...]:
    return model.kind == kind, model.low == low, model.high == high
