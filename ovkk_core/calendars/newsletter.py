"""What the calendar tells in a newsletter: the events to come, each once."""

from datetime import datetime, timedelta

from flask_babel import force_locale

from ovkk_core.audiences import Audience
from ovkk_core.calendars import meant, selecting
from ovkk_core.calendars.models import Event, EventStatus
from ovkk_core.calendars.moments import local
from ovkk_core.calendars.occurring import Occurrence, occurrences_of
from ovkk_core.hookspecs import NewsletterItem
from ovkk_core.web import span

AHEAD = timedelta(weeks=10)
SECTION = "Agenda"


def items(audience: Audience, until: datetime) -> list[NewsletterItem]:
    """Give the public events of the ten weeks after ``until``; of a series the first time only."""
    coming = (Event.opens_at < until + AHEAD) & (Event.over_at > until) & (Event.status == EventStatus.PUBLISHED)
    whole = selecting.shown() & Event.parent.is_null() & coming & meant.meant_for([audience])
    first: dict[int, Occurrence] = {}
    for one in occurrences_of(selecting.with_places().where(whole), until, until + AHEAD):
        if one.starts_at > until and not one.cancelled:
            first.setdefault(one.event.id, one)
    with force_locale("nl"):
        return [_item(one) for one in first.values()]


def _item(one: Occurrence) -> NewsletterItem:
    event = one.event
    times = (one.first_day, one.last_day) if one.first_day and one.last_day else (one.starts_at, one.ends_at)
    when = span(*times)
    facts = f"{when[:1].upper()}{when[1:]}{f', {one.place}' if one.place else ''}."
    text = "\n\n".join(part for part in (facts, event.description) if part)
    return NewsletterItem(event.uid, one.title, text, SECTION, f"/agenda/{event.slug}", local(one.starts_at).date())
