"""Campaigns: how many of their mails went, waiting with the rest, and never sending it."""

from dataclasses import dataclass
from typing import Any

import peewee

from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import audit
from ovkk_core.mail.models import Campaign, CampaignStanding, MailBody, MailState, OutboxMail
from ovkk_core.mail.outbox import ask_for_delivery

WAITING = (MailState.QUEUED, MailState.DEFERRED)


@dataclass(frozen=True)
class CampaignState:
    """How many mails of a campaign are in each state, and whether it goes on.

    ``doubt`` counts mails that may or may not have arrived, ``held`` those that wait for a person to look at them,
    ``dropped`` those that were taken out before they left.
    """

    standing: CampaignStanding
    queued: int = 0
    claimed: int = 0
    sent: int = 0
    deferred: int = 0
    failed: int = 0
    doubt: int = 0
    held: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """All mails that were queued."""
        return self.under_way + self.sent + self.failed + self.doubt + self.held + self.dropped

    @property
    def under_way(self) -> int:
        """Those that still have to go."""
        return self.queued + self.claimed + self.deferred

    @property
    def paused(self) -> bool:
        """Whether it waits for somebody to resume it."""
        return self.standing is CampaignStanding.PAUSED

    @property
    def stopped(self) -> bool:
        """Whether the rest never goes."""
        return self.standing is CampaignStanding.STOPPED


def campaign_state(campaign: str) -> CampaignState:
    """Give how far ``campaign`` is; raise ``NotFoundError`` when nothing was ever queued for it."""
    found = _of(campaign)
    counts = OutboxMail.select(OutboxMail.state, peewee.fn.COUNT(OutboxMail.id)).where(OutboxMail.campaign == campaign)
    numbers = {state.value: count for state, count in counts.group_by(OutboxMail.state).tuples()}
    return CampaignState(found.standing, **numbers)


def pause_campaign(campaign: str) -> None:
    """Hold back what has not left yet; what is being handed over this moment still goes."""
    with transaction():
        _change(campaign, CampaignStanding.PAUSED)
        _hold(OutboxMail.campaign == campaign)
        audit("mail.pause", "campaign", campaign)


def resume_campaign(campaign: str) -> None:
    """Go on with a paused campaign."""
    with transaction():
        _change(campaign, CampaignStanding.RUNNING)
        held = (OutboxMail.campaign == campaign) & OutboxMail.state.in_(WAITING) & OutboxMail.due_at.is_null()
        OutboxMail.update(due_at=now()).where(held).execute()
        audit("mail.resume", "campaign", campaign)
        ask_for_delivery()


def stop_campaign(campaign: str) -> int:
    """Take what has not left yet out of the queue for good; give how many mails that were."""
    with transaction():
        _change(campaign, CampaignStanding.STOPPED)
        dropped = _drop(OutboxMail.campaign == campaign)
        audit("mail.stop", "campaign", campaign)
    return dropped


def drop_queued(*, person_id: int | None = None, address: str = "", purpose: str = "") -> int:
    """Take the marketing mail to a person or an address that has not left yet out of the queue; give how many.

    ``purpose`` limits it to mail for that purpose of consent. One being handed over this moment still goes.
    """
    if person_id is None and not address:
        return 0
    bodies = MailBody.select(MailBody.id).where(MailBody.marketing)
    bodies = bodies.where(MailBody.purpose == purpose) if purpose else bodies
    whose = OutboxMail.person == person_id if person_id is not None else peewee.Value(False)
    if address:
        whose = whose | (OutboxMail.address == address)
    with transaction():
        dropped = _drop(whose & OutboxMail.body.in_(bodies))
        if dropped:
            audit("mail.drop", "person" if person_id is not None else "mail", person_id or "")
    return dropped


def standing_of(campaign: str | None) -> CampaignStanding:
    """Give whether mail of ``campaign`` goes out; mail of none does."""
    found = Campaign.get_or_none(name=campaign) if campaign else None
    return found.standing if found else CampaignStanding.RUNNING


def _of(campaign: str) -> Campaign:
    found = Campaign.get_or_none(name=campaign)
    if found is None:
        raise NotFoundError("Deze verzending bestaat niet (meer).")
    return found


def _change(campaign: str, standing: CampaignStanding) -> None:
    """Keep the new standing; a stopped campaign stays so."""
    lock(f"mail.campaign {campaign}")
    found = _of(campaign)
    if found.standing is CampaignStanding.STOPPED and standing is not CampaignStanding.STOPPED:
        raise BadInputError("Deze verzending is gestopt en kan niet verder.")
    found.standing = standing
    found.save()


def _hold(mails: Any) -> None:
    """Let ``mails`` wait without end, those that a worker has taken but not begun with too."""
    held = {OutboxMail.due_at: None}
    OutboxMail.update(held).where(mails, OutboxMail.state.in_(WAITING)).execute()
    again = (OutboxMail.state == MailState.DOUBT) & OutboxMail.due_at.is_null(False)
    OutboxMail.update(held | {OutboxMail.state: MailState.DEFERRED}).where(mails, again).execute()
    OutboxMail.update(held | {OutboxMail.state: MailState.QUEUED}).where(mails, untouched()).execute()


def _drop(mails: Any) -> int:
    """Take ``mails`` out of the queue; what may have arrived stays in doubt and is not sent again."""
    gone = {OutboxMail.state: MailState.DROPPED, OutboxMail.due_at: None}
    OutboxMail.update(due_at=None).where(mails, OutboxMail.state == MailState.DOUBT).execute()
    return int(OutboxMail.update(gone).where(mails, OutboxMail.state.in_(WAITING) | untouched()).execute())


def untouched() -> Any:
    """Mails that a worker has taken and not begun with: they can still be taken from it."""
    return (OutboxMail.state == MailState.CLAIMED) & OutboxMail.handed_at.is_null()
