"""Unsubscribing by the link in a mail, at once and without an account, and taking that back (MAIL-5).

A link that we do not know gets the same answer as one that we do: nobody can find out with it whom we write to.
"""

from datetime import timedelta

from flask import current_app

from ovkk_core.clock import now
from ovkk_core.consents import deciding, mail
from ovkk_core.consents.kinds import ConsentState, ConsentWay, SuppressionReason
from ovkk_core.consents.models import Consent, UnsubscribeLink
from ovkk_core.consents.purposes import purposes
from ovkk_core.consents.suppressing import is_suppressed, lift, suppress, suppression_of
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting
from ovkk_core.mail import drop_queued
from ovkk_core.tokens import hash_token, new_token

UNDO_FOR = timedelta(days=30)
UNDONE = "De afmelding is teruggedraaid met de link in de mail erover."


def unsubscribe(token: str) -> None:
    """Stop the mail that ``token`` is for, at once; harmless to repeat, and silent about a token that is not ours.

    A mail to the address says that it was done and gives a link to undo it: whoever forwarded a mail is told.
    """
    with transaction():
        lock("consents.unsubscribe")
        link = UnsubscribeLink.get_or_none(token_hash=hash_token(token))
        if link is None or not _open_to_choice(link.purpose):
            return
        if _stop(link):
            _tell(link)


def undo(token: str) -> bool:
    """Take back what the link of which a mail told did; say whether ``token`` is one, and not older than 30 days."""
    with transaction():
        lock("consents.unsubscribe")
        link = UnsubscribeLink.get_or_none(
            (UnsubscribeLink.undo_hash == hash_token(token)) & (UnsubscribeLink.undo_until > now())
        )
        if link is None:
            return False
        if link.person_id is None:
            listed = suppression_of(link.address, link.purpose)
            if listed and listed.purpose == link.purpose:
                lift(listed)
        elif link.consent_id and _still_withdrawn(link.consent):
            with acting(f"persoon:{link.person_id}"):
                deciding.take_back_withdrawal(link.consent, UNDONE)
    return True


def undoes(token: str) -> bool:
    """Say whether ``token`` can still undo something; changes nothing."""
    mine = (UnsubscribeLink.undo_hash == hash_token(token)) & (UnsubscribeLink.undo_until > now())
    return bool(UnsubscribeLink.select().where(mine).exists())


def _stop(link: UnsubscribeLink) -> bool:
    """Withdraw, or put the address on the list; say whether that changed anything."""
    if link.person_id is None:
        if is_suppressed(link.address, link.purpose):
            return False
        suppress(link.address, SuppressionReason.ASKED, purpose=link.purpose)
        drop_queued(address=link.address, purpose=link.purpose)
        return True
    with acting(f"persoon:{link.person_id}"):
        before = deciding.is_withdrawn(link.person, link.purpose)
        consent = deciding.withdraw(link.person, link.purpose, ConsentWay.LINK)
    link.consent = consent
    link.save()
    return not before


def _tell(link: UnsubscribeLink) -> None:
    """Mail the address with a link to undo, unless no mail may go there at all."""
    address = link.address or link.person.email
    if not address or is_suppressed(address):
        return
    token = new_token()
    link.undo_hash, link.undo_until = hash_token(token), now() + UNDO_FOR
    link.save()
    try:
        mail.queue_unsubscribed(address, link.person, link.purpose, _undo_url(token))
    except BadInputError:
        return  # where no mail can go, nobody is waiting for one


def _undo_url(token: str) -> str:
    return f"{current_app.config['OVKK'].base_url}/afmelden/ongedaan/{token}"


def _still_withdrawn(consent: Consent) -> bool:
    return consent.state is ConsentState.WITHDRAWN and consent.replaced_at is None


def _open_to_choice(purpose: str) -> bool:
    found = purposes().get(purpose)
    return found is not None and found.basis != "legal"
