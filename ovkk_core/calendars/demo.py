"""The demonstration: an invented series of the association; one date is elsewhere and one is called off."""

from datetime import datetime, time, timedelta

from ovkk_core.calendars import occurring
from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import from_local
from ovkk_core.calendars.occurring import Override
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.calendars.saving import publish_event
from ovkk_core.calendars.series import cancel_occurrence, change_occurrence
from ovkk_core.clock import today
from ovkk_core.contacts import Village
from ovkk_core.database import transaction

THURSDAY, WEEK, TIMES = 3, 7, 10
ELSEWHERE, CALLED_OFF = 1, 3  # which of the dates, counted from 0


def load() -> None:
    """Add the series, on the second Thursday of each month from the next on."""
    month = (today().replace(day=1) + timedelta(days=31)).replace(day=1)
    first = month + timedelta(days=(THURSDAY - month.weekday()) % WEEK + WEEK)
    moments = (from_local(datetime.combine(first, clock)) for clock in (time(14), time(16)))
    series = Event(
        owner="calendars",
        title="Inloopmiddag voor dorpen (voorbeeld)",
        description="Loop binnen met uw plan of vraag; aanmelden hoeft niet. Dit is een verzonnen voorbeeld.",
        village=Village.select().order_by(Village.sort_key, Village.id).first(),
        location="Dorpshuis",
        recurrence=Recurrence(Frequency.MONTHLY, weekdays=(THURSDAY,), nth=2, count=TIMES),
        **dict(zip(("starts_at", "ends_at"), moments, strict=True)),
    )
    with transaction():
        series.save()
        publish_event(series)
        days = occurring.days_of(series)
        change_occurrence(series, days[ELSEWHERE], Override(title=series.title, location="Bibliotheek"))
        cancel_occurrence(series, days[CALLED_OFF])
