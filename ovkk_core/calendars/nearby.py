"""What takes place in a village or a municipality, for the page about it."""

from ovkk_core.calendars import entries, selecting
from ovkk_core.calendars.choosing import Choice
from ovkk_core.calendars.entries import YEAR, Entry
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.occurring import occurrences_of
from ovkk_core.clock import now
from ovkk_core.contacts import Municipality, Village

MOST_EVENTS = 500


def nearby(place: Village | Municipality, coming: int, past: int) -> tuple[list[Entry], list[Entry]]:
    """Give the first ``coming`` of the next year, soonest first, and the last ``past`` of two years, latest first.

    Our own, as far as the public may see it, with a part there or as a whole; in one query.
    """
    moment = now()
    since, until = moment - 2 * YEAR, moment + YEAR
    there = selecting.in_villages([place.id]) if isinstance(place, Village) else selecting.in_municipality(place)
    within = there & (Event.over_at > since) & (Event.opens_at < until)
    events = selecting.on_agenda(Choice(), within).order_by(Event.opens_at.desc()).limit(MOST_EVENTS)
    found = occurrences_of(events, since, until)
    ahead = [one for one in found if one.ends_at > moment][:coming]
    behind = [one for one in found[::-1] if one.ends_at <= moment][:past]
    return [entries.entry(one) for one in ahead], [entries.entry(one) for one in behind]
