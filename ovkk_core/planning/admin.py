"""The screens to look over a year and to choose a date."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import may
from ovkk_core.audiences import audience_choices
from ovkk_core.clock import today
from ovkk_core.contacts import organisation_choices
from ovkk_core.planning import polls_page
from ovkk_core.planning.asking import WishForm, arguments_of, audience_from
from ovkk_core.planning.clashing import clashes
from ovkk_core.planning.declarations import READ
from ovkk_core.planning.evenings import free_evenings, usual_evening
from ovkk_core.planning.free_days import school_year_known
from ovkk_core.planning.words import weight_words
from ovkk_core.planning.yearly import year_of
from ovkk_core.web.admin import AdminPage

CATEGORY = _l("Planning")
YEARS = range(1971, 2100)


class YearPage(AdminPage):
    """Shows a year with everything in it."""

    read = READ
    nobody = "activities"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the year asked for, or the present one."""
        number = request.args.get("jaar", today().year, type=int)
        if number not in YEARS:
            abort(404)
        year = year_of(number, drafts=may("calendars.read"))
        return self.render("planning/admin/year.html", year=year, years=YEARS, today=today())


class DatePage(AdminPage):
    """Warns about a wished date and proposes free evenings near it."""

    read = READ

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Ask for a date, and say what speaks against the one asked for."""
        asked = "day" in request.args
        form = WishForm(request.args if asked else None, data=_usual())
        audience = audience_from(request.args)
        return self.render(
            "planning/admin/date.html",
            form=form,
            audience=audience,
            arguments=arguments_of(audience),
            choices=organisation_choices(),
            saved=audience_choices(),
            may=may,
            **(_judged(form, audience) if asked and form.validate() else {}),
        )


def pages() -> list[AdminPage]:
    """Give a fresh instance of every screen."""
    return [
        YearPage(_l("Year planner"), endpoint="planning_year", url="/beheer/jaarplanner/", category=CATEGORY),
        DatePage(_l("Choose a date"), endpoint="planning_date", url="/beheer/datum-kiezen/", category=CATEGORY),
        polls_page.page(CATEGORY),
    ]


def _usual() -> dict[str, Any]:
    evening = usual_evening()
    return {"starts": evening.starts, "ends": evening.ends}


def _judged(form: WishForm, audience: Any) -> dict[str, Any]:
    starts_at, ends_at = form.span
    day = form.day.data
    return {
        "wished": (starts_at, ends_at),
        "found": clashes(starts_at, ends_at, audience),
        "evenings": (evenings := free_evenings(day, audience)),
        "days": sorted({day.isoformat(), *(evening.day.isoformat() for evening in evenings)}),
        "weights": weight_words(),
        "school_known": school_year_known(day.year),
        "past": day < today(),
    }
