"""The screens of agreements, in the order of work: list, new, filters, what the partner sees, address, follow."""

from typing import Any

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ovkk_core.accounts import requires
from ovkk_core.agreements import choices, embedding, following, own_feeds, returning, tokens
from ovkk_core.agreements.forms import AgreementForm
from ovkk_core.agreements.models import FeedAgreement, Fetch
from ovkk_core.agreements.others import judged_others, others_of
from ovkk_core.agreements.selection import judged
from ovkk_core.agreements.sentences import sentence, who
from ovkk_core.calendars import keeping, subscribing
from ovkk_core.errors import NotFoundError
from ovkk_core.web import AdminPage, flash_done

FETCHES = 30  # rows in the table of who fetched
LEAKS = 5
SHOWN = 200  # events in each list of a preview; the heading counts them all
WRITE = "agreements.write"


class AgreementsPage(AdminPage):
    """Makes and follows agreements about calendars."""

    read = "agreements.read"
    write = WRITE
    states = choices.STATES
    shown = SHOWN
    who = staticmethod(who)
    kinds = own_feeds.KINDS

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List agreements with who fetched last, and how they do."""
        return self.render("agreements/admin/list.html", standings=following.standings())

    @expose("/nieuw/", methods=("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Make an agreement, or show what the partner would see."""
        return self._edit(FeedAgreement(embed=""))

    @expose("/<int:number>/wijzigen/", methods=("GET", "POST"))
    def edit(self, number: int) -> ResponseReturnValue:
        """Change an agreement, or show what the partner would see."""
        return self._edit(_found(number))

    @expose("/functies/")
    @requires(WRITE)
    def positions(self) -> ResponseReturnValue:
        """Look for a position or a person to give a calendar of its own."""
        found, count = own_feeds.positions_found(request.args.get("q", ""))
        there = own_feeds.own_feeds(found)
        return self.render(
            "agreements/admin/positions.html", found=found, count=count, there=there, kinds=own_feeds.KINDS
        )

    @expose("/functies/<int:position>/", methods=("POST",))
    @requires(WRITE)
    def of_position(self, position: int) -> ResponseReturnValue:
        """Make the calendar of a position or its holder and show its address, this once; or the one that is there."""
        agreement, made = own_feeds.make(position, request.form.get("kind"))
        if made:
            return self._given(agreement.id)
        flash_done(_("This calendar was there already. Here you can give it a new address."))
        return redirect(url_for(".show", number=agreement.id), 303)

    @expose("/<int:number>/")
    def show(self, number: int) -> ResponseReturnValue:
        """Show what was agreed, how the calendar is used, and what can be done."""
        return self._page(_found(number))

    @expose("/<int:number>/voorbeeld/")
    def preview(self, number: int) -> ResponseReturnValue:
        """Show what the partner sees, and why not the rest."""
        agreement = _found(number)
        return self.render("agreements/admin/preview.html", agreement=agreement, **_preview(agreement))

    @expose("/<int:number>/adres/", methods=("POST",))
    @requires(WRITE)
    def address(self, number: int) -> ResponseReturnValue:
        """Give a new address and show it, this once; no address of a page and no session ever holds it."""
        return self._given(number)

    def _given(self, number: int) -> ResponseReturnValue:
        agreement = _found(number)
        token = tokens.give(agreement)
        response = make_response(self._page(agreement, f"{keeping.base_url()}/kalender/prive/{token}.ics"))
        response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        return response

    @expose("/<int:number>/intrekken/", methods=("POST",))
    @requires(WRITE)
    def revoke(self, number: int) -> ResponseReturnValue:
        """Let no address work any more."""
        tokens.take_back(_found(number))
        flash_done(_("The address no longer works. Programs get no more events from the next fetch on."))
        return redirect(url_for(".show", number=number), 303)

    def _edit(self, agreement: FeedAgreement) -> ResponseReturnValue:
        form = AgreementForm(agreement)
        preview: dict[str, Any] = {}
        if form.validate_on_submit():
            form.fill(agreement)
            if "preview" not in request.form:
                returning.save(agreement)
                flash_done(_("The agreement was saved."))
                return redirect(url_for(".show", number=agreement.id), 303)
            preview = _preview(agreement)
        page = self.render("agreements/admin/form.html", form=form, agreement=agreement, **preview)
        return page, 422 if form.errors else 200

    def _page(self, agreement: FeedAgreement, address: str = "") -> str:
        base_url = keeping.base_url()
        fetches = Fetch.select().where(Fetch.agreement == agreement).order_by(Fetch.day.desc(), Fetch.program)
        page: str = self.render(
            "agreements/admin/show.html",
            agreement=agreement,
            standing=following.standing_of(agreement),
            sentence=sentence(agreement),
            tokens=tokens.working_tokens(agreement),
            leaks=tokens.leaked_tokens(agreement)[:LEAKS],
            fetches=list(fetches.limit(FETCHES)),
            address=address,
            programs=subscribing.PRIVATE_PROGRAMS,
            code=embedding.code(agreement, base_url) if agreement.embed else "",
            embed_address=f"{base_url}/kalender/inbedden/{agreement.embed}",
            cancelling=choices.CANCELLING[agreement.cancelling],
            vanishing=choices.VANISHING[agreement.vanishing],
        )
        return page


def views() -> list[AdminPage]:
    """Give this room's screens."""
    return [
        AgreementsPage(
            _l("Calendar agreements"),
            category=_l("Calendar"),
            endpoint="agreements_agreements",
            url="/beheer/agenda-afspraken/",
        )
    ]


def _found(number: int) -> FeedAgreement:
    agreement = following.with_contacts().where(FeedAgreement.id == number).first()
    if agreement is None:
        raise NotFoundError("Deze afspraak bestaat niet (meer). Ga terug naar de lijst.")
    return agreement


def _preview(agreement: FeedAgreement) -> dict[str, Any]:
    found, others = judged(agreement), judged_others(agreement, others_of(agreement))
    return {
        "sentence": sentence(agreement),
        "inside": [one for one in found if not one.verdict.reason],
        "outside": [one for one in found if one.verdict.reason],
        "others": [one for one in others if not one.reason],
        "others_not": [one for one in others if one.reason],
    }
