"""The forms of a date poll: for who makes it and for who answers."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from ovkk_core.calendars import from_local, local
from ovkk_core.errors import BadInputError
from ovkk_core.planning.evenings import usual_evening
from ovkk_core.planning.models import DatePoll, options_of
from ovkk_core.planning.polls import MOST, PollPlan
from ovkk_core.web import Form

PARTS = ("day", "starts", "ends")


class PollForm(Form):
    """What is asked, until when, and between which moments; ``day_1``, ``starts_1``, ``ends_1`` and so on."""

    title = StringField(_l("Title"), [InputRequired(), Length(max=255)], description=_l("What is the meeting about?"))
    explanation = TextAreaField(_l("Explanation"), description=_l("Stands in the mail and above the dates."))
    location = StringField(_l("Place"), [Length(max=255)], description=_l("Leave empty when it is not known yet."))
    closes_on = DateField(_l("Last day to answer"), [InputRequired()])

    @property
    def rows(self) -> list[tuple[Field, ...]]:
        """The fields of each option."""
        return [tuple(self[f"{part}_{number}"] for part in PARTS) for number in range(1, MOST + 1)]

    def plan(self) -> PollPlan:
        """Give what was typed; raises ``BadInputError`` for a time that does not exist."""
        return PollPlan(
            title=self.title.data or "",
            closes_on=self.closes_on.data,
            options=list(self._options()),
            explanation=self.explanation.data or "",
            location=self.location.data or "",
        )

    def refuse(self, error: BadInputError) -> None:
        """Show what the rules say against the whole."""
        self.form_errors.append(str(error))

    def _options(self) -> Iterator[tuple[datetime, datetime]]:
        for fields in self.rows:
            day, starts, ends = (field.data for field in fields)
            if day:
                yield from_local(datetime.combine(day, starts)), from_local(datetime.combine(day, ends))


def _needs_times(form: Any, field: Any) -> None:
    """Refuse a day without its times."""
    number = field.name.rpartition("_")[2]
    if field.data and not (form[f"starts_{number}"].data and form[f"ends_{number}"].data):
        raise ValidationError(_l("Fill in from when until when."))


for _number in range(1, MOST + 1):
    _checks = [InputRequired(), _needs_times] if _number == 1 else [Optional(), _needs_times]
    setattr(PollForm, f"day_{_number}", DateField(_l("Date %(number)s", number=_number), _checks))
    setattr(PollForm, f"starts_{_number}", TimeField(_l("From"), [Optional()]))
    setattr(PollForm, f"ends_{_number}", TimeField(_l("Until"), [Optional()]))


def poll_form(poll: DatePoll | None) -> PollForm:
    """Give the form of a new poll, with the days that the address proposes, or filled with ``poll``."""
    if poll is None:
        return PollForm(data=_proposed())
    values: dict[str, Any] = {}
    for number, option in enumerate(options_of(poll), 1):
        start, end = local(option.starts_at), local(option.ends_at)
        values |= _row(number, start.date(), start.time(), end.time())
    return PollForm(obj=poll, data=values)


def _proposed() -> dict[str, Any]:
    evening = usual_evening()
    days = sorted({day for text in request.args.getlist("dag") if (day := _day(text))})[:MOST]
    values: dict[str, Any] = {}
    for number in range(1, MOST + 1):
        day = days[number - 1] if number <= len(days) else None
        values |= _row(number, day, evening.starts, evening.ends)
    return values


def _row(number: int, *values: Any) -> dict[str, Any]:
    return {f"{part}_{number}": value for part, value in zip(PARTS, values, strict=True)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
