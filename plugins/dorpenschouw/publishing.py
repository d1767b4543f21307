"""Makes a tour public, and calls it off; its stops follow, and those invited hear of it."""

from ovkk_core.calendars import EventStatus, cancel_event, publish_event
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting, actor
from plugins.dorpenschouw.checking import findings
from plugins.dorpenschouw.inviting import invitations_of
from plugins.dorpenschouw.mail import queue_cancellation
from plugins.dorpenschouw.models import VillageTour
from plugins.dorpenschouw.programme import programme_of


def publish_tour(tour: VillageTour) -> None:
    """Show a draft and its stops to the public; a tour that is public already stays as it is.

    Raises ``BadInputError`` when something is missing that must be there, or when the tour was called off.
    """
    with transaction():
        lock(f"dorpenschouw.tour.{tour.id}")
        tour = VillageTour.get_by_id(tour.id)
        programme = programme_of(tour)
        if tour.event.cancelled:
            raise BadInputError("Deze dorpenschouw is afgelast. Maak een nieuwe dorpenschouw voor een andere dag.")
        blocking = [finding.message for finding in findings(programme) if finding.blocking]
        if blocking:
            raise BadInputError(
                f"De dorpenschouw kan nog niet worden gepubliceerd: {' '.join(blocking)} "
                "Vul dit eerst aan; minstens één halte is nodig."
            )
        for event in [tour.event, *(item.stop.event for item in programme.going)]:
            if event.status is EventStatus.DRAFT:
                publish_event(event)


def cancel_tour(tour: VillageTour, reason: str) -> int:
    """Call off a public tour with its stops and tell everyone who was invited; give how many mails were queued.

    Doing it twice changes nothing the second time. Raises ``BadInputError`` without a reason, or for a draft.
    """
    if not reason.strip():
        raise BadInputError("Vul de reden in: wie was uitgenodigd krijgt die te lezen.")
    with transaction(), acting(actor(), reason):
        lock(f"dorpenschouw.tour.{tour.id}")
        tour = VillageTour.get_by_id(tour.id)
        if tour.event.cancelled:
            return 0
        cancel_event(tour.event)
        tour.cancel_reason = reason
        tour.save()
        told = [invitation for invitation in invitations_of(tour) if invitation.mail]
        programme = programme_of(tour)
        for invitation in told:
            queue_cancellation(programme, invitation)
    return len(told)
