"""What takes place in a village or a municipality, for the page about it."""

from ovkk_core.calendars import entries, selecting
from ovkk_core.calendars.choosing import Choice
from ovkk_core.calendars.entries import YEAR, Entry
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.occurring import occurrences_of
from ovkk_core.clock import now
from ovkk_core.contacts import Municipality, Village

MOST_EVENTS = 500


def nearby(place: Village | Municipality) -> tuple[list[Entry], list[Entry]]:
    """Give what is to come within a year, soonest first, and what was in the last two years, latest first.

    Our own, as far as the public may see it, with a part there or as a whole; in one query.
    """
    moment = now()
    since, until = moment - 2 * YEAR, moment + YEAR
    there = selecting.in_villages([place.id]) if isinstance(place, Village) else selecting.in_municipality(place)
    within = there & (Event.over_at > since) & (Event.opens_at < until)
    events = selecting.on_agenda(Choice(), within).order_by(Event.opens_at.desc()).limit(MOST_EVENTS)
    found = [entries.entry(one) for one in occurrences_of(events, since, until)]
    return [one for one in found if one.ends_at > moment], [one for one in found[::-1] if one.ends_at <= moment]
