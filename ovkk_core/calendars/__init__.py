"""Events and feeds; the only iCalendar writer."""

from ovkk_core.calendars.entries import Entry
from ovkk_core.calendars.forms import EventForm
from ovkk_core.calendars.joining import ics_of
from ovkk_core.calendars.meant import audiences_of
from ovkk_core.calendars.models import Event, EventAudience, EventStatus, SequenceMark, Visibility
from ovkk_core.calendars.moments import from_local, local
from ovkk_core.calendars.nearby import nearby
from ovkk_core.calendars.occurring import Fate, Occurrence, Override, occurrences, occurrences_of
from ovkk_core.calendars.outside import outside
from ovkk_core.calendars.reader import Dropped, Reading, ReadItem, read_calendar
from ovkk_core.calendars.recurrence import Frequency, Recurrence
from ovkk_core.calendars.saving import cancel_event, publish_event, raise_marks, save_event, withdraw_event
from ovkk_core.calendars.sentences import sentence
from ovkk_core.calendars.series import (
    cancel_occurrence,
    change_occurrence,
    occurrence,
    restore_occurrence,
    split_series,
)
from ovkk_core.calendars.shortcut import FeedLayer
from ovkk_core.calendars.structured import when
from ovkk_core.calendars.switching import rewrite_feeds
from ovkk_core.calendars.timeline import events_around

__all__ = [
    "Dropped",
    "Entry",
    "Event",
    "EventAudience",
    "EventForm",
    "EventStatus",
    "Fate",
    "FeedLayer",
    "Frequency",
    "Occurrence",
    "Override",
    "ReadItem",
    "Reading",
    "Recurrence",
    "SequenceMark",
    "Visibility",
    "audiences_of",
    "cancel_event",
    "cancel_occurrence",
    "change_occurrence",
    "events_around",
    "from_local",
    "ics_of",
    "local",
    "nearby",
    "occurrence",
    "occurrences",
    "occurrences_of",
    "outside",
    "publish_event",
    "raise_marks",
    "read_calendar",
    "restore_occurrence",
    "rewrite_feeds",
    "save_event",
    "sentence",
    "split_series",
    "when",
    "withdraw_event",
]
