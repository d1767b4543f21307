"""The screens of merging: what may be double, two side by side, and what was merged lately."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.contacts import ContactKind
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.jobs import enqueue
from ovkk_core.merging import comparing, listing, strictness
from ovkk_core.merging.declarations import WRITE
from ovkk_core.merging.finding import candidates, likely_of, record_of, say_not_same, searched_once
from ovkk_core.merging.jobs import SEARCH
from ovkk_core.merging.merging import merge, to_move
from ovkk_core.merging.models import Merge
from ovkk_core.merging.undoing import undo
from ovkk_core.merging.words import in_a_sentence
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage

KINDS = {"personen": ContactKind.PERSON, "organisaties": ContactKind.ORGANISATION}
PLURALS = {kind: name for name, kind in KINDS.items()}
DETAILS = {
    ContactKind.PERSON: "contacts_person.details_view",
    ContactKind.ORGANISATION: "contacts_organisation.details_view",
}
PAIR = "/<any(personen, organisaties):kind>/<int:one>/<int:other>/"


class MergingPages(AdminPage):
    """The overview, one contact, two side by side, and the way back."""

    read = write = WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List what may be double, and what can still be undone."""
        return self.render(
            "merging/admin/index.html",
            lists=[(kind, *listing.pairs(kind)) for kind in (ContactKind.PERSON, ContactKind.ORGANISATION)],
            done=listing.lately(),
            searched=searched_once(),
            plurals=PLURALS,
            details=DETAILS,
        )

    @expose("/zoeken", methods=("POST",))
    def search(self) -> ResponseReturnValue:
        """Have everybody compared anew."""
        enqueue(SEARCH)
        flash_done(_("Everybody is being compared. Look again in a few minutes."))
        return redirect(url_for(".index"), 303)

    @expose("/<any(personen, organisaties):kind>/")
    def choose(self, kind: str) -> ResponseReturnValue:
        """Find a contact by name, to merge it by hand."""
        words = request.args.get("q", "")
        return self._choice(kind, None, listing.named(KINDS[kind], words) if words.strip() else [], words)

    @expose("/<any(personen, organisaties):kind>/<int:one>/")
    def one(self, kind: str, one: int) -> ResponseReturnValue:
        """Show what one contact may be the same as, and find another by name."""
        words, contact = request.args.get("q", ""), record_of(KINDS[kind], one)
        found = listing.named(KINDS[kind], words, but=one) if words.strip() else []
        return self._choice(kind, contact, found, words)

    @expose(PAIR)
    def compare(self, kind: str, one: int, other: int) -> ResponseReturnValue:
        """Show two side by side, the one that stays first, with what will move."""
        if one == other:
            raise NotFoundError("Kies twee verschillende contacten.")
        chosen = KINDS[kind]
        kept, merged = record_of(chosen, one), record_of(chosen, other)
        if request.args.get("voorstel") == "1":
            hanging = to_move(kept).total(), to_move(merged).total()
            kept, merged = comparing.better_kept(kept, merged, hanging)
        lines = comparing.lines(chosen, kept, merged)
        return self.render(
            "merging/admin/compare.html",
            kind=kind,
            kept=kept,
            merged=merged,
            lines=lines,
            moves=in_a_sentence(to_move(merged)),
            stays=in_a_sentence(to_move(kept)),
            consequences=strictness.consequences(kept, merged) if chosen is ContactKind.PERSON else [],
            reasons=next((m.reasons for m in candidates(kept) if m.id == merged.id), ()),
            details=DETAILS[chosen],
        )

    @expose(f"{PAIR}samenvoegen", methods=("POST",))
    def merge(self, kind: str, one: int, other: int) -> ResponseReturnValue:
        """Let the second go into the first."""
        chosen = KINDS[kind]
        kept, merged = record_of(chosen, one), record_of(chosen, other)
        merge(kept, merged, comparing.taken_from(request.form, chosen))
        flash_done(_("%(what)s was merged. You can undo this for thirty days at “Possibly double”.", what=str(kept)))
        return redirect(url_for(DETAILS[chosen], id=kept.id), 303)

    @expose(f"{PAIR}niet-dezelfde", methods=("POST",))
    def not_same(self, kind: str, one: int, other: int) -> ResponseReturnValue:
        """Remember that they are two."""
        chosen = KINDS[kind]
        first, second = record_of(chosen, one), record_of(chosen, other)
        say_not_same(chosen, first.id, second.id)
        flash_done(_("Noted: %(one)s and %(other)s are not the same.", one=str(first), other=str(second)))
        return redirect(url_for(".index"), 303)

    @expose("/samengevoegd/<int:number>/ongedaan", methods=("POST",))
    def undo(self, number: int) -> ResponseReturnValue:
        """Take a merge back."""
        found = Merge.get_or_none(Merge.id == number)
        if found is None:
            raise NotFoundError("Deze samenvoeging bestaat niet. Ga terug naar het overzicht.")
        try:
            undo(found)
        except BadInputError as error:
            return self.render("merging/admin/refused.html", message=str(error), done=found), error.status
        flash_done(_("The merge was undone: both are there again, as they were."))
        return redirect(url_for(".index"), 303)

    def _choice(self, kind: str, contact: Any, found: list[Any], words: str) -> ResponseReturnValue:
        likely = likely_of(contact) if contact else []
        return self.render(
            "merging/admin/choose.html",
            kind=kind,
            contact=contact,
            likely=likely,
            found=found,
            words=words,
            details=DETAILS[KINDS[kind]],
        )


def page() -> AdminPage:
    """Give a fresh instance of the screens."""
    where = {"endpoint": "merging", "url": "/beheer/mogelijk-dubbel/"}
    return MergingPages(_l("Possibly double"), category=_l("Contacts"), **where)
