"""Takes a calendar file that somebody uploaded, in the same way as one that was fetched."""

from ovkk_core.calendars import read_calendar
from ovkk_core.clock import now
from ovkk_core.contacts import Municipality
from ovkk_core.database import transaction
from ovkk_core.subscriptions.following import listed, window
from ovkk_core.subscriptions.models import Subscription
from ovkk_core.subscriptions.storing import store


def take(content: bytes, title: str, municipality: Municipality | None = None) -> Subscription:
    """Store what is in the file under ``title``; a later file under the same title adds to it and updates it.

    Raises :class:`BadInputError` with the reason when nothing of the file can be used.
    """
    since, until = window()
    reading = read_calendar(content, since, until)
    with transaction():
        subscription = Subscription.get_or_none(Subscription.title == title, Subscription.address == "")
        subscription = subscription or Subscription.create(title=title, municipality=municipality)
        store(subscription, reading, since)
        values = {"good_at": now(), "read_at": now(), "tried_at": now(), "dropped": listed(reading)}
        Subscription.update(values).where(Subscription.id == subscription.id).execute()
    return subscription
