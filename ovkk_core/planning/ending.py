"""Ends a date poll without a date, opens it again, and takes back a date that was chosen."""

from ovkk_core.calendars import EventStatus, SequenceMark, cancel_event
from ovkk_core.clock import now, today
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import audit
from ovkk_core.planning.mail import queue_release
from ovkk_core.planning.models import DatePoll, PollGuest
from ovkk_core.planning.polls import alone_with
from ovkk_core.web import span


def end_poll(poll: DatePoll) -> None:
    """End the poll without a date and tell everybody who was asked that they need not keep the dates free.

    Does nothing when it was ended before. Raises ``BadInputError`` when a date was chosen.
    """
    with transaction():
        poll = alone_with(poll)
        if poll.event_id is not None:
            raise BadInputError("Bij deze datumprikker is een datum gekozen. Trek eerst die keuze in.")
        if poll.ended_on is None:
            poll.ended_on = today()
            poll.save()
            audit("planning.poll_end", "poll", poll.id)
            _tell(poll, "Er wordt geen datum gekozen. U hoeft de voorgestelde datums niet meer vrij te houden.")


def reopen_poll(poll: DatePoll) -> None:
    """Let people answer again, and a date be chosen, after the poll was ended without one. Tells nobody."""
    with transaction():
        poll = alone_with(poll)
        poll.ended_on = None
        poll.save()
        audit("planning.poll_reopen", "poll", poll.id)


def undo_choice(poll: DatePoll) -> None:
    """Take back the date that was chosen, and tell everybody who was asked; then another may be chosen.

    A draft goes; what the public saw stays, as called off, until a date is chosen anew. Its UID stays that of the
    poll and SEQUENCE rises, so that the new date replaces the old one in calendars. Raises ``BadInputError`` without a
    chosen date, or when it is over.
    """
    with transaction():
        poll = alone_with(poll)
        event = poll.event
        if event is None:
            raise BadInputError("Er is geen datum gekozen, dus er is niets om in te trekken.")
        if event.ends_at <= now():
            raise BadInputError("De gekozen datum is al geweest. Maak een nieuwe datumprikker.")
        poll.event = None
        poll.save()
        if event.status is EventStatus.DRAFT:
            SequenceMark.set(event.uid, event.sequence + 1)
            event.delete_instance()
        elif event.status is EventStatus.PUBLISHED:
            cancel_event(event)
        audit("planning.poll_undo", "poll", poll.id)
        when = span(event.starts_at, event.ends_at)
        _tell(
            poll, f"De gekozen datum vervalt: {when}. Haal hem uit uw agenda. U hoort het als er een nieuwe datum is."
        )


def _tell(poll: DatePoll, news: str) -> None:
    for guest in PollGuest.select().where(PollGuest.poll == poll).order_by(PollGuest.id):
        queue_release(poll, guest, news)
