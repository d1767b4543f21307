"""The forms for events of the association itself: the event with its series, and one occurrence of it."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ovkk_core.audiences import audience_choices
from ovkk_core.calendars.meant import audiences_of
from ovkk_core.calendars.models import Event, Visibility
from ovkk_core.calendars.moments import from_local, local
from ovkk_core.calendars.occurring import Occurrence, Override, first_day_of
from ovkk_core.calendars.recurrence import LAST, MOST, MOST_WEEKS, Frequency, Recurrence
from ovkk_core.contacts import Municipality, Village
from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.web import Form

LINE = Length(max=255)
ONCE = NONE = ""
WEEK = 7
REPEATS = [
    SelectChoice(ONCE, _l("Does not repeat")),
    SelectChoice("daily", _l("Every day")),
    SelectChoice("weekly", _l("Every week or every few weeks")),
    SelectChoice("nth", _l("Every month, the same weekday")),
    SelectChoice("last", _l("Every month, the last such weekday")),
    SelectChoice("monthday", _l("Every month, the same day")),
    SelectChoice("month_end", _l("Every month, the last day")),
    SelectChoice("yearly", _l("Every year")),
]
WEEKDAYS = [
    SelectChoice(str(number), name)
    for number, name in enumerate(
        (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))
    )
]
TEXTS = ("title", "description", "location", "organiser", "conference_url", "conference_label")


class TimesForm(Form):
    """When: moments or whole days, on one day or several."""

    whole_days = BooleanField(_l("Takes the whole day, or several"))
    day = DateField(_l("Date"), [InputRequired(_l("Choose a date, such as 10-03-2026."))])
    last_day = DateField(_l("Last day"), [Optional()], description=_l("Only when it takes more than one day."))
    starts = TimeField(_l("Starts at"), [Optional()], description=_l("Not needed for whole days."))
    ends = TimeField(_l("Ends at"), [Optional()], description=_l("Not needed for whole days."))

    def refuse(self, error: OvkkError) -> None:
        """Show ``error`` above the form."""
        self.form_errors.append(str(error))

    def times(self) -> dict[str, Any]:
        """Give what was typed as fields of an event; raises :class:`BadInputError` for times that cannot be."""
        last = self.last_day.data or self.day.data
        if self.whole_days.data:
            return {"first_day": self.day.data, "last_day": last}
        starts, ends = self.starts.data, self.ends.data
        if starts is None or ends is None:
            raise BadInputError("Vul in hoe laat het begint en eindigt, of kies dat het de hele dag duurt.")
        moments = (from_local(datetime.combine(*pair)) for pair in ((self.day.data, starts), (last, ends)))
        return dict(zip(("starts_at", "ends_at"), moments, strict=True))

    def show_times(self, one: Event | Occurrence) -> None:
        """Fill in when ``one`` takes place."""
        start, end = local(one.starts_at), local(one.ends_at)
        first = one.first_day or start.date()
        last = one.last_day or end.date()
        self.whole_days.data = one.all_day
        self.day.data, self.last_day.data = first, last if last != first else None
        if not one.all_day:
            self.starts.data, self.ends.data = start.time(), end.time()


class OwnEventForm(TimesForm):
    """An event of the association, with how it repeats."""

    version = HiddenField()
    title = StringField(_l("Title"), [InputRequired(), LINE])
    village = SelectField(
        _l("Village"),
        default=NONE,
        description=_l("By the village people find it under its municipality, and on the map."),
    )
    location = StringField(_l("Address"), [LINE])
    description = TextAreaField(_l("Description"))
    organiser = StringField(_l("Organiser"), [LINE])
    audiences = SelectMultipleField(
        _l("For whom?"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Tick nothing when it is for everybody. Calendars of other audiences leave it out."),
    )
    visibility = RadioField(
        _l("Who may see it?"),
        [InputRequired()],
        choices=[
            SelectChoice(Visibility.PUBLIC.value, _l("everybody, once published")),
            SelectChoice(Visibility.INTERNAL.value, _l("only who can log in here")),
        ],
        default=Visibility.PUBLIC.value,
    )
    conference_url = StringField(
        _l("Address of the video meeting"),
        [Length(max=1000)],
        description=_l("Only for those who take part; never on the website or in public calendars."),
    )
    conference_label = StringField(_l("Name of the video meeting"), [LINE])
    repeat = SelectField(
        _l("Repeats"),
        choices=REPEATS,
        default=ONCE,
        description=_l("Counted from the first date. The same weekday is, for example, every second Tuesday."),
    )
    interval = IntegerField(
        _l("Every how many weeks?"), [Optional(), NumberRange(1, MOST_WEEKS)], description=_l("Only for weeks.")
    )
    weekdays = SelectMultipleField(
        _l("On which days of the week?"),
        choices=WEEKDAYS,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Only for weeks. The day of the first date counts in any case."),
    )
    until = DateField(_l("Up to and including"), [Optional()], description=_l("Fill in this date, or how many times."))
    count = IntegerField(_l("How many times?"), [Optional(), NumberRange(2, MOST)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.village.choices = _villages()
        self.audiences.choices = [SelectChoice(*pair) for pair in audience_choices()]

    def recurrence(self) -> Recurrence | None:
        """Give the rule that was chosen; it starts on the first date."""
        if self.repeat.data == ONCE:
            return None
        shape = _shape(self.repeat.data, self.day.data, self.interval.data, self.weekdays.data or [])
        return Recurrence(**shape, count=self.count.data or 0, until=self.until.data)

    def fill(self, event: Event) -> None:
        """Write what was typed into ``event``; raises :class:`BadInputError` for what cannot be."""
        plain = {"starts_at": event.starts_at, "ends_at": event.ends_at, "first_day": None, "last_day": None}
        values = {name: getattr(self, name).data or "" for name in TEXTS} | plain | self.times()
        values |= {"visibility": Visibility(self.visibility.data), "recurrence": self.recurrence()}
        values |= {"village": int(self.village.data) if self.village.data else None}
        for name, value in values.items():
            setattr(event, name, value)

    def show(self, event: Event) -> None:
        """Fill in ``event``."""
        self.show_times(event)
        for name in TEXTS:
            getattr(self, name).data = getattr(event, name)
        self.audiences.data = [audience.slug for audience in audiences_of(event)]
        self.visibility.data, self.village.data = event.visibility.value, str(event.village_id or NONE)
        if event.recurrence:
            self._show_rule(event.recurrence, first_day_of(event))

    def _show_rule(self, rule: Recurrence, first: date) -> None:
        self.repeat.data = _name_of(rule)
        self.until.data, self.count.data = rule.until, rule.count or None
        if rule.frequency is Frequency.WEEKLY:
            self.interval.data = rule.interval
            self.weekdays.data = [str(day) for day in rule.weekdays if day != first.weekday()]


class OccurrenceForm(TimesForm):
    """One occurrence that is not as the rest."""

    starts = TimeField(_l("Starts at"), [Optional()])
    ends = TimeField(_l("Ends at"), [Optional()])
    title = StringField(_l("Title"), [InputRequired(), LINE])
    location = StringField(_l("Address"), [LINE])

    def show(self, one: Occurrence) -> None:
        """Fill in ``one``."""
        self.show_times(one)
        self.title.data, self.location.data = one.title, one.location

    def override(self) -> Override:
        """Give what was typed; raises :class:`BadInputError` for times that cannot be."""
        return Override(title=self.title.data, location=self.location.data or "", **self.times())


def _villages() -> list[SelectChoice]:
    """Give every village under the name of its municipality, in one query; before them none."""
    rows = Village.select(Village.id, Village.name, Municipality.name.alias("place")).join(Municipality)
    ordered = rows.order_by(Municipality.sort_key, Village.sort_key, Village.id).tuples()
    return [
        SelectChoice(NONE, _("none or several")),
        *(SelectChoice(str(number), name, optgroup=place) for number, name, place in ordered),
    ]


def _shape(chosen: str, first: date, interval: int | None, weekdays: list[str]) -> dict[str, Any]:
    """Give the rule that ``chosen`` means for a series that starts on ``first``."""
    weekday = first.weekday()
    if chosen == "weekly":
        days = tuple(sorted({weekday, *map(int, weekdays)}))
        return {"frequency": Frequency.WEEKLY, "interval": interval or 1, "weekdays": days}
    if chosen == "nth":
        nth = (first.day + WEEK - 1) // WEEK
        return {"frequency": Frequency.MONTHLY, "weekdays": (weekday,), "nth": nth}
    if chosen == "last":
        return {"frequency": Frequency.MONTHLY, "weekdays": (weekday,), "nth": LAST}
    if chosen in {"monthday", "month_end"}:
        return {"frequency": Frequency.MONTHLY, "monthday": first.day if chosen == "monthday" else LAST}
    return {"frequency": Frequency(chosen.upper())}


def _name_of(rule: Recurrence) -> str:
    """Give the choice in the list that makes ``rule``."""
    if rule.frequency is not Frequency.MONTHLY:
        return rule.frequency.value.lower()
    if rule.weekdays:
        return "last" if rule.nth == LAST else "nth"
    return "month_end" if rule.monthday == LAST else "monthday"
