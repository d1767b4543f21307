"""What people decide about a mailing: text, approval, sending; each step once, whoever clicks twice (MAIL-14)."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ovkk_core.audiences import Audience, Snapshot
from ovkk_core.clock import now
from ovkk_core.consents import purpose_named
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError, DeniedError, NotFoundError
from ovkk_core.history import actor, audit
from ovkk_core.mail import pause_campaign, resume_campaign, stop_campaign
from ovkk_core.mailings import sending
from ovkk_core.mailings.blocks import Block, stored_blocks
from ovkk_core.mailings.declarations import FOUR_EYES
from ovkk_core.mailings.listing import alone_with, count_of, list_of
from ovkk_core.mailings.models import Mailing, MailingPicture, MailingState, MailingVariant, drop_list
from ovkk_core.mailings.writing import keep_body, laid, subject_of
from ovkk_core.registry import setting

TABLE = "mailing"


@dataclass(frozen=True)
class Draft:
    """What people type of a mailing."""

    title: str
    subject: str
    blocks: Sequence[Block]
    about: str = ""


def needs_approval() -> bool:
    """Say whether a second person must approve each mailing."""
    return setting(FOUR_EYES) == "1"


def save_draft(draft: Draft, mailing: Mailing | None = None) -> Mailing:
    """Store a new or changed text; raises ``BadInputError`` when it may not change any more."""
    with transaction():
        saved = _changeable(mailing) if mailing else Mailing()
        values = {"title": draft.title, "subject": draft.subject, "about": draft.about, "writer": actor()}
        for name, value in (values | {"blocks": stored_blocks(draft.blocks)}).items():
            setattr(saved, name, value)
        saved.tested_at = None
        saved.save()
        MailingPicture.delete().where(MailingPicture.mailing == saved).execute()
        for number in {block.picture for block in draft.blocks if block.picture}:
            MailingPicture.create(mailing=saved, file=number)
    return saved


def choose_audience(mailing: Mailing, audience: Audience | None, purpose: str) -> None:
    """Choose whom it is for, and what we write to them for; a list that was fixed is forgotten."""
    purpose_named(purpose)
    with transaction():
        fresh = _changeable(mailing)
        fresh.purpose = purpose
        if not fresh.follows_id:
            fresh.audience = audience
        fresh.save()
        drop_list(fresh)


def ask_approval(mailing: Mailing) -> None:
    """Ask a second person to look at it; raises ``BadInputError`` while something is missing."""
    _refuse_unfinished(mailing)
    _move(mailing, {MailingState.DRAFT}, MailingState.IN_REVIEW, asked_by=actor(), remark="")


def approve(mailing: Mailing) -> None:
    """Approve it as it is; raises ``DeniedError`` for who wrote it or asked for it."""
    if actor() in {mailing.writer, mailing.asked_by}:
        raise DeniedError("U schreef deze mailing zelf. Vraag iemand anders haar goed te keuren.")
    _move(mailing, {MailingState.IN_REVIEW}, MailingState.APPROVED, approved_by=actor(), approved_at=now())


def return_to_writer(mailing: Mailing, remark: str) -> None:
    """Say that it must change first; raises ``BadInputError`` without saying what."""
    if not remark.strip():
        raise BadInputError("Schrijf erbij wat er anders moet.")
    states = {MailingState.IN_REVIEW}
    _move(mailing, states, MailingState.DRAFT, remark=remark.strip(), approved_by="", approved_at=None)


def take_back(mailing: Mailing) -> None:
    """Make it a draft again, to change it; an approval is then gone."""
    states = {MailingState.IN_REVIEW, MailingState.APPROVED}
    _move(mailing, states, MailingState.DRAFT, approved_by="", approved_at=None)


def send(mailing: Mailing, snapshot: int, due_at: datetime | None = None) -> bool:
    """Send it to the list ``snapshot``, which was shown, now or at ``due_at``; False when that was decided before.

    However often it is called, each person gets it once. Raises ``BadInputError`` when the list is another by now,
    when something is missing, or when it needs approval.
    """
    with transaction():
        fresh = alone_with(mailing)
        if fresh.decided:
            return False
        _refuse_unready(fresh, snapshot)
        body = keep_body(fresh)
        MailingVariant.update(body=body, title=fresh.subject).where(MailingVariant.mailing == fresh).execute()
        sending.schedule(fresh, due_at or now())
        audit("mailings.send", TABLE, fresh.id)
    return True


def unschedule(mailing: Mailing) -> None:
    """Do not send it at that moment after all; the list stays as it was fixed."""
    back = MailingState.APPROVED if mailing.approved_by else MailingState.DRAFT
    _move(mailing, {MailingState.SCHEDULED}, back, due_at=None)


def pause(mailing: Mailing) -> None:
    """Let nothing more of it leave until somebody goes on."""
    with transaction():
        _move(mailing, {MailingState.SENDING}, MailingState.PAUSED)
        with suppress(NotFoundError):  # nothing of it was queued yet
            pause_campaign(mailing.campaign)


def resume(mailing: Mailing) -> None:
    """Go on where it was paused."""
    with transaction():
        _move(mailing, {MailingState.PAUSED}, MailingState.SENDING)
        with suppress(NotFoundError):
            resume_campaign(mailing.campaign)
        sending.go_on(mailing)


def stop(mailing: Mailing) -> None:
    """Let nothing more of it leave, for good; what was sent was sent."""
    with transaction():
        _move(mailing, {MailingState.SENDING, MailingState.PAUSED}, MailingState.STOPPED, ended_at=now())
        with suppress(NotFoundError):
            stop_campaign(mailing.campaign)


def missing(mailing: Mailing) -> str:
    """Say what still has to be done before it can be sent, "" when nothing is."""
    try:
        _refuse_unfinished(mailing)
    except BadInputError as error:
        return str(error)
    return ""


def _refuse_unfinished(mailing: Mailing) -> None:
    if not mailing.purpose or not (mailing.audience_id or mailing.follows_id):
        raise BadInputError("Kies eerst aan wie u schrijft, en waarvoor.")
    subject_of(mailing)
    laid(mailing)


def _refuse_unready(mailing: Mailing, snapshot: int) -> None:
    shown: Snapshot | None = list_of(mailing)
    if shown is None or shown.id != snapshot:
        raise BadInputError("De lijst is intussen een andere. Bekijk haar nog eens en verstuur dan.")
    if not shown.ready:
        raise BadInputError("De lijst wordt nog gemaakt. Wacht tot u ziet aan wie het gaat.")
    if mailing.state is MailingState.IN_REVIEW:
        raise BadInputError("Deze mailing wacht op goedkeuring.")
    if needs_approval() and not mailing.approved_by:
        raise BadInputError("Deze mailing is nog niet goedgekeurd door een tweede persoon.")
    count = count_of(mailing)
    if not count.mails and not count.letters:
        raise BadInputError("Op deze lijst staat niemand aan wie iets gestuurd kan worden. Kies een andere doelgroep.")


def _changeable(mailing: Mailing) -> Mailing:
    fresh = alone_with(mailing)
    if not fresh.changeable or not fresh.own:
        raise BadInputError("Deze mailing verandert nu niet. Maak er eerst weer een concept van.")
    return fresh


def _move(mailing: Mailing, states: Iterable[MailingState], to: MailingState, **values: Any) -> None:
    """Change the state, by one who is first; raises ``BadInputError`` for who comes later."""
    with transaction():
        fresh = alone_with(mailing)
        if fresh.state not in states:
            raise BadInputError("Iemand anders was u voor: deze mailing is intussen veranderd. Bekijk haar opnieuw.")
        fresh.state = to
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()
        audit(f"mailings.{to.value}", TABLE, fresh.id)
