"""The admin screens of an edition, in the order in which an editor works."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field

from ovkk_core.accounts import may, requires
from ovkk_core.audiences import Audience
from ovkk_core.errors import BadInputError
from ovkk_core.registry import registry
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage
from plugins.kernpunt import approving, collecting, editing, editions, placing
from plugins.kernpunt.checking import findings
from plugins.kernpunt.content import contents, parts_of
from plugins.kernpunt.declarations import APPROVE, READ, WRITE
from plugins.kernpunt.forms import EditionForm, ItemForm, Refusable, VariantForm
from plugins.kernpunt.models import Edition
from plugins.kernpunt.overview import overview_of, overviews

BOTH = ("GET", "POST")
HOMES = dict.fromkeys(("details", "contents", "variants", "check"), "editions") | {
    "preview": "preview",
    "send": "send",
    "placings": "placings",
}


class Pages(AdminPage):
    """What the screens of an edition share."""

    read = READ
    write = WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Go to the list of editions; these screens are each about one."""
        return redirect(url_for("kernpunt_editions.index"), 303)

    def page(self, screen: str, edition: Edition, **values: Any) -> str:
        """Give a screen of an edition with its steps."""
        overview = overview_of(edition)
        return self.render(
            f"kernpunt/admin/{screen}.html", edition=edition, overview=overview, screen=screen, **shared(), **values
        )

    def tried(self, form: Refusable, field: Field, action: Callable[[], Any]) -> Any:
        """Do ``action`` when the form was sent and is right; show a refusal at ``field`` and keep what was typed."""
        if not form.validate_on_submit():
            return None
        try:
            return action()
        except BadInputError as error:
            form.refuse(field, error)
            return None

    def to(self, screen: str, edition: Edition, **anchor: Any) -> ResponseReturnValue:
        """Go to a screen of an edition."""
        return redirect(url_for(f"kernpunt_{HOMES[screen]}.{screen}", edition_id=edition.id, **anchor), 303)


