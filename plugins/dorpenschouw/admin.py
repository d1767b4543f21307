"""The admin screens of a tour, in the order in which a volunteer works."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ovkk_core.accounts import may, requires
from ovkk_core.contacts import ATTRIBUTION, organisation_choices
from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import Permission
from ovkk_core.mail import MailState
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage
from plugins.dorpenschouw import inviting, planning, publishing, tours
from plugins.dorpenschouw.checking import findings
from plugins.dorpenschouw.choosing import choice_from
from plugins.dorpenschouw.clashing import clashes_of
from plugins.dorpenschouw.forms import CancelForm, Refusable, StopForm, TourForm
from plugins.dorpenschouw.models import VillageTour
from plugins.dorpenschouw.preview import preview_of
from plugins.dorpenschouw.programme import programme_of

READ, WRITE, INVITE = "dorpenschouw.read", "dorpenschouw.write", "dorpenschouw.invite"
BOTH = ("GET", "POST")
ENDPOINTS = {"details": "details", "stops": "stops", "check": "check_tour", "invite": "invite", "print": "print"}
PERMISSIONS = [
    Permission(READ, "Dorpenschouwen bekijken", frozenset({"redacteur", "coordinator", "adviseur", "lezer"})),
    Permission(WRITE, "Dorpenschouwen maken en publiceren", frozenset({"redacteur", "coordinator"})),
    Permission(INVITE, "Uitnodigen voor een dorpenschouw", frozenset({"redacteur", "coordinator"})),
]


class TourPages(AdminPage):
    """Overview, details, stops, check, invite, print and cancel."""

    read = READ
    write = WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every tour with its state and the step that comes next."""
        return self.render("dorpenschouw/admin/overview.html", overviews=tours.overviews(), **shared())

    @expose("/nieuw", methods=BOTH)
    def new(self) -> ResponseReturnValue:
        """Make a tour."""
        form = TourForm.of(None)
        made = self._tried(form, "ends", lambda: planning.save_tour(form.plan()))
        if made:
            flash_done(_("The tour has been made. Add the stops now."))
            return self._to("stops", made)
        return self.render("dorpenschouw/admin/details.html", form=form, overview=None, **shared())

    @expose("/<int:tour_id>/gegevens", methods=BOTH)
    def details(self, tour_id: int) -> ResponseReturnValue:
        """Change a tour, and its stops along with it when asked."""
        tour = tours.tour_by_id(tour_id)
        form = TourForm.of(tour)
        saved = self._tried(
            form, "ends", lambda: planning.save_tour(form.plan(), tour, shift_stops=bool(form.shift_stops.data))
        )
        if saved:
            flash_done(_("The details have been saved."))
            return self._to("stops", tour)
        return self._page("details", tours.tour_by_id(tour_id), form=form)

    @expose("/<int:tour_id>/haltes", methods=BOTH)
    def stops(self, tour_id: int) -> ResponseReturnValue:
        """Show the stops in order and add one."""
        tour = tours.tour_by_id(tour_id)
        form = StopForm(tour)
        if self._tried(form, "arrives", lambda: planning.save_stop(tour, form.plan())):
            flash_done(_("The stop has been added."))
            return self._to("stops", tour)
        return self._page("stops", tour, form=form, programme=programme_of(tour))

    @expose("/<int:tour_id>/haltes/<int:stop_id>", methods=BOTH)
    def stop(self, tour_id: int, stop_id: int) -> ResponseReturnValue:
        """Change a stop, and the later ones along with it when asked."""
        tour = tours.tour_by_id(tour_id)
        stop = tours.stop_of(tour, stop_id)
        form = StopForm(tour, stop)
        saved = self._tried(
            form,
            "arrives",
            lambda: planning.save_stop(tour, form.plan(), stop, shift_later=bool(form.shift_later.data)),
        )
        if saved:
            flash_done(_("The stop has been saved."))
            return self._to("stops", tour)
        return self._page("stop", tour, form=form, stop=tours.stop_of(tour, stop_id))

    @expose("/<int:tour_id>/haltes/<int:stop_id>/verplaatsen", methods=("POST",))
    def move(self, tour_id: int, stop_id: int) -> ResponseReturnValue:
        """Exchange a stop with its neighbour."""
        tour = tours.tour_by_id(tour_id)
        planning.move_stop(tours.stop_of(tour, stop_id), up=request.form.get("way") == "up")
        flash_done(_("The order has been changed; the times moved along."))
        return self._to("stops", tour)

    @expose("/<int:tour_id>/haltes/<int:stop_id>/verwijderen", methods=("POST",))
    def remove(self, tour_id: int, stop_id: int) -> ResponseReturnValue:
        """Take a stop out."""
        tour = tours.tour_by_id(tour_id)
        planning.remove_stop(tours.stop_of(tour, stop_id))
        flash_done(_("The stop is out of the programme."))
        return self._to("stops", tour)

    @expose("/<int:tour_id>/controle")
    def check_tour(self, tour_id: int) -> ResponseReturnValue:
        """Show what is missing."""
        tour = tours.tour_by_id(tour_id)
        programme = programme_of(tour)
        return self._page(
            "check", tour, programme=programme, findings=findings(programme), clashes=clashes_of(programme)
        )

    @expose("/<int:tour_id>/publiceren", methods=("POST",))
    def publish(self, tour_id: int) -> ResponseReturnValue:
        """Show the tour to the public."""
        tour = tours.tour_by_id(tour_id)
        publishing.publish_tour(tour)
        flash_done(_("The tour is public now. Invite people next."))
        return self._to("invite", tour)

    @expose("/<int:tour_id>/uitnodigen")
    @requires(INVITE)
    def invite(self, tour_id: int) -> ResponseReturnValue:
        """Choose whom to invite, see the mail, and follow those sent."""
        tour = tours.tour_by_id(tour_id)
        choice = choice_from(request.args)
        guests, invitations = inviting.guests(tour, choice), inviting.invitations_of(tour)
        return self._page(
            "invite",
            tour,
            shows=len(guests) + len(invitations),
            choice=choice,
            choices=organisation_choices(),
            guests=guests,
            able=sum(not guest.obstacle for guest in guests),
            preview=preview_of(programme_of(tour), guests),
            invitations=invitations,
        )

    @expose("/<int:tour_id>/versturen", methods=("POST",))
    @requires(INVITE)
    def send(self, tour_id: int) -> ResponseReturnValue:
        """Queue the invitations of the positions that were ticked."""
        tour = tours.tour_by_id(tour_id)
        count = inviting.invite(tour, request.form.getlist("position", type=int))
        flash_done(
            ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count)
            if count
            else _("Nobody new was invited.")
        )
        return self._to("invite", tour)

    @expose("/<int:tour_id>/afdrukken")
    def print(self, tour_id: int) -> ResponseReturnValue:
        """Show what can be printed, and the way to call the tour off."""
        tour = tours.tour_by_id(tour_id)
        return self._page("print", tour, programme=programme_of(tour))

    @expose("/<int:tour_id>/afgelasten", methods=BOTH)
    def cancel(self, tour_id: int) -> ResponseReturnValue:
        """Call the tour off, after the reason has been given."""
        tour = tours.tour_by_id(tour_id)
        form = CancelForm()
        told = self._tried(form, "reason", lambda: (publishing.cancel_tour(tour, form.reason.data or ""),))
        if told:
            flash_done(
                ngettext(
                    "Called off; %(num)s mail is on its way.", "Called off; %(num)s mails are on their way.", *told
                )
            )
            return self._to("print", tour)
        return self._page("cancel", tour, form=form)

    def _tried(self, form: Refusable, field: str, action: Callable[[], Any]) -> Any:
        """Do ``action`` when the form was sent and is right; show a refusal at ``field`` and keep what was typed."""
        if not form.validate_on_submit():
            return None
        try:
            return action()
        except BadInputError as error:
            form.refuse(form[field], error)
            return None

    def _page(self, screen: str, tour: VillageTour, **values: Any) -> ResponseReturnValue:
        overview = tours.overview_of(tour)
        page = f"dorpenschouw/admin/{screen}.html"
        return self.render(page, overview=overview, tour=tour, screen=screen, **shared(), **values)

    def _to(self, screen: str, tour: VillageTour) -> ResponseReturnValue:
        return redirect(url_for(f".{screen}", tour_id=tour.id))


def shared() -> dict[str, Any]:
    """Give what every page may use: who may, where the steps are, and words."""
    return {"may": may, "endpoints": ENDPOINTS, "attribution": ATTRIBUTION, "mail_words": mail_words()}


def mail_words() -> dict[str, str]:
    """Give the states of a mail in words."""
    return {
        MailState.QUEUED.value: _("waits to be sent"),
        MailState.CLAIMED.value: _("is being sent"),
        MailState.SENT.value: _("sent"),
        MailState.DEFERRED.value: _("will be tried again"),
        MailState.FAILED.value: _("failed"),
        MailState.DOUBT.value: _("perhaps arrived; will be tried again"),
        MailState.HELD.value: _("held back: somebody in it was erased"),
        MailState.DROPPED.value: _("not sent: no longer wanted"),
    }


def pages() -> list[AdminPage]:
    """Give a fresh instance of every screen."""
    return [TourPages(_l("Village tours"), endpoint="dorpenschouw_tours", url="/beheer/dorpenschouw/")]
