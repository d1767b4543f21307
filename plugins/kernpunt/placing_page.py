"""The screens of the placing register."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _

from ovkk_core.clock import today
from ovkk_core.web import flash_done
from plugins.kernpunt import editing, editions, placing
from plugins.kernpunt.admin import Pages
from plugins.kernpunt.forms import PlacedForm


class PlacingPages(Pages):
    """A pack per outlet, and one button that says it was placed."""

    in_menu = False

    @expose("/<int:edition_id>")
    def placings(self, edition_id: int) -> ResponseReturnValue:
        """Show the packs for one outlet."""
        edition = editions.edition_by_id(edition_id)
        rows = placing.outlets(edition)
        asked = request.args.get("kanaal", type=int)
        outlet = placing.outlet_by_id(asked) if asked else (rows[0][0] if rows else None)
        packs = placing.packs(edition, outlet) if outlet else []
        return self.page("placings", edition, outlets=rows, outlet=outlet, packs=packs, today=today())

    @expose("/<int:edition_id>/<int:item_id>/<int:outlet_id>", methods=("POST",))
    def place(self, edition_id: int, item_id: int, outlet_id: int) -> ResponseReturnValue:
        """Write down that it was placed, or take that back."""
        edition = editions.edition_by_id(edition_id)
        item, outlet = editing.item_of(edition, item_id), placing.outlet_by_id(outlet_id)
        if request.form.get("back"):
            placing.unplace(item, outlet)
            flash_done(_("It is no longer marked as placed."))
        else:
            form = PlacedForm()
            day = form.day.data or today()
            placing.place(item, outlet, (form.address.data or "").strip(), day)
            flash_done(_("Written down as placed."))
        anchor = f"bericht-{item.id}"
        return redirect(url_for(".placings", edition_id=edition.id, kanaal=outlet.id, _anchor=anchor), 303)
