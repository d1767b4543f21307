"""The dossiers: a page to look one up, and everything about one person, organisation, village or municipality."""

from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import current_user, may
from ovkk_core.contacts import ATTRIBUTION
from ovkk_core.dossiers import histories, looking, people, subjects, timelines
from ovkk_core.dossiers.subjects import Found
from ovkk_core.errors import NotFoundError
from ovkk_core.registry import registry
from ovkk_core.web import Part, draw, flash_done
from ovkk_core.web.admin import AdminPage, facts_of, restored, seen

KIND = "/<any(persoon, organisatie, dorp, gemeente):kind>/<int:number>/"


class DossierPages(AdminPage):
    """Looks up dossiers and shows them."""

    read, write = "contacts.read", "contacts.write"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Find a dossier by name."""
        words = request.args.get("zoek", "").strip()
        return self.render(
            "dossiers/admin/index.html", words=words, groups=looking.look(words) if words else [], kinds=subjects.WORDS
        )

    @expose(KIND)
    def show(self, kind: str, number: int) -> ResponseReturnValue:
        """Show everything this user may know about one of them."""
        found = subjects.find(kind, number)
        if found.record.id != number:
            return redirect(found.address, 301)
        seen(found.record._meta.table_name, number)
        user, chosen = current_user(), request.args.get("soort", "")
        return self.render(
            "dossiers/admin/dossier.html",
            found=found,
            facts=facts_of(found.kind.screen, found.record),
            bodies=people.bodies_of(found.subject),
            positions=people.positions_of(found.subject),
            panels=_panels(found),
            timeline=timelines.timeline_of(found.subject, user, until=_moment(), kind=chosen),
            chosen=chosen,
            paged="tot" in request.args,
            history=histories.history(found),
            may_write=may(self.write),
            attribution=ATTRIBUTION,
        )

    @expose(f"{KIND}terugzetten/<int:revision>/", methods=("POST",))
    def restore(self, kind: str, number: int, revision: int) -> ResponseReturnValue:
        """Take back one change of the record, or of a position that belongs to it."""
        found = subjects.find(kind, number)
        restored(_screen_of(found, revision), revision)
        flash_done(_("%(what)s was put back as it was.", what=str(found.record)))
        return redirect(url_for(".show", kind=kind, number=found.record.id, _anchor="geschiedenis"), 303)


def page() -> AdminPage:
    """Give a fresh instance of the page."""
    return DossierPages(_l("Dossiers"), category=_l("Contacts"), endpoint="dossiers_admin", url="/beheer/dossier/")


def _panels(found: Found) -> list[Part]:
    """Give the parts of rooms that this user may see."""
    asked = registry.ask("panels", subject=found.subject)
    return draw("panels", [(room, one) for room, one in asked if one.permission is None or may(one.permission)])


def _screen_of(found: Found, number: int) -> str:
    """Give the screen that takes back a change of this dossier; raises ``NotFoundError`` for one of another."""
    shown = {sentence.moment.revision.id: sentence.screen for sentence in histories.history(found)}
    if not shown.get(number):
        raise NotFoundError("Deze wijziging staat niet (meer) in dit dossier. Ververs de pagina.")
    return shown[number]


def _moment() -> Any:
    """Give the moment up to which the address asks the timeline; None for one that is none."""
    try:
        moment = datetime.fromisoformat(request.args.get("tot", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
