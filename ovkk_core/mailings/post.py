"""How far a mailing is, and what became of it for each on its list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ovkk_core.audiences import SnapshotMember
from ovkk_core.consents import Consent, left_since
from ovkk_core.errors import NotFoundError
from ovkk_core.mail import CampaignStanding, CampaignState, MailState, OutboxMail, campaign_state
from ovkk_core.mailings.following_up import outbox_address
from ovkk_core.mailings.models import Mailing, MailingSkip, variants_of

SEVERAL = (MailState.QUEUED, MailState.CLAIMED, MailState.DEFERRED)
FAILED = (MailState.FAILED, MailState.DOUBT)
PARTS: Mapping[str, tuple[MailState, ...]] = {
    "verstuurd": (MailState.SENT,),
    "wacht": SEVERAL,
    "mislukt": FAILED,
    "niet-verstuurd": (MailState.DROPPED,),
}
LETTER, NOTHING = "brief", "niemand"


@dataclass(frozen=True)
class Result:
    """What became of it for one on the list; ``why`` is the reason or the answer of the mail server."""

    name: str
    role: str
    address: str
    outcome: str
    why: str
    left: bool = False
    mail: int | None = None


def post_of(mailing: Mailing) -> CampaignState:
    """Give how far its mails are; of a mailing that put nothing in the outbox yet nothing is."""
    try:
        return campaign_state(mailing.campaign)
    except NotFoundError:
        return CampaignState(CampaignStanding.RUNNING)


def results(mailing: Mailing, part: str = "") -> tuple[Any, bool]:
    """Give the query of what to list, and whether it is of mails rather than of members; see :func:`described`."""
    snapshots = [variant.snapshot_id for variant in variants_of(mailing)]
    members = SnapshotMember.select().where(SnapshotMember.snapshot.in_(snapshots)).order_by(SnapshotMember.id)
    if part in PARTS:
        listed = [field for name, field in OutboxMail._meta.fields.items() if name not in {"content", "personal"}]
        mine = OutboxMail.campaign == mailing.campaign
        query = OutboxMail.select(*listed).where(mine, OutboxMail.state.in_(PARTS[part]))
        return query.order_by(OutboxMail.name, OutboxMail.id), True
    if part == LETTER:
        return members.where(SnapshotMember.by_letter), False
    if part == NOTHING:
        skipped = MailingSkip.select(MailingSkip.member).where(MailingSkip.mailing == mailing)
        nothing = (SnapshotMember.excluded != "") & ~SnapshotMember.by_letter
        return members.where(nothing | SnapshotMember.id.in_(skipped)), False
    return members, False


def described(mailing: Mailing, rows: Sequence[Any], of_mails: bool) -> list[Result]:
    """Say what became of it for each of ``rows``, one page of :func:`results`, in a constant number of queries."""
    left = _left(mailing, [row.person if of_mails else row.person_id for row in rows])
    if of_mails:
        return [_of_mail(row, row.name, "", row.person in left) for row in rows]
    mails = _mails(mailing, [row.address for row in rows if row.address])
    reasons = dict(
        MailingSkip.select(MailingSkip.member, MailingSkip.reason)
        .where(MailingSkip.mailing == mailing, MailingSkip.member.in_([row.id for row in rows]))
        .tuples()
    )
    return [_of_member(row, mails, reasons, row.person_id in left) for row in rows]


def unsubscribed(mailing: Mailing) -> int:
    """Count the people on its list who unsubscribed from what it was for, since it began to leave."""
    if not mailing.started_at:
        return 0
    snapshots = [variant.snapshot_id for variant in variants_of(mailing)]
    people = SnapshotMember.select(SnapshotMember.person).where(SnapshotMember.snapshot.in_(snapshots))
    return int(left_since(mailing.purpose, mailing.started_at).where(Consent.person.in_(people)).count())


def _left(mailing: Mailing, people: Iterable[int | None]) -> set[int]:
    """Give those of ``people`` who unsubscribed from what it was for, since it began to leave."""
    if not mailing.started_at:
        return set()
    ids = [person for person in people if person]
    return {
        number for (number,) in left_since(mailing.purpose, mailing.started_at).where(Consent.person.in_(ids)).tuples()
    }


def _mails(mailing: Mailing, addresses: Iterable[str]) -> dict[str, OutboxMail]:
    wanted = {address: outbox_address(address) for address in addresses}
    rows = OutboxMail.select(
        OutboxMail.id, OutboxMail.address, OutboxMail.state, OutboxMail.reply, OutboxMail.sent_at
    ).where(OutboxMail.campaign == mailing.campaign, OutboxMail.address.in_(list(set(wanted.values()))))
    found = {row.address: row for row in rows}
    return {address: found[written] for address, written in wanted.items() if written in found}


def _of_member(
    member: SnapshotMember, mails: Mapping[str, OutboxMail], reasons: Mapping[int, str], left: bool
) -> Result:
    about = member.name, member.role, member.address
    if member.excluded:
        return Result(*about, _("by letter") if member.by_letter else _("nothing"), member.excluded, left)
    if reason := reasons.get(member.id):
        return Result(*about, _("nothing"), reason, left)
    mail = mails.get(member.address)
    return _of_mail(mail, member.name, member.role, left) if mail else Result(*about, _("not yet"), "", left)


def _of_mail(mail: OutboxMail, name: str, role: str, left: bool) -> Result:
    words = {
        MailState.SENT: _("sent"),
        MailState.FAILED: _("came back") if mail.sent_at else _("failed"),
        MailState.DOUBT: _("uncertain whether it arrived"),
        MailState.HELD: _("held back: somebody in it was erased"),
        MailState.DROPPED: _("not sent: no longer wanted"),
        MailState.DEFERRED: _("tried again later"),
    }
    reply = mail.reply if mail.state is not MailState.SENT else ""
    return Result(name, role, mail.address, words.get(mail.state, _("waiting")), reply, left, mail.id)
