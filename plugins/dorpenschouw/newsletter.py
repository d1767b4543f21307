"""What this activity tells in a newsletter: tours to come with their stops, and a look back on those held."""

from datetime import datetime, timedelta

from flask_babel import force_locale

from ovkk_core.audiences import Audience
from ovkk_core.calendars import EventStatus, audiences_of, local
from ovkk_core.hookspecs import NewsletterItem
from ovkk_core.web import span
from plugins.dorpenschouw import tours
from plugins.dorpenschouw.models import VillageTour
from plugins.dorpenschouw.programme import programme_of

AHEAD = timedelta(weeks=16)
SECTION = "Dorpenschouw"


def items(audience: Audience, since: datetime, until: datetime) -> list[NewsletterItem]:
    """Give the tours of the sixteen weeks after ``until``, and those held from ``since`` on; for this audience."""
    coming, held = tours.public_tours()
    told = [t for t in [*coming, *held] if t.event.status is EventStatus.PUBLISHED and _is_for(audience, t)]
    with force_locale("nl"):
        ahead = [_coming(tour) for tour in told if until < tour.event.starts_at < until + AHEAD]
        return ahead + [_held(tour) for tour in told if since <= tour.event.ends_at < until]


def _is_for(audience: Audience, tour: VillageTour) -> bool:
    meant = audiences_of(tour.event)
    return not meant or audience in meant


def _coming(tour: VillageTour) -> NewsletterItem:
    event, stops = tour.event, programme_of(tour).going
    when = span(event.starts_at, event.ends_at)
    villages = " – ".join(dict.fromkeys(item.stop.village.name for item in stops))
    parts = [f"{when[:1].upper()}{when[1:]}. {villages}", tour.theme, event.description]
    text = "\n\n".join(part for part in parts if part)
    return NewsletterItem(event.uid, event.title, text, SECTION, event.page, local(event.starts_at).date())


def _held(tour: VillageTour) -> NewsletterItem:
    event, stops = tour.event, programme_of(tour).going
    seen = "\n".join(f"- {item.stop.village.name}: {item.stop.event.title}" for item in stops)
    text = "\n\n".join(part for part in (tour.theme, "Wij waren op bezoek in:" if seen else "", seen) if part)
    key, title = f"{event.uid}:terugblik", f"Terugblik: {event.title}"
    return NewsletterItem(key, title, text, SECTION, event.page, local(event.starts_at).date())
