"""The list of a mailing: fixed before anything is sent, with who is not on it and why (MAIL-14)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.audiences import (
    Snapshot,
    SnapshotMember,
    begin_freezing,
    begin_freezing_again,
    count,
    finish_freezing,
    freeze,
    freeze_again,
    is_large,
)
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import JobSpec
from ovkk_core.mailings.following_up import earlier_members, sentence_of_follow_up
from ovkk_core.mailings.models import Mailing, MailingSkip, MailingState, MailingVariant, drop_list, variants_of

STILL_OPEN = {MailingState.DRAFT, MailingState.APPROVED}
LARGEST_LIST = 2_000_000_000
FOLLOW_UP = "mailings.fix_follow_up"


@dataclass(frozen=True)
class Count:
    """How many of a list get a mail, how many a letter, and how many nothing, with why.

    ``doubles`` get no second mail, as a person and an address get one.
    """

    members: int
    mails: int
    letters: int
    doubles: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def excluded(self) -> int:
        """How many get neither mail nor letter."""
        return self.members - self.mails - self.letters - self.doubles


def fix_list(mailing: Mailing) -> Snapshot:
    """Fix whom the mailing goes to as they are now, instead of an earlier list; of many, have the worker do it.

    While the worker makes a list it is left to it, however often this is called. Raises ``BadInputError`` when nobody
    was chosen, and when it was decided to send it meanwhile.
    """
    _refuse_unaddressed(mailing)
    kept = None if is_large(_expected(mailing)) else _frozen(mailing)
    with transaction():
        fresh = alone_with(mailing)
        if fresh.state not in STILL_OPEN:
            raise BadInputError("Deze mailing is intussen ingepland of ter goedkeuring; de lijst verandert niet meer.")
        earlier = list_of(fresh)
        if earlier and earlier.busy:
            return earlier
        if (fresh.audience_id, fresh.purpose) != (mailing.audience_id, mailing.purpose):
            raise BadInputError("Aan wie het gaat is intussen veranderd. Leg de lijst nog eens vast.")
        drop_list(fresh)
        made = kept or _begun(fresh)
        MailingVariant.create(mailing=fresh, snapshot=made)
    return made


def fix_follow_up(snapshot: int) -> None:
    """Make the list of a follow-up in a worker, while it still is its list."""
    variant = MailingVariant.get_or_none(MailingVariant.snapshot == snapshot)
    if variant:
        finish_freezing(snapshot, lambda: earlier_members(variant.mailing))


def list_of(mailing: Mailing) -> Snapshot | None:
    """Give the list that was fixed; None when there is none yet. For a mailing of several texts the first."""
    found = variants_of(mailing)
    return found[0].snapshot if found else None


def count_of(mailing: Mailing) -> Count:
    """Count what the lists of the mailing come to, as sending will do."""
    snapshots = [variant.snapshot_id for variant in variants_of(mailing)]
    mine = SnapshotMember.snapshot.in_(snapshots)
    rows: Any = (
        SnapshotMember.select(SnapshotMember.excluded, SnapshotMember.by_letter, peewee.fn.COUNT(SnapshotMember.id))
        .where(mine)
        .group_by(SnapshotMember.excluded, SnapshotMember.by_letter)
        .tuples()
    )
    reasons: dict[str, int] = {}
    members = letters = 0
    for reason, by_letter, many in rows:
        members += many
        letters += many if by_letter else 0
        if reason and not by_letter:
            reasons[reason] = reasons.get(reason, 0) + many
    reachable = sum(1 for _one in _reachable(snapshots))
    once = sum(1 for _one in each_once(_reachable(snapshots), Seen()))
    found = tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
    return Count(members, once, letters, reachable - once, found)


class Seen:
    """Whom a mailing has had: people and addresses."""

    def __init__(self) -> None:
        self.people: set[int] = set()
        self.addresses: set[str] = set()

    def add(self, person: int | None, address: str) -> bool:
        """Remember them; say whether neither had been seen before."""
        address = address.casefold()
        new = person not in self.people and address not in self.addresses
        if person is not None:
            self.people.add(person)
        self.addresses.add(address)
        return new


def each_once(rows: Iterable[tuple[int, int | None, str]], seen: Seen) -> Iterator[int]:
    """Give the ids of the members who get a mail: of a person, and of an address, only the first."""
    for number, person, address in rows:
        if seen.add(person, address):
            yield number


def _reachable(snapshots: Iterable[int], up_to: int = LARGEST_LIST) -> Iterator[tuple[int, int | None, str]]:
    for snapshot in snapshots:
        query = (
            SnapshotMember.select(SnapshotMember.id, SnapshotMember.person, SnapshotMember.address)
            .where(SnapshotMember.snapshot == snapshot, SnapshotMember.excluded == "", SnapshotMember.id <= up_to)
            .order_by(SnapshotMember.id)
        )
        yield from query.tuples().iterator()


def seen_before(mailing: Mailing, variants: Iterable[MailingVariant]) -> Seen:
    """Give whom the mailing had until where it stopped, to go on from there."""
    seen = Seen()
    for variant in variants:
        for _number in each_once(_reachable([variant.snapshot_id], variant.reached), seen):
            pass
    return seen


def skip(mailing: Mailing, reasons: dict[int, str]) -> None:
    """Keep why members get no mail of their own after all."""
    rows = [{"mailing": mailing.id, "member": member, "reason": reason} for member, reason in reasons.items()]
    if rows:
        MailingSkip.insert_many(rows).on_conflict_ignore().execute()


def alone_with(mailing: Mailing) -> Mailing:
    """Make other decisions about this mailing wait until the transaction ends, and give it as it is now."""
    lock(f"mailings.mailing.{mailing.id}")
    fresh: Mailing | None = Mailing.get_or_none(Mailing.id == mailing.id)
    if fresh is None:
        raise BadInputError("Deze mailing is intussen verwijderd.")
    return fresh


def _refuse_unaddressed(mailing: Mailing) -> None:
    if not mailing.purpose:
        raise BadInputError("Kies eerst waarvoor u schrijft en aan wie.")
    if not mailing.follows_id and mailing.audience is None:
        raise BadInputError("Kies eerst aan wie u schrijft.")


def _expected(mailing: Mailing) -> int:
    """Give how many the list will have, of a follow-up at most."""
    if mailing.follows_id:
        return sum(variant.snapshot.count for variant in variants_of(mailing.follows))
    return count(mailing.audience)


def _frozen(mailing: Mailing) -> Snapshot:
    if mailing.follows_id:
        return freeze_again(earlier_members(mailing), **_called(mailing))
    return freeze(mailing.audience, mailing.purpose)


def _begun(mailing: Mailing) -> Snapshot:
    if mailing.follows_id:
        return begin_freezing_again(FOLLOW_UP, _expected(mailing), **_called(mailing))
    return begin_freezing(mailing.audience, mailing.purpose)


def _called(mailing: Mailing) -> dict[str, str]:
    sentence = sentence_of_follow_up(mailing)
    return {"name": sentence, "sentence": sentence, "purpose": mailing.purpose}


def double_reason() -> str:
    """Say why somebody gets no second mail."""
    return _("Gets this mail already, for another position or at the same address.")


JOBS = (JobSpec(FOLLOW_UP, "Vastleggen aan wie een vervolg op een grote mailing gaat", fix_follow_up),)
