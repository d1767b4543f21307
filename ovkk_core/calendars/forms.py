"""Fields for the date and the times of an event, to mix into a form of a plugin."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, TimeField
from wtforms.validators import InputRequired, ValidationError

from ovkk_core.calendars.models import Event
from ovkk_core.calendars.moments import from_local, local
from ovkk_core.errors import BadInputError


class EventForm:
    """A day with a start and an end, in local time; mix it in before ``Form``: ``class TourForm(EventForm, Form)``."""

    day = DateField(_l("Date"), [InputRequired(_l("Choose a date, such as 10-03-2026."))])
    starts = TimeField(_l("Start time"), [InputRequired(_l("Fill in when it starts, such as 10:00."))])
    ends = TimeField(_l("End time"), [InputRequired(_l("Fill in when it ends, such as 12:30."))])

    def validate_starts(self, field: Any) -> None:
        """Refuse a time that does not exist on that day."""
        self._check(field)

    def validate_ends(self, field: Any) -> None:
        """Refuse a time that does not exist on that day, or lies before the start."""
        self._check(field)
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_l("The end time must be later than the start time."))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The start and the end as UTC moments, of a form that is valid."""
        return self._moment(self.starts.data), self._moment(self.ends.data)

    def show(self, event: Event) -> None:
        """Fill the fields with the times of ``event``."""
        start, end = local(event.starts_at), local(event.ends_at)
        self.day.data, self.starts.data, self.ends.data = start.date(), start.time(), end.time()

    def _check(self, field: Any) -> None:
        if self.day.data and field.data:
            try:
                self._moment(field.data)
            except BadInputError as error:
                raise ValidationError(str(error)) from error

    def _moment(self, clock: time) -> datetime:
        day: date = self.day.data
        return from_local(datetime.combine(day, clock))
