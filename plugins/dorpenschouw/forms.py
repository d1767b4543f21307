"""The forms of the admin screens; each turns what was typed into a plan."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from ovkk_core.calendars import from_local, local
from ovkk_core.contacts import Organisation, Position, Village, current_positions
from ovkk_core.errors import BadInputError
from ovkk_core.web import Form
from plugins.dorpenschouw import naming
from plugins.dorpenschouw.models import Known, Leg, Stop, VillageTour
from plugins.dorpenschouw.planning import StopPlan, TourPlan

LINE = Length(max=255)
KNOWN = [
    SelectChoice(Known.YES.value, _l("yes")),
    SelectChoice(Known.NO.value, _l("no")),
    SelectChoice(Known.UNKNOWN.value, _l("not known yet")),
]
LEGS = [SelectChoice(Leg.COACH.value, _l("by coach")), SelectChoice(Leg.FOOT.value, _l("on foot"))]


class Refusable(Form):
    """A form that can show a refusal of the rules at the field it is about."""

    def refuse(self, field: Field, error: BadInputError) -> None:
        """Show ``error`` with ``field``."""
        field.errors = [*field.errors, str(error)]


class TourForm(Refusable):
    """Step 1: what, when and where from."""

    title = StringField(_l("Title"), [InputRequired(), LINE], description=_l("For example: Village tour Vechtdal"))
    day = DateField(_l("Date"), [InputRequired()])
    starts = TimeField(_l("Starts at"), [InputRequired()])
    ends = TimeField(_l("Ends at"), [InputRequired()])
    theme = StringField(_l("Theme"), [LINE], description=_l("What do you want the visitors to think about?"))
    intro = TextAreaField(
        _l("Introduction"), description=_l("Three sentences for the website, the calendar and the invitation.")
    )
    boarding_point = StringField(
        _l("Boarding point"), [LINE], description=_l("Where the coach picks people up, with the address.")
    )
    meeting_place = StringField(_l("Meeting place"), [LINE], description=_l("For those who come by themselves."))
    contact = StringField(
        _l("Contact on the day"),
        [LINE],
        description=_l("Is shown on the website. Use a general number or address, not a private one."),
    )
    practical = TextAreaField(_l("Practical information"), description=_l("Shoes, lunch, end of the day."))
    max_participants = IntegerField(_l("Largest number of participants"), [Optional(), NumberRange(1, 1000)])
    shift_stops = BooleanField(_l("Move the stops along with the start of the tour"), default=True)

    @classmethod
    def of(cls, tour: VillageTour | None) -> "TourForm":
        """Give the form for a new tour, or filled with ``tour``."""
        if tour is None:
            form = cls()
            del form.shift_stops
            return form
        event = tour.event
        starts, ends = local(event.starts_at), local(event.ends_at)
        times = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        return cls(obj=tour, title=event.title, intro=event.description, **times)

    def plan(self) -> TourPlan:
        """Give what was typed; raises ``BadInputError`` for a time that does not exist."""
        texts = ("title", "theme", "intro", "boarding_point", "meeting_place", "contact", "practical")
        return TourPlan(
            starts_at=_moment(self.day.data, self.starts.data),
            ends_at=_moment(self.day.data, self.ends.data),
            max_participants=self.max_participants.data,
            **{name: self[name].data or "" for name in texts},
        )


class StopForm(Refusable):
    """Step 2: one stop. Village and host are typed, with the known names as suggestions."""

    village = StringField(
        _l("Village"),
        [InputRequired()],
        description=_l("Type the first letters and choose from the list."),
        render_kw={"list": "villages", "autocomplete": "off"},
    )
    title = StringField(_l("What is there to see?"), [InputRequired(), LINE])
    arrives = TimeField(_l("Arrival"), [InputRequired()])
    departs = TimeField(_l("Departure"), [InputRequired()])
    leg = RadioField(_l("How do people get here?"), [InputRequired()], choices=LEGS, default=Leg.COACH.value)
    host = StringField(
        _l("Host"),
        description=_l("The organisation that receives the visitors."),
        render_kw={"list": "organisations", "autocomplete": "off"},
    )
    host_position = SelectField(_l("Person who receives"), coerce=int, description=_l("Not shown on the website."))
    story = TextAreaField(_l("Story"), description=_l("What happens here, and who made it happen?"))
    question = TextAreaField(_l("Question for the visitors"))
    address = StringField(_l("Address"), [LINE])
    step_free = RadioField(_l("Step-free access"), [InputRequired()], choices=KNOWN, default=Known.UNKNOWN.value)
    toilet = RadioField(_l("Toilet"), [InputRequired()], choices=KNOWN, default=Known.UNKNOWN.value)
    rain_alternative = StringField(_l("When it rains"), [LINE])
    shift_later = BooleanField(_l("Move the later stops along with the departure"))

    def __init__(self, tour: VillageTour, stop: Stop | None = None, **kwargs: Any) -> None:
        self.day: date = local(tour.event.starts_at).date()
        self.villages, self.organisations = naming.villages(), naming.organisations()
        super().__init__(**_stop_values(stop, self), **kwargs)
        if stop is None:
            del self.shift_later
        if stop is None or stop.host_id is None:
            del self.host_position
        else:
            self.host_position.choices = [SelectChoice(0, _("not known yet")), *_people_of(stop.host_id)]

    def plan(self) -> StopPlan:
        """Give what was typed; raises ``BadInputError`` for a time that does not exist."""
        texts = ("title", "story", "question", "address", "rain_alternative")
        return StopPlan(
            village=Village.get_by_id(self.villages.find(self.village.data)),
            host=self._host(),
            host_position=self._host_position(),
            arrives_at=_moment(self.day, self.arrives.data),
            departs_at=_moment(self.day, self.departs.data),
            leg=Leg(self.leg.data),
            step_free=Known(self.step_free.data),
            toilet=Known(self.toilet.data),
            **{name: self[name].data or "" for name in texts},
        )

    def validate_village(self, field: Field) -> None:
        """Ask for a known village."""
        _find(self.villages, field)

    def validate_host(self, field: Field) -> None:
        """Ask for a known organisation, or none."""
        if (field.data or "").strip():
            _find(self.organisations, field)

    def _host(self) -> Organisation | None:
        typed = (self.host.data or "").strip()
        return Organisation.get_by_id(self.organisations.find(typed)) if typed else None

    def _host_position(self) -> Position | None:
        host, chosen = self._host(), self.host_position.data if "host_position" in self else 0
        return Position.get_or_none(Position.id == chosen, Position.organisation == host) if host and chosen else None


class CancelForm(Refusable):
    """Why a tour does not go on."""

    reason = TextAreaField(
        _l("Why is it called off?"),
        [InputRequired()],
        description=_l("Is shown on the website and stands in the mail to everyone who was invited."),
    )


def _find(names: naming.NameList, field: Field) -> None:
    try:
        names.find(field.data or "")
    except BadInputError as error:
        raise ValidationError(str(error)) from error


def _moment(day: date, clock: time) -> datetime:
    return from_local(datetime.combine(day, clock))


def _people_of(organisation_id: int) -> list[SelectChoice]:
    people = current_positions().where(Position.organisation == organisation_id, Position.person.is_null(False))
    return [SelectChoice(position.id, position.person.full_name) for position in people]


def _stop_values(stop: Stop | None, form: StopForm) -> dict[str, Any]:
    if stop is None:
        return {}
    event = stop.event
    return {
        "village": form.villages.label_of(stop.village_id),
        "title": event.title,
        "arrives": local(event.starts_at).time(),
        "departs": local(event.ends_at).time(),
        "leg": stop.leg.value,
        "host": form.organisations.label_of(stop.host_id),
        "host_position": stop.host_position_id or 0,
        "story": event.description,
        "question": stop.question,
        "address": stop.address,
        "step_free": stop.step_free.value,
        "toilet": stop.toilet.value,
        "rain_alternative": stop.rain_alternative,
    }