class EditionPages(Pages):
    """Overview, details, contents, items, variants, check and approval."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every edition with its state and the step that comes next."""
        return self.render("kernpunt/admin/overview.html", overviews=overviews(), **shared())

    @expose("/nieuw", methods=BOTH)
    def new(self) -> ResponseReturnValue:
        """Make an edition and assemble it."""
        form = EditionForm.of(None)
        made = self.tried(form, form.day, lambda: editions.save_edition(form.plan()))
        if made:
            placing.seed_outlets()
            collecting.assemble(made)
            flash_done(_("The edition has been made and assembled. Put it in order now."))
            return self.to("contents", made)
        return self.render("kernpunt/admin/details.html", form=form, overview=None, edition=None, **shared())

    @expose("/<int:edition_id>/gegevens", methods=BOTH)
    def details(self, edition_id: int) -> ResponseReturnValue:
        """Change title, dates and introduction."""
        edition = editions.edition_by_id(edition_id)
        form = EditionForm.of(edition)
        if self.tried(form, form.day, lambda: editions.save_edition(form.plan(), edition)):
            flash_done(_("The details have been saved."))
            return self.to("contents", edition)
        return self.page("details", editions.edition_by_id(edition_id), form=form)

    @expose("/<int:edition_id>/verwijderen", methods=("POST",))
    def delete(self, edition_id: int) -> ResponseReturnValue:
        """Take an edition away that nobody got."""
        editions.delete_edition(editions.edition_by_id(edition_id))
        flash_done(_("The edition is gone, and its dates are out of the calendar."))
        return redirect(url_for(".index"), 303)

    @expose("/<int:edition_id>/inhoud")
    def contents(self, edition_id: int) -> ResponseReturnValue:
        """Show what is in it, by section."""
        edition = editions.edition_by_id(edition_id)
        items = editing.items_of(edition)
        return self.page(
            "contents",
            edition,
            chapters=parts_of(items),
            meant=editing.audiences_of(items),
            variants=editions.variants_of(edition),
            left_out=editing.items_of(edition, left_out=True),
        )

    @expose("/<int:edition_id>/verzamelen", methods=("POST",))
    def assemble(self, edition_id: int) -> ResponseReturnValue:
        """Ask every room anew what there is to tell."""
        edition = editions.edition_by_id(edition_id)
        harvest = collecting.assemble(edition)
        flash_done(
            ngettext("%(num)s new item was found.", "%(num)s new items were found.", harvest.added)
            if harvest.added
            else _("There is nothing new to tell.")
        )
        return self.to("contents", edition)

    @expose("/<int:edition_id>/bericht", methods=BOTH)
    def new_item(self, edition_id: int) -> ResponseReturnValue:
        """Add a piece of our own."""
        edition = editions.edition_by_id(edition_id)
        audiences = audiences_of(edition)
        form = ItemForm.of(None, audiences, {audience.id for audience in audiences})
        made = self.tried(form, form.text, lambda: editing.save_item(edition, form.plan()))
        if made:
            flash_done(_("The item has been added."))
            return self.to("contents", edition, _anchor=f"bericht-{made.id}")
        return self.page("item", editions.edition_by_id(edition_id), form=form, item=None)

    @expose("/<int:edition_id>/bericht/<int:item_id>", methods=BOTH)
    def item(self, edition_id: int, item_id: int) -> ResponseReturnValue:
        """Change the words of an item, where it stands and for whom it is."""
        edition = editions.edition_by_id(edition_id)
        item = editing.item_of(edition, item_id)
        form = ItemForm.of(item, audiences_of(edition), editing.audiences_of([item])[item.id])
        if self.tried(form, form.text, lambda: editing.save_item(edition, form.plan(), item)):
            flash_done(_("The item has been saved."))
            return self.to("contents", edition, _anchor=f"bericht-{item.id}")
        return self.page("item", edition, form=form, item=editing.item_of(edition, item_id))

    @expose("/<int:edition_id>/bericht/<int:item_id>/verplaatsen", methods=("POST",))
    def move(self, edition_id: int, item_id: int) -> ResponseReturnValue:
        """Exchange an item with its neighbour."""
        edition = editions.edition_by_id(edition_id)
        item = editing.item_of(edition, item_id)
        editing.move_item(item, up=request.form.get("way") == "up")
        return self.to("contents", edition, _anchor=f"bericht-{item.id}")

    @expose("/<int:edition_id>/volgorde", methods=("POST",))
    def order(self, edition_id: int) -> ResponseReturnValue:
        """Store the order that somebody dragged."""
        edition = editions.edition_by_id(edition_id)
        editing.order_items(edition, request.form.getlist("item", type=int))
        return self.to("contents", edition)

    @expose("/<int:edition_id>/bericht/<int:item_id>/weglaten", methods=("POST",))
    def leave_out(self, edition_id: int, item_id: int) -> ResponseReturnValue:
        """Take an item out, or put it back."""
        edition = editions.edition_by_id(edition_id)
        out = request.form.get("back") is None
        editing.leave_out(editing.item_of(edition, item_id), out)
        flash_done(_("The item is out of the edition.") if out else _("The item is back in the edition."))
        return self.to("contents", edition)

    @expose("/<int:edition_id>/bericht/<int:item_id>/terug", methods=("POST",))
    def original(self, edition_id: int, item_id: int) -> ResponseReturnValue:
        """Give an item the words again that were offered."""
        edition = editions.edition_by_id(edition_id)
        editing.put_back_words(editing.item_of(edition, item_id))
        flash_done(_("The item has its first words again."))
        return redirect(url_for(".item", edition_id=edition.id, item_id=item_id), 303)

    @expose("/<int:edition_id>/varianten", methods=BOTH)
    def variants(self, edition_id: int) -> ResponseReturnValue:
        """Give every audience its own subject and lead."""
        edition = editions.edition_by_id(edition_id)
        rows = [(one, VariantForm.of(one.variant)) for one in contents(edition)]
        if request.method == "POST" and not [form for _one, form in rows if not form.validate()]:
            for one, form in rows:
                editing.save_variant(one.variant, form.subject.data, form.lead.data or "", bool(form.included.data))
            flash_done(_("The variants have been saved."))
            return self.to("preview", edition)
        chosen = {one.variant.audience_id for one, _form in rows}
        others = Audience.select().where(Audience.id.not_in(chosen)).order_by(Audience.name, Audience.id)
        return self.page("variants", edition, rows=rows, others=list(others))

    @expose("/<int:edition_id>/doelgroepen", methods=("POST",))
    def audiences(self, edition_id: int) -> ResponseReturnValue:
        """Add a variant for another audience, or take one away."""
        edition = editions.edition_by_id(edition_id)
        present = {variant.audience_id for variant in editions.variants_of(edition)}
        wanted = present | set(request.form.getlist("add", type=int))
        editing.set_variants(edition, sorted(wanted - set(request.form.getlist("remove", type=int))))
        flash_done(_("The variants have been saved."))
        return self.to("variants", edition)

    @expose("/<int:edition_id>/controle")
    def check(self, edition_id: int) -> ResponseReturnValue:
        """Show what is missing, and ask for approval."""
        edition = editions.edition_by_id(edition_id)
        return self.page(
            "check",
            edition,
            findings=findings(edition),
            may_approve=approving.may_approve(edition),
            rows=contents(edition),
        )

    @expose("/<int:edition_id>/goedkeuren", methods=("POST",))
    @requires(APPROVE)
    def approve(self, edition_id: int) -> ResponseReturnValue:
        """Find the edition good."""
        edition = editions.edition_by_id(edition_id)
        approving.approve(edition)
        flash_done(_("The edition has been approved."))
        return self.to("send", edition)


def audiences_of(edition: Edition) -> list[Audience]:
    """Give the audiences of the variants, in their order."""
    return [variant.audience for variant in editions.variants_of(edition)]


def shared() -> dict[str, Any]:
    """Give what every page may use: who may, the name of the newsletter, and where screens are."""
    rooms = {plugin.name: plugin.title for plugin in registry.plugins.values()} | {"calendars": _("the agenda")}
    return {"may": may, "newsletter": editions.newsletter_title(), "homes": HOMES, "rooms": rooms}
