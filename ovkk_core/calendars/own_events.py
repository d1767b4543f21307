"""The admin screens of the association's own events: meetings, the general assembly, and series of them."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.calendars import occurring, rules, saving, sentences, series
from ovkk_core.calendars.meant import audiences_of
from ovkk_core.calendars.models import Event, EventStatus
from ovkk_core.calendars.occurring import Occurrence
from ovkk_core.calendars.own_forms import OccurrenceForm, OwnEventForm
from ovkk_core.clock import now
from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError, OvkkError
from ovkk_core.history import revisions_of
from ovkk_core.web import flash_done, span
from ovkk_core.web.admin import AdminPage

OWNER = "calendars"
BOTH = ("GET", "POST")
READ_BACK = 5
SHOWN = 60
STATUS = {
    EventStatus.DRAFT: (_l("draft"), "quiet"),
    EventStatus.PUBLISHED: (_l("published"), "good"),
    EventStatus.CANCELLED: (_l("cancelled"), "bad"),
    EventStatus.WITHDRAWN: (_l("withdrawn"), "quiet"),
}
STEPS: dict[str, tuple[Callable[[Event], Event], Any]] = {
    "publiceren": (saving.publish_event, _l("%(what)s was published.")),
    "afgelasten": (saving.cancel_event, _l("%(what)s was called off. It stays visible as cancelled.")),
    "intrekken": (saving.withdraw_event, _l("%(what)s was withdrawn from the website and the calendars.")),
}


class OwnEventsPage(AdminPage):
    """Overview, form, one event, and one occurrence of a series."""

    read, write = "calendars.read", "calendars.write"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the events that are still to come, then those that are over."""
        mine = Event.select().where(Event.owner == OWNER)
        coming = list(mine.where(Event.over_at > now()).order_by(Event.opens_at, Event.id).limit(SHOWN))
        past = list(mine.where(Event.over_at <= now()).order_by(Event.over_at.desc(), Event.id).limit(SHOWN))
        return self._page("index", coming=coming, past=past)

    @expose("/nieuw/", methods=BOTH)
    def new(self) -> ResponseReturnValue:
        """Make an event, as a draft."""
        return self._edit(Event(owner=OWNER))

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show one event, its series and the dates to come."""
        event = _own(number)
        coming = (one for one in occurring.all_of(event) if one.ends_at > now())
        return self._page(
            "show",
            event=event,
            dates=list(islice(coming, SHOWN)),
            skipped=occurring.skipped_days(event),
            audiences=audiences_of(event),
        )

    @expose("/<int:number>/wijzigen/", methods=BOTH)
    def edit(self, number: int) -> ResponseReturnValue:
        """Change an event, or the whole series."""
        return self._edit(_own(number))

    @expose("/<int:number>/<any(publiceren,afgelasten,intrekken):step>/", methods=("POST",))
    def step(self, number: int, step: str) -> ResponseReturnValue:
        """Publish, call off or withdraw."""
        change, words = STEPS[step]
        event = change(_own(number))
        flash_done(str(words) % {"what": event.title})
        return self._to(event)

    @expose("/<int:number>/verwijderen/", methods=("POST",))
    def remove(self, number: int) -> ResponseReturnValue:
        """Delete a draft."""
        event = _own(number)
        event.delete_instance()
        flash_done(_("%(what)s was deleted.", what=event.title))
        return redirect(url_for(".index"), 303)

    @expose("/<int:number>/datum/<day>/", methods=BOTH)
    def occurrence(self, number: int, day: str) -> ResponseReturnValue:
        """Show one occurrence; change it only."""
        event = _own(number)
        one = series.occurrence(event, _date(day))
        form = OccurrenceForm()
        if request.method == "GET":
            form.show(one)
        elif form.validate() and self._tried(form, lambda: series.change_occurrence(event, one.day, form.override())):
            flash_done(_("Only %(when)s was changed.", when=_when(one)))
            return self._to(event)
        first = one.day == occurring.first_day_of(event)
        page = self._page("occurrence", event=event, one=one, form=form, first=first)
        return page, 422 if request.method == "POST" else 200

    @expose("/<int:number>/datum/<day>/<any(afgelasten,terugzetten,splitsen):step>/", methods=("POST",))
    def occurrence_step(self, number: int, day: str, step: str) -> ResponseReturnValue:
        """Call one occurrence off, put it back as the series has it, or let a new series begin there."""
        event, chosen = _own(number), _date(day)
        if step == "splitsen":
            new = series.split_series(event, chosen)
            flash_done(_("From this date on it is a series of its own. Change what is different."))
            return redirect(url_for(".edit", number=new.id), 303)
        change = series.cancel_occurrence if step == "afgelasten" else series.restore_occurrence
        change(event, chosen)
        flash_done(
            _("Only this date was called off.")
            if step == "afgelasten"
            else _("This date is as the series has it again.")
        )
        return self._to(event)

    def _edit(self, event: Event) -> ResponseReturnValue:
        form = OwnEventForm()
        if request.method == "GET":
            if event.id:
                form.show(event)
            form.version.data = _version(event)
        elif form.validate() and "look" in request.form:
            self._tried(form, lambda: _looked_at(event, form))
        elif form.validate() and self._tried(form, lambda: _saved(event, form)):
            flash_done(_("%(what)s was saved.", what=event.title))
            return self._to(event)
        dates = _dates(event) if request.method == "POST" and not form.form_errors and not form.errors else []
        failed = request.method == "POST" and bool(form.form_errors or form.errors)
        return self._page("form", event=event, form=form, dates=dates), 422 if failed else 200

    def _tried(self, form: Any, save: Callable[[], Any]) -> bool:
        try:
            save()
        except OvkkError as error:
            form.refuse(error)
            return False
        return True

    def _page(self, name: str, **values: Any) -> str:
        return self.render(f"calendars/own/{name}.html", status=STATUS, when=_when, rhythm=_rhythm, **values)

    def _to(self, event: Event) -> ResponseReturnValue:
        return redirect(url_for(".show", number=event.id), 303)


def _saved(event: Event, form: OwnEventForm) -> None:
    """Store what was typed, unless somebody else changed the event meanwhile."""
    with transaction():
        lock("calendars.event")
        if form.version.data != _version(event):
            form.version.data = _version(event)
            raise BadInputError(
                "Iemand anders heeft deze afspraak intussen gewijzigd. Wat u typte staat er nog. "
                "Bekijk de afspraak in een ander venster, en bewaar nog eens om uw versie te houden."
            )
        form.fill(event)
        saving.save_event(event, audiences=form.audiences.data or [])


def _looked_at(event: Event, form: OwnEventForm) -> None:
    """Write what was typed into ``event`` without storing it, by the same rules."""
    form.fill(event)
    rules.settle(event, event)
    rules.check(event)


def _dates(event: Event) -> list[Occurrence]:
    """Give the first occurrences, to read back."""
    return list(islice(occurring.all_of(event), READ_BACK))


def _own(number: int) -> Event:
    event = Event.get_or_none(Event.id == number, Event.owner == OWNER) if number < 2**31 else None
    if event is None:
        raise NotFoundError("Deze afspraak bestaat niet. Ga terug naar het overzicht.")
    return event


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFoundError("Deze datum bestaat niet. Ga terug naar de afspraak.") from error


def _version(event: Event) -> str:
    """Give a text that changes whenever the event does."""
    return str(next(iter(revisions_of(event))).id) if event.id else ""


def _when(one: Event | Occurrence) -> str:
    if one.first_day is not None and one.last_day is not None:
        return span(one.first_day, one.last_day)
    return span(one.starts_at, one.ends_at)


def _rhythm(event: Event) -> str:
    """Say how the event repeats; "" when it does not."""
    return sentences.sentence(event.recurrence, occurring.first_day_of(event)) if event.recurrence else ""
