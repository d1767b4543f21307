"""What becomes of invitations when a position goes to somebody else: who comes is invited to what is still to come."""

from ovkk_core.calendars import Event, EventStatus
from ovkk_core.clock import now
from ovkk_core.contacts import Position, only_of_holder
from ovkk_core.mail import drop
from plugins.dorpenschouw.inviting import invite
from plugins.dorpenschouw.models import Invitation, VillageTour


def hand_over(old_position_id: int, new_position_id: int | None) -> None:
    """Invite the successor to tours to come to which the position was invited.

    An invitation that still waits for who left is dropped; one that left tells them of a cancellation too.
    """
    to_come = (Event.status == EventStatus.PUBLISHED) & (Event.ends_at >= now())
    query = Invitation.select(Invitation, VillageTour, Event).join(VillageTour).join(Event)
    for invitation in query.where(Invitation.position == old_position_id, to_come).order_by(Invitation.id):
        _let_go(invitation)
        if new_position_id:
            invite(invitation.tour, [new_position_id])


def _let_go(invitation: Invitation) -> None:
    """Forget an invitation that never left."""
    position: Position = invitation.position
    mail = invitation.mail
    if mail and only_of_holder(position, mail.address) and drop([mail]):
        invitation.delete_instance()
