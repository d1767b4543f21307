"""Events and feeds; the only iCalendar writer."""

from ovkk_core.calendars.models import Event, EventStatus, Visibility
from ovkk_core.calendars.moments import from_local, local
from ovkk_core.calendars.saving import cancel_event, publish_event, save_event, withdraw_event

__all__ = [
    "Event",
    "EventStatus",
    "Visibility",
    "cancel_event",
    "from_local",
    "local",
    "publish_event",
    "save_event",
    "withdraw_event",
]
