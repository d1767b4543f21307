"""The screens about consents: who decided what, the words people agree to, and addresses that get no mail."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import may
from ovkk_core.consents import deciding, following, suppressing, wordings
from ovkk_core.consents.admin_forms import DecisionForm, SuppressForm, WordingForm
from ovkk_core.consents.declarations import READ, WRITE
from ovkk_core.consents.judging import STANDING
from ovkk_core.consents.kinds import ConsentState, SuppressionReason
from ovkk_core.consents.models import Consent, Suppression
from ovkk_core.consents.purposes import purpose_named, purposes, purposes_to_choose
from ovkk_core.contacts import Language, Person
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.web import flash_done
from ovkk_core.web.admin import AdminPage

CATEGORY = _l("Privacy")
BOTH = ("GET", "POST")
SHOWN = 100


class ConsentPages(AdminPage):
    """How many people decided what, and what one of them decided."""

    read, write = READ, WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the counts, and the people of one state or with a name."""
        state = next((s for s in ConsentState if s.value == request.args.get("staat")), None)
        name = request.args.get("naam", "").strip()
        people = _people(state, name) if state or name else None
        return self.render(
            "consents/admin/consents.html",
            shows=len(people or ()),
            counts=following.counts(),
            states=ConsentState,
            state=state,
            name=name,
            people=people,
            most=SHOWN,
        )

    @expose("/persoon/<int:person_id>/")
    def person(self, person_id: int) -> ResponseReturnValue:
        """Show what somebody decided."""
        return self._person(_person(person_id), DecisionForm(purposes_to_choose()))

    @expose("/persoon/<int:person_id>/", methods=("POST",))
    def decide(self, person_id: int) -> ResponseReturnValue:
        """Note what somebody told us."""
        person, form = _person(person_id), DecisionForm(purposes_to_choose())
        if not form.validate():
            return self._person(person, form), 422
        if form.decision.data == "give":
            deciding.give(person, form.purpose.data, form.way, proof=form.proof.data.strip())
        else:
            deciding.withdraw(person, form.purpose.data, form.way)
        flash_done(_("This was noted, and counts at once."))
        return redirect(url_for(".person", person_id=person.id), 303)

    def _person(self, person: Person, form: DecisionForm) -> str:
        panel = following.panel_of(person)
        return str(self.render("consents/admin/person.html", panel=panel, form=form, may=may, WRITE=WRITE))


class WordingPages(AdminPage):
    """The words people agree to, version by version."""

    read, write = READ, WRITE
    nobody = "wordings"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show each purpose with the words of now."""
        shown = [(p, wordings.wording_text(p.name)) for p in purposes().values()]
        return self.render("consents/admin/wordings.html", shown=shown, may=may, WRITE=WRITE)

    @expose("/<name>/", methods=BOTH)
    def edit(self, name: str) -> ResponseReturnValue:
        """Show the versions of one purpose; show a new text as people would see it, and store it."""
        purpose = purpose_named(name)
        form = WordingForm(text=wordings.wording_text(name))
        preview = None
        if form.validate_on_submit():
            if "preview" in request.form:
                preview = form.text.data
            elif self._stored(name, form):
                return redirect(url_for(".edit", name=name), 303)
        page = self.render(
            "consents/admin/wording.html",
            purpose=purpose,
            form=form,
            preview=preview,
            versions=wordings.versions(name),
            may=may,
            WRITE=WRITE,
        )
        return page, 422 if form.errors else 200

    def _stored(self, name: str, form: WordingForm) -> bool:
        try:
            wordings.write_wording(name, form.text.data, Language(form.language.data))
        except BadInputError as error:
            form.text.errors = [str(error)]
            return False
        flash_done(_("The text has been saved. Who agreed before keeps the text of then."))
        return True


class SuppressionPages(AdminPage):
    """Addresses that get no mail; we keep a fingerprint of them, so the list shows who only where we know it."""

    read, write = READ, WRITE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the newest, and how to look one up."""
        return self._page(SuppressForm())

    @expose("/", methods=("POST",))
    def act(self) -> ResponseReturnValue:
        """Look an address up, or put it on the list."""
        form = SuppressForm()
        if not form.validate():
            return self._page(form), 422
        address = form.address.data.strip()
        if "add" in request.form:
            suppressing.suppress(address, SuppressionReason.BY_HAND, note=form.note.data.strip())
            flash_done(_("No mail goes to this address any more."))
            return redirect(url_for(".index"), 303)
        return self._page(form, looked_up=address, found=suppressing.suppressions_of(address))

    @expose("/<int:number>/opheffen", methods=("POST",))
    def lift(self, number: int) -> ResponseReturnValue:
        """Take one off the list."""
        listed = Suppression.get_or_none(id=number)
        if listed:
            suppressing.lift(listed)
        flash_done(_("Mail may go to this address again."))
        return redirect(url_for(".index"), 303)

    def _page(self, form: SuppressForm, looked_up: str = "", found: Any = ()) -> str:
        return str(
            self.render(
                "consents/admin/suppressions.html",
                form=form,
                looked_up=looked_up,
                found=found,
                newest=suppressing.newest(SHOWN),
                titles={name: purpose.title for name, purpose in purposes().items()},
                count=Suppression.select().count(),
                may=may,
                WRITE=WRITE,
            )
        )


def pages() -> list[AdminPage]:
    """Give a fresh instance of every screen."""
    return [
        ConsentPages(_l("Consents"), endpoint="consents_decision", url="/beheer/toestemmingen/", category=CATEGORY),
        WordingPages(
            _l("Texts to agree to"), endpoint="consents_wording", url="/beheer/toestemmingsteksten/", category=CATEGORY
        ),
        SuppressionPages(
            _l("Addresses without mail"), endpoint="consents_suppression", url="/beheer/niet-mailen/", category=CATEGORY
        ),
    ]


def _person(person_id: int) -> Person:
    person: Person | None = Person.get_or_none(id=person_id)
    if person is None:
        raise NotFoundError("Deze persoon bestaat niet (meer). Ga terug naar het overzicht.")
    return person


def _people(state: ConsentState | None, name: str) -> list[Person]:
    """Give the first people with ``name`` in theirs, or of one state; both when both are asked."""
    query = Person.select().order_by(Person.sort_key, Person.id).limit(SHOWN)
    if state:
        query = query.where(Person.id.in_(Consent.select(Consent.person).where(STANDING, Consent.state == state)))
    return list(query.where(Person.sort_key.contains(fold(name))) if name else query)
