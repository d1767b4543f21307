"""Members of a list who left their position before the mail did: who holds it now gets it."""

from ovkk_core.audiences import SnapshotMember
from ovkk_core.contacts import Position, only_of_holder
from ovkk_core.database import transaction
from ovkk_core.mail import OutboxMail, drop
from ovkk_core.mailings import sending
from ovkk_core.mailings.listing import alone_with, skip
from ovkk_core.mailings.models import Mailing, MailingState, MailingVariant

UNDER_WAY = (MailingState.SENDING, MailingState.PAUSED)


def hand_over(old_position_id: int) -> None:
    """Take mail that waits for who left out of the queue, and queue it for the successor, if there is one.

    What somebody gets for another position too is left alone. What is not in the outbox yet is looked at when it
    comes to be sent.
    """
    old = Position.get_or_none(id=old_position_id)
    if old is None or old.person_id is None:
        return
    for member, variant in _listed(old):
        if only_of_holder(old, member.address) and not _listed_otherwise(member, old):
            with transaction():
                _move(member, variant)


def _listed(old: Position) -> list[tuple[SnapshotMember, MailingVariant]]:
    rows = (
        MailingVariant.select(MailingVariant, Mailing)
        .join(Mailing)
        .where(Mailing.state.in_(UNDER_WAY), MailingVariant.body.is_null(False))
        .order_by(MailingVariant.id)
    )
    return [
        (member, variant)
        for variant in rows
        for member in SnapshotMember.select().where(
            SnapshotMember.snapshot == variant.snapshot_id,
            SnapshotMember.position == old,
            SnapshotMember.excluded == "",
            SnapshotMember.id <= variant.reached,
        )
    ]


def _listed_otherwise(member: SnapshotMember, old: Position) -> bool:
    others = (SnapshotMember.position != old) | SnapshotMember.position.is_null()
    same = (SnapshotMember.person == old.person_id) | (SnapshotMember.address == member.address)
    rows = SnapshotMember.select().where(SnapshotMember.snapshot == member.snapshot_id, others, same)
    return bool(rows.where(SnapshotMember.excluded == "").exists())


def _move(member: SnapshotMember, variant: MailingVariant) -> None:
    mailing = alone_with(variant.mailing)
    theirs = (OutboxMail.campaign == mailing.campaign) & (OutboxMail.address == member.address)
    if mailing.state in UNDER_WAY and drop(OutboxMail.select().where(theirs)):
        reasons: dict[int, str] = {}
        sending.queue_for([member], variant, mailing, reasons)
        skip(mailing, reasons)
