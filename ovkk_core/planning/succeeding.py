"""What becomes of open date polls when a position goes to somebody else."""

from typing import Any

from ovkk_core.contacts import Position, resolve
from ovkk_core.database import lock, transaction
from ovkk_core.planning.mail import queue_invitation
from ovkk_core.planning.models import DatePoll, PollGuest, PollLink


def hand_over(old_position_id: int, new_position_id: int) -> None:
    """Ask the successor instead, in polls that are open and in which the position has not answered.

    Links of who left work no more. An answer that was given stays, with who gave it.
    """
    new = Position.get_or_none(id=new_position_id)
    if new is None:
        return
    waiting = (PollGuest.position == old_position_id) & PollGuest.answered_at.is_null()
    for guest in PollGuest.select(PollGuest, DatePoll).join(DatePoll).where(waiting).order_by(PollGuest.id):
        if guest.poll.open:
            with transaction():
                lock(f"planning.poll.{guest.poll_id}")
                _ask_instead(guest, new)


def _ask_instead(guest: Any, new: Position) -> None:
    PollLink.delete().where(PollLink.guest == guest).execute()
    to = resolve(new)
    asked = PollGuest.select().where(PollGuest.poll == guest.poll, PollGuest.id != guest.id)
    if to.recipient is None or asked.where(PollGuest.address == to.recipient.address).exists():
        guest.delete_instance()
        return
    guest.position, guest.person = new, new.person
    guest.name, guest.address, guest.salutation = to.recipient.name, to.recipient.address, to.salutation
    guest.reminded_on = None
    guest.mail = queue_invitation(guest.poll, guest)
    guest.save()
