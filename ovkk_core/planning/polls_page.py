"""The screens of date polls: make one, ask people, see what they say, choose."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ovkk_core.accounts import may, requires
from ovkk_core.clock import now
from ovkk_core.contacts import organisation_choices
from ovkk_core.errors import BadInputError
from ovkk_core.planning import ending, inviting, overview, polls
from ovkk_core.planning.asking import audience_from
from ovkk_core.planning.declarations import READ, WRITE
from ovkk_core.planning.forms import PollForm, poll_form
from ovkk_core.planning.models import Choice, DatePoll, options_of
from ovkk_core.planning.results import results
from ovkk_core.planning.words import choice_words, mail_words, weight_words
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage

BOTH = ("GET", "POST")


class PollPages(AdminPage):
    """Overview, form, invite and results."""

    read = READ
    write = WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every poll with how far it is."""
        return self.render("planning/admin/polls.html", overviews=overview.overviews(), may=may)

    @expose("/nieuw", methods=BOTH)
    def new(self) -> ResponseReturnValue:
        """Make a poll."""
        return self._form(None)

    @expose("/<int:poll_id>/wijzigen", methods=BOTH)
    def edit(self, poll_id: int) -> ResponseReturnValue:
        """Change a poll."""
        return self._form(polls.poll_by_id(poll_id))

    @expose("/<int:poll_id>/")
    def show(self, poll_id: int) -> ResponseReturnValue:
        """Show what was said, and the ways to go on."""
        poll = polls.poll_by_id(poll_id)
        guests = inviting.guests_of(poll)
        return self.render(
            "planning/admin/poll.html",
            shows=len(guests),
            poll=poll,
            results=results(poll),
            guests=guests,
            choice_words=choice_words(),
            weights=weight_words(),
            mail_words=mail_words(),
            Choice=Choice,
            may=may,
            over=poll.event is not None and poll.event.ends_at <= now(),
        )

    @expose("/<int:poll_id>/uitnodigen")
    @requires(WRITE)
    def invite(self, poll_id: int) -> ResponseReturnValue:
        """Choose whom to ask."""
        poll = polls.poll_by_id(poll_id)
        audience, name = audience_from(request.args), request.args.get("naam", "")
        found = inviting.candidates(poll, audience, name)
        return self.render(
            "planning/admin/invite.html",
            shows=len(found),
            poll=poll,
            options=list(options_of(poll)),
            audience=audience,
            name=name,
            choices=organisation_choices(),
            candidates=found,
            able=sum(not candidate.obstacle for candidate in found),
            most=inviting.MOST_FOUND,
            searched=bool(name) or not audience.empty,
        )

    @expose("/<int:poll_id>/versturen", methods=("POST",))
    def send(self, poll_id: int) -> ResponseReturnValue:
        """Ask the people that were ticked."""
        poll = polls.poll_by_id(poll_id)
        count = inviting.invite(poll, request.form.getlist("wie"))
        flash_done(_asked(count))
        return self._to("show", poll)

    @expose("/<int:poll_id>/herinneren", methods=("POST",))
    def remind(self, poll_id: int) -> ResponseReturnValue:
        """Ask those who said nothing once more."""
        poll = polls.poll_by_id(poll_id)
        count = inviting.remind_silent(poll)
        flash_done(
            ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", count)
            if count
            else _("Nobody needs a reminder today.")
        )
        return self._to("show", poll)

    @expose("/<int:poll_id>/kiezen", methods=("POST",))
    def choose(self, poll_id: int) -> ResponseReturnValue:
        """Make the chosen option the event and tell everybody."""
        poll = polls.poll_by_id(poll_id)
        option = request.form.get("optie", 0, type=int)
        polls.choose(poll, option, publish=request.form.get("publiceren") == "1")
        flash_done(_("The date has been chosen. Everybody who was asked gets a mail."))
        return self._to("show", poll)

    @expose("/<int:poll_id>/publiceren", methods=("POST",))
    def publish(self, poll_id: int) -> ResponseReturnValue:
        """Show the chosen date to the public."""
        poll = polls.poll_by_id(poll_id)
        polls.publish_winner(poll)
        flash_done(_("The activity stands on the public calendar."))
        return self._to("show", poll)

    @expose("/<int:poll_id>/stoppen", methods=("POST",))
    def end(self, poll_id: int) -> ResponseReturnValue:
        """End the poll without a date and tell everybody."""
        poll = polls.poll_by_id(poll_id)
        ending.end_poll(poll)
        flash_done(_("The date poll has ended without a date. Everybody who was asked gets a mail."))
        return self._to("show", poll)

    @expose("/<int:poll_id>/heropenen", methods=("POST",))
    def reopen(self, poll_id: int) -> ResponseReturnValue:
        """Open a poll that was ended without a date."""
        poll = polls.poll_by_id(poll_id)
        ending.reopen_poll(poll)
        flash_done(_("The date poll is open again. Nobody gets a mail about it."))
        return self._to("show", poll)

    @expose("/<int:poll_id>/keuze-intrekken", methods=("POST",))
    def undo(self, poll_id: int) -> ResponseReturnValue:
        """Take the chosen date back and tell everybody."""
        poll = polls.poll_by_id(poll_id)
        ending.undo_choice(poll)
        flash_done(_("The chosen date has been taken back. Everybody who was asked gets a mail."))
        return self._to("show", poll)

    def _form(self, poll: DatePoll | None) -> ResponseReturnValue:
        form = poll_form(poll)
        saved = _saved(form, poll)
        if saved:
            flash_done(_("The date poll has been saved."))
            return self._to("show" if poll else "invite", saved)
        return self.render("planning/admin/poll_form.html", form=form, poll=poll)

    def _to(self, screen: str, poll: DatePoll) -> ResponseReturnValue:
        return redirect(url_for(f".{screen}", poll_id=poll.id), 303)


def page(category: Any) -> AdminPage:
    """Give a fresh instance of the screens."""
    return PollPages(_l("Date polls"), endpoint="planning_polls", url="/beheer/datumprikkers/", category=category)


def _saved(form: PollForm, poll: DatePoll | None) -> DatePoll | None:
    """Store what was typed when all is right; show a refusal of the rules above the form."""
    if not form.validate_on_submit():
        return None
    try:
        return polls.save_poll(form.plan(), poll)
    except BadInputError as error:
        form.refuse(error)
        return None


def _asked(count: int) -> str:
    if not count:
        return _("Nobody new was asked.")
    return ngettext(
        "%(num)s person gets a mail with a personal link.", "%(num)s people get a mail with a personal link.", count
    )
