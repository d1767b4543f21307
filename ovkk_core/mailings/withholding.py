"""Stops mailings whose text named somebody who is erased, for a person to read it over."""

from collections.abc import Collection

from ovkk_core.mailings import deciding
from ovkk_core.mailings.models import Mailing, MailingState, MailingVariant

HOW = {MailingState.SCHEDULED: deciding.unschedule, MailingState.SENDING: deciding.pause}


def hold_back(bodies: Collection[int]) -> int:
    """Pause what is being sent with one of these texts (keys of ``MailBody``), and do not send what is scheduled.

    Gives how many mailings. They go on when somebody says so.
    """
    of_bodies = MailingVariant.select(MailingVariant.mailing).where(MailingVariant.body.in_(sorted(bodies)))
    found = list(Mailing.select().where(Mailing.id.in_(of_bodies), Mailing.state.in_(list(HOW))))
    for mailing in found:
        HOW[mailing.state](mailing)
    return len(found)
