"""Looking a mailing over before it goes: as any of its recipients gets it, and as a test mail to oneself."""

from collections.abc import Iterator
from itertools import islice
from uuid import uuid4

from ovkk_core.accounts import User
from ovkk_core.audiences import Member, SnapshotMember, members
from ovkk_core.clock import now
from ovkk_core.database import fold, transaction
from ovkk_core.history import audit
from ovkk_core.mail import BulkRecipient, Letter, Recipient, queue_many
from ovkk_core.mailings.declarations import SAMPLE
from ovkk_core.mailings.following_up import earlier_members
from ovkk_core.mailings.listing import list_of
from ovkk_core.mailings.models import Mailing
from ovkk_core.mailings.people import addressees
from ovkk_core.mailings.writing import keep_body, office_address, sample_of

MOST = 20


def key_of(member: SnapshotMember) -> str:
    """Name a member for an address on the web: ``f12`` for a position, ``p7`` for a person without one."""
    return f"f{member.position_id}" if member.position_id else f"p{member.person_id}"


def found(mailing: Mailing, name: str = "") -> list[SnapshotMember]:
    """Give some of those it is for, with ``name`` in their name or organisation."""
    wanted = fold(name)
    matching = (one for one in _members(mailing) if wanted in fold(f"{one.name} {one.role}"))
    return list(islice(matching, MOST))


def chosen(mailing: Mailing, key: str) -> SnapshotMember | None:
    """Give the member of that key, or the first; None when it is for nobody yet."""
    first = None
    for one in _members(mailing):
        first = first or one
        if not key or key_of(one) == key:
            return one
    return first


def as_seen_by(mailing: Mailing, member: SnapshotMember | None) -> Letter:
    """Give the mail as ``member`` gets it; for nobody in particular with invented values."""
    return sample_of(mailing, addressees([member])[0].values if member else SAMPLE)


def send_test(mailing: Mailing, user: User, member: SnapshotMember | None) -> str:
    """Queue the mail as ``member`` gets it, to ``user`` only; give the address."""
    values = addressees([member])[0].values if member else dict(SAMPLE)
    to = Recipient(user.email, user.name)
    with transaction():
        body = keep_body(mailing, "[Test] ")
        nowhere = f"{office_address()}/afmelden/voorbeeld" if body.list_id else ""
        one = BulkRecipient(to, values, unsubscribe_url=nowhere)
        queue_many(body, [one], campaign=f"test-{uuid4().hex}")
        Mailing.update(tested_at=now()).where(Mailing.id == mailing.id).execute()
        audit("mailings.test", "mailing", mailing.id)
    return to.address


def _members(mailing: Mailing) -> Iterator[SnapshotMember]:
    if kept := list_of(mailing):
        yield from SnapshotMember.select().where(SnapshotMember.snapshot == kept).order_by(SnapshotMember.id).iterator()
    elif mailing.follows_id:
        yield from earlier_members(mailing)
    elif mailing.audience:
        yield from map(_as_kept, members(mailing.audience))


def _as_kept(member: Member) -> SnapshotMember:
    return SnapshotMember(
        position=member.position_id,
        person=member.person_id,
        organisation=member.organisation_id,
        name=member.name,
        role=member.role,
        address=member.address,
    )
