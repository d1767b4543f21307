"""The screens of what is vacant, of what is expected, and of who held what on a day."""

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _

from ovkk_core.accounts import permitted
from ovkk_core.clock import today
from ovkk_core.contacts.choosing import chosen_organisations, organisation_choices
from ovkk_core.contacts.expecting import OFFERED, THINKABLE, expect, expected_functions
from ovkk_core.contacts.kinds import PositionFunction
from ovkk_core.contacts.models import Organisation, Person, Position
from ovkk_core.contacts.positions import positions_on
from ovkk_core.contacts.vacancies import Vacancy, vacancies
from ovkk_core.database import fold
from ovkk_core.web import AdminPage, flash_done

SHOWN = 200
WRITE = "contacts.write"


class VacanciesPage(AdminPage):
    """Shows what nobody holds, with the way to fill it."""

    read, write = "contacts.read", WRITE
    menu_order = 30

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List the vacancies of the chosen kinds, municipalities and functions."""
        kinds, municipalities = chosen_organisations(request.args)
        functions = frozenset(one for one in PositionFunction if one.value in request.args.getlist("function"))
        found = vacancies(kinds=kinds, municipality_ids=municipalities, functions=functions)
        return self.render(
            "contacts/admin/vacancies.html",
            found=found[:SHOWN],
            count=len(found),
            offered=organisation_choices(),
            functions=list(PositionFunction),
            chosen=(kinds, municipalities, functions),
            may_fill=permitted(WRITE),
        )

    @staticmethod
    def filling(vacancy: Vacancy) -> str:
        """Give where somebody can be named for the vacancy."""
        if vacancy.position_id is not None:
            return url_for("contacts_position.edit_view", id=vacancy.position_id)
        asked = {"organisation": vacancy.organisation.id, "function": vacancy.function.value}
        return url_for("contacts_position.create_view", **asked)


class ExpectedPage(AdminPage):
    """Decides which functions an organisation ought to have."""

    read = write = WRITE
    in_menu = False
    nobody = "kinds of organisations and functions"

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Show what is expected per kind; store what comes back."""
        if request.method == "POST":
            ticked = set(request.form.getlist("expected"))
            expect(pair for pair in OFFERED if f"{pair[0].value}.{pair[1].value}" in ticked)
            flash_done(_("What is expected was saved."))
            return redirect(url_for("contacts_vacancies.index"), 303)
        return self.render("contacts/admin/expected.html", offered=THINKABLE, expected=expected_functions())


class PositionsOnPage(AdminPage):
    """Answers who held what on a day, past or to come."""

    read = "contacts.read"
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List the positions of the day that was asked (default: today), narrowed down by words and function."""
        day, words = asked_day(request.args.get("day", "")), searched(request.args.get("q", ""))
        functions = [one for one in PositionFunction if one.value == request.args.get("function")]
        query = positions_on(day) if day else None
        if query is not None:
            query = query.where(Position.function.in_(functions)) if functions else query
            for word in words:
                query = query.where(Organisation.sort_key.contains(word) | Person.sort_key.contains(word))
        found = list(query.limit(SHOWN)) if query is not None else []
        return self.render(
            "contacts/admin/positions_on.html",
            shows=len(found),
            day=day,
            found=found,
            count=query.count() if query is not None else 0,
            functions=list(PositionFunction),
            chosen=functions,
        )


def asked_day(text: str) -> date | None:
    """Give the day of an address, today when none is asked, None for what is no day."""
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        return None


def searched(text: str) -> list[str]:
    """Give the words of a search as they stand in keys, without what no database takes."""
    return fold("".join(c for c in text[:SHOWN] if c.isprintable())).split()
