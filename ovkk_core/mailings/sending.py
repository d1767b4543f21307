"""Puts a mailing in the outbox, in parts, in a worker; going on after a crash doubles nobody (MAIL-12 to MAIL-14)."""

from collections.abc import Iterable
from datetime import datetime

from ovkk_core.audiences import SnapshotMember
from ovkk_core.clock import now
from ovkk_core.consents import purpose_named, suppressed_among, unsubscribe_urls, verdicts
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import JobSpec
from ovkk_core.jobs import Job, JobState, enqueue
from ovkk_core.mail import BulkRecipient, Recipient, queue_many
from ovkk_core.mailings.listing import Seen, alone_with, double_reason, each_once, seen_before, skip
from ovkk_core.mailings.models import Mailing, MailingState, MailingVariant, variants_of
from ovkk_core.mailings.people import Addressee, addressees, present
from ovkk_core.mailings.post import post_of

BATCH = 4_000  # few enough to pause in between, many enough that a hundred thousand take seconds
SEND, SETTLE = "mailings.send", "mailings.settle"


def schedule(mailing: Mailing, due_at: datetime) -> None:
    """Have the worker put the mailing in the outbox from ``due_at`` on, in the caller's transaction."""
    mailing.state, mailing.due_at, mailing.attempt = MailingState.SCHEDULED, due_at, mailing.attempt + 1
    mailing.save()
    _enqueue(mailing, due_at)


def go_on(mailing: Mailing) -> None:
    """Have the worker go on where it stopped, in the caller's transaction."""
    fresh = alone_with(mailing)
    if fresh.queued_at is None:
        fresh.attempt += 1
        fresh.save()
        _enqueue(fresh, now())


def send_due(mailing: int, attempt: int, campaign: str = "") -> None:
    """Put the mailing in the outbox, when it is still wanted; harmless to repeat.

    ``campaign`` tells it from an earlier mailing that had the same number and was deleted.
    """
    found = _begin(mailing, attempt, campaign)
    if found is None:
        return
    variants = variants_of(found)
    seen = seen_before(found, variants)
    for variant in variants:
        while _send_batch(found, variant, seen):
            pass
    with transaction():
        fresh = alone_with(found)
        if fresh.state is MailingState.SENDING and fresh.queued_at is None:
            fresh.queued_at = now()
            fresh.save()


def settle() -> None:
    """Close the mailings of which nothing waits any more, and go on with those whose job failed too often."""
    for mailing in Mailing.select().where(Mailing.state == MailingState.SENDING, Mailing.queued_at.is_null()):
        key = _key(mailing)
        if Job.select().where(Job.key == key, Job.state.in_([JobState.DEAD, JobState.DONE])).exists():
            with transaction():
                go_on(mailing)
    busy = Mailing.select().where(Mailing.state == MailingState.SENDING, Mailing.queued_at.is_null(False))
    for mailing in busy:
        if post_of(mailing).under_way:
            continue
        with transaction():
            fresh = alone_with(mailing)
            if fresh.state is MailingState.SENDING:
                fresh.state, fresh.ended_at = MailingState.SENT, now()
                fresh.save()


JOBS = (
    JobSpec(SEND, "Een mailing klaarzetten om te versturen", send_due),
    JobSpec(SETTLE, "Mailings afsluiten die verstuurd zijn", settle, every="*/5 * * * *"),
)


def _enqueue(mailing: Mailing, due_at: datetime) -> None:
    about = {"mailing": mailing.id, "attempt": mailing.attempt, "campaign": mailing.campaign}
    enqueue(SEND, due_at=due_at, key=_key(mailing), **about)


def _key(mailing: Mailing) -> str:
    return f"{SEND}.{mailing.campaign}.{mailing.attempt}"


def _begin(number: int, attempt: int, campaign: str) -> Mailing | None:
    """Give the mailing to send, from now on being sent; None when it is not wanted any more."""
    with transaction():
        fresh: Mailing | None = Mailing.get_or_none(Mailing.id == number)
        if fresh is None:
            return None
        fresh = alone_with(fresh)
        if campaign not in {"", fresh.campaign}:
            return None
        if fresh.attempt != attempt or fresh.state not in {MailingState.SCHEDULED, MailingState.SENDING}:
            return None
        if fresh.state is MailingState.SCHEDULED:
            fresh.state, fresh.started_at = MailingState.SENDING, now()
            fresh.save()
        return fresh


def _send_batch(mailing: Mailing, variant: MailingVariant, seen: Seen) -> bool:
    """Put the next members of the list in the outbox; say whether there may be more, and it is still wanted."""
    members = list(
        SnapshotMember.select()
        .where(
            SnapshotMember.snapshot == variant.snapshot_id,
            SnapshotMember.excluded == "",
            SnapshotMember.id > variant.reached,
        )
        .order_by(SnapshotMember.id)
        .limit(BATCH)
    )
    if not members:
        return False
    once = set(each_once(((one.id, one.person_id, one.address) for one in members), seen))
    reasons = {one.id: double_reason() for one in members if one.id not in once}
    with transaction():
        if alone_with(mailing).state is not MailingState.SENDING:
            return False
        queue_for([one for one in members if one.id in once], variant, mailing, reasons)
        skip(mailing, reasons)
        variant.reached = members[-1].id
        MailingVariant.update(reached=variant.reached).where(MailingVariant.id == variant.id).execute()
    return len(members) == BATCH


def queue_for(
    members: list[SnapshotMember], variant: MailingVariant, mailing: Mailing, reasons: dict[int, str]
) -> None:
    """Put the mail of ``members`` in the outbox, in the caller's transaction; say in ``reasons`` who gets none."""
    found = present(addressees(members), reasons)
    wanted = _still_wanted(found, mailing.purpose, reasons)
    queue_many(variant.body, list(_recipients(wanted, mailing.purpose, reasons)), campaign=mailing.campaign)


def _still_wanted(found: list[Addressee], purpose: str, reasons: dict[int, str]) -> list[Addressee]:
    """Leave out who may not be written to any more since the list was fixed; say why in ``reasons``."""
    said = verdicts([one.person for one in found if one.person], purpose)
    refused = suppressed_among((one.member.address for one in found), purpose)
    wanted = []
    for one in found:
        verdict = said.get(one.person.id) if one.person else None
        if verdict and not verdict.allowed:
            reasons[one.member.id] = verdict.reason
        elif one.member.address in refused:
            reasons[one.member.id] = "Naar dit adres mag geen post meer."
        else:
            wanted.append(one)
    return wanted


def _recipients(found: list[Addressee], purpose: str, reasons: dict[int, str]) -> Iterable[BulkRecipient]:
    """Give those to queue; who has an address or a name that fits no mail is left out, with why in ``reasons``."""
    free = purpose_named(purpose).basis != "legal"
    people = [(one.person.id if one.person else None, one.member.address) for one in found]
    urls = unsubscribe_urls(people, purpose) if free else [""] * len(found)
    for one, (person, address), url in zip(found, people, urls, strict=True):
        try:
            to = Recipient(address, one.name)
        except BadInputError as error:
            reasons[one.member.id] = str(error)
            continue
        yield BulkRecipient(to, one.values, person_id=person, unsubscribe_url=url)
