"""The screens on which an edition is sent and followed."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _

from ovkk_core.accounts import requires
from ovkk_core.clock import now
from ovkk_core.web import flash_done
from plugins.kernpunt import editions, sending
from plugins.kernpunt.admin import Pages
from plugins.kernpunt.content import contents
from plugins.kernpunt.declarations import SEND
from plugins.kernpunt.previewing import variant_among


class SendingPages(Pages):
    """Fix the lists, look at the numbers, schedule, follow; and a test mail to oneself."""

    in_menu = False

    @expose("/<int:edition_id>")
    def send(self, edition_id: int) -> ResponseReturnValue:
        """Show whom it goes to, and the button of the next thing to do."""
        edition = editions.edition_by_id(edition_id)
        reaches = sending.reaches(edition)
        made = [one.snapshot for one in reaches if one.snapshot and not one.snapshot.ready]
        return self.page(
            "send",
            edition,
            shows=0,
            reaches=reaches,
            made=made,
            refreshes=any(one.busy for one in made) and request.args.get("ververs") != "nee",
            post=sending.state_of(edition),
            moment=now(),
            being_queued=sending.being_queued(edition),
            may_take_back=sending.may_take_back(edition),
        )

    @expose("/<int:edition_id>/lijsten", methods=("POST",))
    @requires(SEND)
    def fix(self, edition_id: int) -> ResponseReturnValue:
        """Fix whom each variant goes to."""
        edition = editions.edition_by_id(edition_id)
        sending.fix_lists(edition)
        if all(one.snapshot.ready for one in sending.reaches(edition) if one.snapshot):
            flash_done(_("The lists have been fixed. Look at the numbers, then schedule it."))
        return self.to("send", edition)

    @expose("/<int:edition_id>/inplannen", methods=("POST",))
    @requires(SEND)
    def schedule(self, edition_id: int) -> ResponseReturnValue:
        """Have it sent when it appears, or now; twice is once."""
        edition = editions.edition_by_id(edition_id)
        at_once = request.form.get("when") == "now"
        if sending.schedule(edition, at_once):
            flash_done(_("The edition is on its way.") if at_once else _("The edition has been scheduled."))
        else:
            flash_done(_("That was decided before; nothing was sent twice."))
        return self.to("send", edition)

    @expose("/<int:edition_id>/terug", methods=("POST",))
    @requires(SEND)
    def take_back(self, edition_id: int) -> ResponseReturnValue:
        """Do not send it after all."""
        edition = editions.edition_by_id(edition_id)
        sending.take_back(edition)
        flash_done(_("The edition is no longer scheduled."))
        return self.to("send", edition)

    @expose("/<int:edition_id>/proef/<int:variant_id>", methods=("POST",))
    def test(self, edition_id: int, variant_id: int) -> ResponseReturnValue:
        """Send a variant to oneself."""
        edition = editions.edition_by_id(edition_id)
        address = sending.send_test(variant_among(contents(edition), variant_id))
        flash_done(_("A test mail is on its way to %(address)s.", address=address))
        return redirect(url_for("kernpunt_preview.preview", edition_id=edition.id, variant=variant_id), 303)
