"""Sends an approved edition: each variant to the list that was fixed for it, once; and remembers who was told what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from flask import current_app

from ovkk_core import mailings
from ovkk_core.accounts import current_user
from ovkk_core.audiences import Snapshot, SnapshotMember, begin_freezing, count, drop_unready, freeze, is_large
from ovkk_core.calendars import save_event
from ovkk_core.clock import now
from ovkk_core.consents import NEWSLETTER
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.mail import BulkRecipient, Recipient, queue_many
from plugins.kernpunt.content import VariantContent, contents
from plugins.kernpunt.editions import OWNER, PAGE, set_dates
from plugins.kernpunt.models import Edition, EditionState, LedgerEntry, Variant
from plugins.kernpunt.rendering import SAMPLE, keep_body

LEDGER = "kernpunt.ledger"


@dataclass(frozen=True)
class Reach:
    """Whom a variant goes to by its list, once that is ready: how many by mail, and why how many others get nothing."""

    content: VariantContent
    snapshot: Snapshot | None
    mails: int
    reasons: tuple[tuple[str, int], ...]


def fix_lists(edition: Edition) -> None:
    """Fix whom each variant that is sent goes to now, which is shown before somebody decides to send.

    Of a large audience the worker does it; while it is busy with a list, that one is left to it. Raises
    ``BadInputError`` when the edition has not been approved, or is on its way.
    """
    variants = [one.variant for one in contents(edition) if one.sent]
    small = {one.id: freeze(one.audience, NEWSLETTER) for one in variants if not is_large(count(one.audience))}
    with transaction():
        _approved(edition)
        for one in variants:
            earlier = Variant.get_by_id(one.id).snapshot
            if earlier and earlier.busy:
                continue
            kept = small.get(one.id) or begin_freezing(one.audience, NEWSLETTER)
            Variant.update(snapshot=kept).where(Variant.id == one.id).execute()
            if earlier:
                drop_unready([earlier.id])


def reaches(edition: Edition) -> list[Reach]:
    """Give whom each variant that is sent goes to; one without a list yet has none."""
    return [_reach(one) for one in contents(edition) if one.sent or one.variant.snapshot_id]


def schedule(edition: Edition, at_once: bool = False) -> bool:
    """Have the edition sent when it appears, or now; False when somebody decided that before.

    Each address gets the first variant only whose list it is on. Raises ``BadInputError`` when it has not been
    approved, when a list was not fixed, or when there is nothing to send, and ``DeniedError`` as
    ``mailings.prepare_mailing`` does.
    """
    with transaction():
        lock(LEDGER)
        fresh = Edition.get_by_id(edition.id)
        if not fresh.changeable:
            return False
        fresh = _approved(edition)
        sent = [one for one in contents(fresh) if one.sent]
        if not sent:
            raise BadInputError("Er is niets te versturen: elke variant is leeg of al eerder verteld.")
        if any(one.variant.snapshot_id is None for one in sent):
            raise BadInputError("Leg eerst vast aan wie het gaat, en bekijk de aantallen.")
        if not all(one.variant.snapshot.ready for one in sent):
            raise BadInputError("Nog niet elke lijst is klaar. Wacht tot u de aantallen ziet.")
        if at_once or fresh.publishes_at <= now():
            fresh.publishes_at = now()
            set_dates(fresh)
        fresh.mailing = _handed_over(fresh, sent)
        fresh.state = EditionState.SCHEDULED
        fresh.save()
        write_ledger(fresh, sent)
        audit("kernpunt.schedule", "edition", fresh.id)
    return True


def take_back(edition: Edition) -> None:
    """Do not send a scheduled edition after all; it may change again.

    Raises ``BadInputError`` once it is being sent.
    """
    with transaction():
        lock(LEDGER)
        fresh = Edition.get_by_id(edition.id)
        if not may_take_back(fresh):
            raise BadInputError("Dit nummer is niet ingepland, of het is al onderweg.")
        mailing = fresh.mailing
        fresh.state, fresh.mailing = EditionState.APPROVED, None
        fresh.save()
        if mailing.decided:
            mailings.unschedule(mailing)
        mailings.Mailing.get_by_id(mailing.id).delete_instance()
        LedgerEntry.delete().where(LedgerEntry.edition == fresh).execute()
        audit("kernpunt.take_back", "edition", fresh.id)


def may_take_back(edition: Edition) -> bool:
    """Say whether nothing of it left yet: it waits for its moment, or somebody put its mailing off."""
    mailing = edition.mailing
    waits = mailing and mailing.state is mailings.MailingState.SCHEDULED and edition.publishes_at > now()
    return bool(mailing and (waits or not mailing.decided))


def appear() -> None:
    """Mark the scheduled editions whose moment has come as sent; their dates in the calendar lead to the archive."""
    for edition in Edition.select().where(Edition.state == EditionState.SCHEDULED, Edition.publishes_at <= now()):
        with transaction():
            edition.state = EditionState.SENT
            edition.save()
            if edition.publication:
                edition.publication.page = f"{PAGE}/{edition.slug}"
                save_event(edition.publication)


def send_test(content: VariantContent) -> str:
    """Send one variant to the present user, as an invented reader gets it; give the address."""
    user = current_user()
    if user is None:
        raise BadInputError("Log eerst in: de proefmail gaat naar uw eigen adres.")
    nowhere = f"{current_app.config['OVKK'].base_url}/afmelden"
    with transaction():
        to = BulkRecipient(Recipient(user.email, user.name), SAMPLE, unsubscribe_url=nowhere)
        queue_many(keep_body(content), [to], campaign=f"kernpunt-test-{uuid4().hex}")
    return str(user.email)


def being_queued(edition: Edition) -> bool:
    """Say whether a worker still has to put its mails in the outbox."""
    waiting = {mailings.MailingState.SCHEDULED, mailings.MailingState.SENDING}
    return bool(edition.mailing and edition.mailing.state in waiting and edition.mailing.queued_at is None)


def state_of(edition: Edition) -> object:
    """Give how far its mails are, as ``mailings.post_of``; None before it was decided to send."""
    return mailings.post_of(edition.mailing) if edition.mailing else None


def _approved(edition: Edition) -> Edition:
    """Make other changes of this edition wait; give it as it is, when it has been approved and may still be sent."""
    lock(f"kernpunt.edition.{edition.id}")
    fresh: Edition = Edition.get_by_id(edition.id)
    if not fresh.changeable:
        raise BadInputError("Dit nummer is al ingepland of verstuurd.")
    if fresh.state is not EditionState.APPROVED:
        raise BadInputError("Dit nummer is nog niet goedgekeurd, of het is daarna gewijzigd.")
    return fresh


def _handed_over(edition: Edition, sent: list[VariantContent]) -> mailings.Mailing:
    variants = [mailings.Variant(one.variant.snapshot, keep_body(one), one.variant.audience.name[:100]) for one in sent]
    return mailings.prepare_mailing(
        edition.title,
        NEWSLETTER,
        variants,
        _not_before(edition),
        edition.approved_by,
        owner=OWNER,
        key=uuid4().hex,
    )


def _not_before(edition: Edition) -> datetime:
    return max(edition.publishes_at, now())


def write_ledger(edition: Edition, sent: list[VariantContent]) -> None:
    """Remember what each audience is told in this edition, in the caller's transaction."""
    rows = [
        {"key": item.key, "audience": one.variant.audience_id, "edition": edition.id, "at": now()}
        for one in sent
        for item in one.items
    ]
    LedgerEntry.insert_many(rows).execute()


def _reach(content: VariantContent) -> Reach:
    snapshot = content.variant.snapshot
    if snapshot is None or not snapshot.ready:
        return Reach(content, snapshot, 0, ())
    members = SnapshotMember.select().where(SnapshotMember.snapshot == snapshot)
    reasons: dict[str, int] = {}
    for (reason,) in members.select(SnapshotMember.excluded).where(SnapshotMember.excluded != "").tuples():
        reasons[reason] = reasons.get(reason, 0) + 1
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Reach(content, snapshot, members.where(SnapshotMember.excluded == "").count(), tuple(ordered))
