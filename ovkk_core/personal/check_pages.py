"""The screens of "Klopt dit nog?": plan a round, see whom it asks, follow it, and note what was said by telephone."""

from datetime import timedelta
from typing import Any

import peewee
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ovkk_core.accounts import requires
from ovkk_core.clock import today
from ovkk_core.contacts import Organisation, OrganisationKind, Person, organisation_choices
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.personal import checking, rounds
from ovkk_core.personal.declarations import READ, WRITE
from ovkk_core.personal.kinds import CheckState
from ovkk_core.personal.models import CheckItem, CheckRound
from ovkk_core.web import AdminPage, Form, flash_done

SHOWN = 200
USUAL = (OrganisationKind.VILLAGE_COUNCIL.value, OrganisationKind.COMMUNITY_CENTRE.value)


class RoundForm(Form):
    """Whom to ask, and when."""

    name = StringField(_l("Name of the round"), [InputRequired(), Length(max=100)])
    kinds = SelectMultipleField(
        _l("Organisations, and who is active there"),
        [InputRequired(_l("Tick at least one."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    first_reminder_on = DateField(_l("First reminder to the silent"), [InputRequired()])
    second_reminder_on = DateField(_l("Second reminder to the silent"), [InputRequired()])
    closes_on = DateField(_l("Last day to answer"), [InputRequired()])

    def __init__(self) -> None:
        day = today()
        super().__init__(
            data={
                "name": f"Klopt dit nog? {day.year}",
                "kinds": list(USUAL),
                "first_reminder_on": day + timedelta(days=14),
                "second_reminder_on": day + timedelta(days=28),
                "closes_on": day + timedelta(days=42),
            }
        )
        self.kinds.choices = [(kind.value, words) for kind, words in organisation_choices().kinds]

    def plan(self) -> CheckRound:
        """Give the round that was filled in, not stored yet."""
        names = ("name", "kinds", "first_reminder_on", "second_reminder_on", "closes_on")
        return CheckRound(**{name: self[name].data for name in names})


class CheckPages(AdminPage):
    """Asks yearly whether details are right."""

    read, write = READ, WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every round with how far it is."""
        found = list(CheckRound.select().order_by(CheckRound.id.desc()))
        return self.render("personal/admin/rounds.html", rounds=[(one, counts(one)) for one in found])

    @expose("/nieuw", methods=("GET", "POST"))
    @requires(WRITE)
    def new(self) -> ResponseReturnValue:
        """Ask whom and when; show how many that are before anything is sent."""
        form, planned = RoundForm(), None
        if form.validate_on_submit():
            planned = rounds.count(OrganisationKind(kind) for kind in form.kinds.data)
            if "send" in request.form:
                try:
                    made = rounds.start(form.plan())
                except BadInputError as error:
                    form.form_errors.append(str(error))
                else:
                    flash_done(_("The mails are being sent."))
                    return redirect(url_for(".show", number=made.id), 303)
        page = self.render("personal/admin/round_form.html", form=form, planned=planned)
        return page, 422 if form.errors else 200

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show how far a round is, and who is in which state."""
        found = _found(number)
        state = next((one for one in CheckState if one.value == request.args.get("stand")), None)
        items = _items(found, state)
        unreachable = _items(found, None, unreachable=True) if found.sent_at else []
        return self.render(
            "personal/admin/round.html",
            shows=len(items) + len(unreachable),
            round=found,
            counts=counts(found),
            state=state,
            states=CheckState,
            items=items,
            unreachable=unreachable,
            most=SHOWN,
        )

    @expose("/<int:number>/klopt/<int:item>", methods=("POST",))
    def answered(self, number: int, item: int) -> ResponseReturnValue:
        """Note what somebody said by telephone."""
        found = CheckItem.get_or_none((CheckItem.id == item) & (CheckItem.round == number))
        if found is None:
            raise NotFoundError("Deze vraag bestaat niet (meer). Ga terug naar de ronde.")
        checking.note_by_phone(found)
        flash_done(_("Noted that this is right."))
        return redirect(url_for(".show", number=number), 303)


def page(category: Any) -> AdminPage:
    """Give a fresh instance of the screens."""
    return CheckPages(
        _l("Is this still right?"), endpoint="personal_rounds", url="/beheer/klopt-dit-nog/", category=category
    )


def counts(found: CheckRound) -> dict[str, int]:
    """Give how many of a round are in which state, were mailed, and there are."""
    rows: Any = (
        CheckItem.select(CheckItem.state, peewee.fn.COUNT(CheckItem.id), peewee.fn.COUNT(CheckItem.mailed_at))
        .where(CheckItem.round == found)
        .group_by(CheckItem.state)
        .tuples()
    )
    known = {state: (number, mailed) for state, number, mailed in rows}
    numbers = {state.value: known.get(state, (0, 0))[0] for state in CheckState}
    total, mailed = sum(numbers.values()), sum(mailed for _number, mailed in known.values())
    return numbers | {"total": total, "mailed": mailed, "answered": numbers["ok"] + numbers["changed"]}


def _found(number: int) -> CheckRound:
    found: CheckRound | None = CheckRound.get_or_none(id=number)
    if found is None:
        raise NotFoundError("Deze ronde bestaat niet (meer). Ga terug naar het overzicht.")
    return found


def _items(found: CheckRound, state: CheckState | None, *, unreachable: bool = False) -> list[CheckItem]:
    if state is None and not unreachable:
        return []
    query = CheckItem.select(CheckItem, Person, Organisation).left_outer_join(Person).switch(CheckItem)
    query = query.left_outer_join(Organisation).where(CheckItem.round == found)
    waiting = CheckItem.state.in_([CheckState.OPEN, CheckState.SILENT]) & CheckItem.mailed_at.is_null()
    query = query.where(waiting if unreachable else CheckItem.state == state)
    return list(query.order_by(CheckItem.id).limit(SHOWN))
