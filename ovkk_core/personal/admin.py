"""The screens of who keeps the contacts: links and requests of people, and changes of boards to look at."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.contacts import Person
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import audit
from ovkk_core.personal import board_pages, check_pages, erasing, links, renewing
from ovkk_core.personal.declarations import READ, WRITE
from ovkk_core.personal.kinds import ErasureState
from ovkk_core.personal.models import ErasureRequest, PersonalLink
from ovkk_core.web import AdminPage, flash_done

CATEGORY = _l("Contacts")
SHOWN = 30


class LinkPages(AdminPage):
    """Mails people a link to their own page, takes links back, and decides about requests to be erased."""

    read, write = READ, WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show requests, and the people with a name."""
        name = request.args.get("naam", "").strip()
        people, requests = _people(name) if name else None, erasing.open_erasure_requests()
        return self.render(
            "personal/admin/links.html",
            shows=len(people or ()) + len(requests),
            requests=requests,
            name=name,
            people=people,
            links=links.links_of_all(people or ()),
        )

    @expose("/<int:person_id>/mailen", methods=("POST",))
    def mail_link(self, person_id: int) -> ResponseReturnValue:
        """Mail somebody a link; nobody of the association ever sees it."""
        person = _person(person_id)
        if not renewing.mail_own_link(person):
            raise BadInputError("Deze persoon heeft geen e-mailadres waar post heen mag. Vul eerst een adres in.")
        audit("personal.link", "contacts_person", person.id)
        flash_done(_("A mail with a link is on its way to %(name)s.", name=str(person)))
        return redirect(url_for(".index", naam=request.form.get("naam", "")), 303)

    @expose("/<int:person_id>/intrekken", methods=("POST",))
    def revoke(self, person_id: int) -> ResponseReturnValue:
        """Let no link of somebody work any more."""
        person = _person(person_id)
        links.revoke(PersonalLink.person == person)
        audit("personal.revoke", "contacts_person", person.id)
        flash_done(_("No link of %(name)s works any more.", name=str(person)))
        return redirect(url_for(".index", naam=request.form.get("naam", "")), 303)

    @expose("/verzoek/<int:number>", methods=("POST",))
    def settle(self, number: int) -> ResponseReturnValue:
        """Note what was decided about a request to be erased."""
        asked = ErasureRequest.get_or_none(id=number)
        if asked is None:
            raise NotFoundError("Dit verzoek bestaat niet (meer). Ga terug naar het overzicht.")
        state = ErasureState.DONE if "done" in request.form else ErasureState.REFUSED
        erasing.settle_erasure(asked, state, request.form.get("answer", "").strip())
        flash_done(_("The decision has been noted."))
        return redirect(url_for(".index"), 303)


def pages() -> list[AdminPage]:
    """Give a fresh instance of every screen."""
    return [
        LinkPages(
            _l("Personal pages"), endpoint="personal_links", url="/beheer/persoonlijke-paginas/", category=CATEGORY
        ),
        board_pages.page(CATEGORY),
        check_pages.page(CATEGORY),
    ]


def _person(person_id: int) -> Person:
    person: Person | None = Person.get_or_none(id=person_id)
    if person is None:
        raise NotFoundError("Deze persoon bestaat niet (meer). Ga terug naar het overzicht.")
    return person


def _people(name: str) -> list[Person]:
    query = Person.select().where(Person.sort_key.contains(fold(name)))
    return list(query.order_by(Person.sort_key, Person.id).limit(SHOWN))
