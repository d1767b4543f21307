"""What becomes of open date polls when a position goes to somebody else, or to nobody yet."""

from typing import Any

from ovkk_core.contacts import Position, resolve
from ovkk_core.database import lock, transaction
from ovkk_core.mail import OutboxMail, drop
from ovkk_core.planning.mail import queue_invitation, reminders_of
from ovkk_core.planning.models import DatePoll, PollGuest, PollLink


def hand_over(old_position_id: int, new_position_id: int | None) -> None:
    """Ask the successor instead, in polls that are open and in which the position has not answered.

    Without a successor that is whoever reads the mail for the position now. Links of who left work no more, and mails
    that wait for them are dropped. An answer that was given stays, with who gave it.
    """
    to = Position.get_or_none(id=new_position_id or old_position_id)
    if to is None:
        return
    waiting = (PollGuest.position == old_position_id) & PollGuest.answered_at.is_null()
    for guest in PollGuest.select(PollGuest, DatePoll).join(DatePoll).where(waiting).order_by(PollGuest.id):
        if guest.poll.open:
            with transaction():
                lock(f"planning.poll.{guest.poll_id}")
                _ask_instead(guest, to, holder=to.person if new_position_id else None)


def _ask_instead(guest: Any, position: Position, holder: Any) -> None:
    PollLink.delete().where(PollLink.guest == guest).execute()
    drop(_about(guest))
    to = resolve(position)
    asked = PollGuest.select().where(PollGuest.poll == guest.poll, PollGuest.id != guest.id)
    if to.recipient is None or asked.where(PollGuest.address == to.recipient.address).exists():
        guest.delete_instance()
        return
    guest.position, guest.person = position, holder
    guest.name, guest.address, guest.salutation = to.recipient.name, to.recipient.address, to.salutation
    guest.reminded_on = None
    guest.mail = queue_invitation(guest.poll, guest)
    guest.save()


def _about(guest: Any) -> list[OutboxMail]:
    """Give the question and the reminders to the guest; their links are dead."""
    return list(
        OutboxMail.select().where((OutboxMail.id == guest.mail_id) | OutboxMail.key.startswith(reminders_of(guest)))
    )
