"""Mailings that another room made: their texts and lists are given, sending and following are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ovkk_core.audiences import Snapshot
from ovkk_core.clock import now
from ovkk_core.consents import purpose_named
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, DeniedError
from ovkk_core.history import actor, audit
from ovkk_core.mail import MailBody
from ovkk_core.mailings import sending
from ovkk_core.mailings.deciding import TABLE, needs_approval
from ovkk_core.mailings.models import Mailing, MailingVariant


@dataclass(frozen=True)
class Variant:
    """A text for some of the people: their frozen list, the stored body, and what to call it."""

    snapshot: Snapshot
    body: MailBody
    title: str = ""


def prepare_mailing(
    title: str,
    purpose: str,
    variants: Sequence[Variant],
    due_at: datetime | None = None,
    approval: str = "",
    *,
    owner: str,
    key: str,
) -> Mailing:
    """Have ``variants`` sent from ``due_at`` on (default: now), in the caller's transaction; give the mailing.

    Somebody on several lists gets the first of their variants only. The bodies may use the placeholders of
    ``PLACEHOLDERS`` but for ``afmelden``, which is ``{unsubscribe}``. ``owner`` is the room that asks, and ``key`` its
    name for this: with the same key nothing is sent again, the earlier mailing comes back. ``approval`` is the actor
    who approved, as ``user:3``. Raises ``DeniedError`` when a second person must approve and none did,
    ``BadInputError`` without variants or with a list that is not ready, and ``NotFoundError`` for a purpose that nobody
    declared.
    """
    purpose_named(purpose)
    if not variants:
        raise BadInputError("Er is geen enkele variant om te versturen.")
    if not all(one.snapshot.ready for one in variants):
        raise BadInputError("Nog niet elke lijst is klaar. Wacht tot u ziet aan wie het gaat.")
    with transaction():
        lock(f"mailings.campaign.{owner}.{key}")
        campaign = f"{owner}-{key}"
        if earlier := Mailing.get_or_none(Mailing.campaign == campaign):
            return earlier
        if needs_approval() and approval in {"", actor()}:
            raise DeniedError("Een tweede persoon moet dit eerst goedkeuren.")
        made = _made(title, purpose, campaign, owner, variants, approval)
        sending.schedule(made, due_at or now())
        audit("mailings.send", TABLE, made.id)
    return made


def _made(title: str, purpose: str, campaign: str, owner: str, variants: Sequence[Variant], approval: str) -> Mailing:
    approved_at = now() if approval else None
    made: Mailing = Mailing.create(
        title=title,
        owner=owner,
        purpose=purpose,
        campaign=campaign,
        subject=variants[0].body.subject,
        writer=actor(),
        approved_by=approval,
        approved_at=approved_at,
    )
    for place, one in enumerate(variants):
        MailingVariant.create(mailing=made, place=place, title=one.title, snapshot=one.snapshot, body=one.body)
    return made
