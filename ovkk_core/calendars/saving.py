"""Saves, publishes, cancels and withdraws events."""

from collections.abc import Iterable

from ovkk_core.calendars.meant import set_audiences
from ovkk_core.calendars.models import Event, EventStatus, SequenceMark
from ovkk_core.database import transaction

GAP = 100  # more changes than one event gets between two backups


def save_event(event: Event, *, significant: bool | None = None, audiences: Iterable[str] | None = None) -> Event:
    """Store the event with everything that follows; tell ``on_event_changed`` after the commit.

    SEQUENCE rises when times or status of what people may have seen change, and when the place does, unless
    ``significant`` is False (a correction); with True it rises at any change (RFC 5546 2.1.4). ``audiences`` are the
    slugs of those it is for, none of them for everybody; None leaves that as it is. Raises :class:`BadInputError` for
    times that cannot be.
    """
    with transaction():
        event.save(significant=significant)
        if audiences is not None:
            set_audiences(event, audiences)
    return event


def publish_event(event: Event) -> Event:
    """Show the event to the public; also one that was cancelled or withdrawn."""
    return _to(event, EventStatus.PUBLISHED)


def cancel_event(event: Event) -> Event:
    """Say that the event will not take place; it stays visible as cancelled, and so do its parts (CAL-13).

    Raises :class:`BadInputError` for a draft.
    """
    with transaction():
        for part in event.parts.where(Event.status == EventStatus.PUBLISHED):
            _to(part, EventStatus.CANCELLED)
        return _to(event, EventStatus.CANCELLED)


def withdraw_event(event: Event) -> Event:
    """Take the event and its parts out of pages and feeds, as if published by mistake; cancelling is kinder."""
    with transaction():
        for part in event.parts.where(Event.status.in_([EventStatus.PUBLISHED, EventStatus.CANCELLED])):
            _to(part, EventStatus.WITHDRAWN)
        return _to(event, EventStatus.WITHDRAWN)


def raise_marks() -> None:
    """Call after restoring a backup: the next change of any event gets a SEQUENCE that nobody has seen yet (CAL-7).

    Feeds stay as they were until then.
    """
    SequenceMark.update(sequence=SequenceMark.sequence + GAP).execute()


def _to(event: Event, status: EventStatus) -> Event:
    event.status = status
    return save_event(event)
