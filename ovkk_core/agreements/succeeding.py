"""What becomes of agreements when a position goes to somebody else; addresses die with the position that ended."""

from datetime import timedelta

from ovkk_core.agreements.choices import Places
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.own_feeds import LONGEST
from ovkk_core.agreements.sentences import who
from ovkk_core.agreements.tokens import take_back
from ovkk_core.clock import today
from ovkk_core.contacts import Position, only_of_holder
from ovkk_core.database import transaction
from ovkk_core.mail import OutboxMail, drop

MAILS = ("agreements.silent", "agreements.changes")


def hand_over(old_position_id: int, new_position_id: int | None) -> None:
    """Make the successor the contact of what was agreed with the position; a personal calendar ends with its person.

    No address that was given out works any more: the successor gives out a new one. Mail about it that waits for who
    left is dropped. Without a successor the agreement waits for one.
    """
    with transaction():
        old, new = Position.get_or_none(id=old_position_id), Position.get_or_none(id=new_position_id)
        if old is None:
            return
        for agreement in FeedAgreement.select().where(FeedAgreement.contact == old).order_by(FeedAgreement.id):
            _drop_mail(agreement, old)
            if new is None:
                continue
            take_back(agreement)
            if agreement.places is Places.PERSON:
                agreement.ends_on = min(agreement.ends_on or today(), today() - timedelta(days=1))
            if agreement.name == _name(old):
                agreement.name = _name(new)
            agreement.contact = new
            agreement.save()


def _drop_mail(agreement: FeedAgreement, old: Position) -> None:
    """Drop what waits for who left; mail to the address of the function itself reaches who comes next."""
    about = [OutboxMail.key.startswith(f"{kind}:{agreement.id}:") for kind in MAILS]
    waiting = OutboxMail.select().where(about[0] | about[1])
    drop(mail for mail in waiting if only_of_holder(old, mail.address))


def _name(position: Position) -> str:
    return f"Agenda voor {who(position)}"[:LONGEST].rstrip(", ")
