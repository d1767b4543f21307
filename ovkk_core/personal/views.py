"""Somebody's own page, behind a link that is the secret; without an account, a cookie or JavaScript.

GET and HEAD change nothing, whatever fetches them (ITIP-8). The link guards the forms, so they need no token in a
cookie; requests that a browser says come from another site are refused before they get here (SEC-5).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ovkk_core.accounts import public
from ovkk_core.consents import PreferencesForm, save_preferences
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import acting
from ovkk_core.mail import Recipient
from ovkk_core.personal import checking, details, erasing, feeds, handing, holding, links, renewing
from ovkk_core.personal.models import PersonalLink
from ovkk_core.personal.own_page import coming_positions, own_page
from ovkk_core.web import csrf, limiter

blueprint = Blueprint("personal", __name__)
PER_NETWORK = "60 per minute"
ASKING = "20 per hour"


def sent(path: str, endpoint: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a view of what is sent from the page: it gets the token and its link, which must open somebody's page."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @blueprint.post(f"/u/<token>/{path}", endpoint=endpoint)
        @csrf.exempt
        @public
        @limiter.limit(PER_NETWORK)
        @wraps(view)
        def guarded(token: str, **more: Any) -> Any:
            link = links.own_link_of(token)
            with acting(f"persoon:{link.person_id}"):
                answer = view(token, link, **more)
            links.used(link)
            return answer

        return guarded

    return decorate


@blueprint.errorhandler(NotFoundError)
def gone(error: NotFoundError) -> ResponseReturnValue:
    """Say that the link does not work, the same for every reason, and how to ask for a new one."""
    return render_template("personal/gone.html", message=str(error)), 404


@blueprint.get("/u/<token>")
@public
@limiter.limit(PER_NETWORK)
def page(token: str) -> ResponseReturnValue:
    """Show everything on one page."""
    link = links.link_of(token)
    if link.person is None or link.organisation_id:
        return redirect(url_for("personal_check.check", token=token), 303)
    return own_page(token, link)


@sent("gegevens", "save_details")
def save_details(token: str, link: PersonalLink) -> ResponseReturnValue:
    """Store somebody's own details."""
    form = details.DetailsForm(link.person, request.form)
    if not form.validate():
        return own_page(token, link, details=form), 422
    details.save_details(link.person, form)
    checking.note_change(link, None)
    return _back(token, "gegevens")


@sent("voorkeuren", "save_preferences")
def store_preferences(token: str, link: PersonalLink) -> ResponseReturnValue:
    """Store what somebody wants to get: taking a consent back is one tick, as giving it is (PRIV-1)."""
    form = PreferencesForm(link.person, request.form)
    if not form.validate():
        return own_page(token, link, preferences=form), 422
    save_preferences(link.person, form)
    return _back(token, "voorkeuren")


@sent("functies/<int:position_id>/stoppen", "leave")
def leave(token: str, link: PersonalLink, position_id: int) -> ResponseReturnValue:
    """Say that somebody does this no more, after the day given."""
    try:
        position = next((one for one in coming_positions(link.person) if one.id == position_id), None)
        if position is None:
            raise BadInputError("Deze functie hebt u niet (meer).")
        handing.hand_over(position, None, _day(request.form) + timedelta(days=1), by_link=True)
    except BadInputError as error:
        return own_page(token, link, refusal=(f"functie-{position_id}", str(error))), error.status
    return _back(token, "functie")


@sent("agendas", "make_feed")
def make_feed(token: str, link: PersonalLink) -> ResponseReturnValue:
    """Make a calendar and show its address, this once."""
    position = request.form.get("position", 0, type=int)
    _, address = feeds.make_feed(link.person, position, request.form.get("kind", ""))
    return own_page(token, link, address=address)


@sent("agendas/<int:number>/adres", "feed_address")
def feed_address(token: str, link: PersonalLink, number: int) -> ResponseReturnValue:
    """Give a calendar a new address and show it, this once."""
    return own_page(token, link, address=feeds.new_address(link.person, number)[1])


@sent("agendas/<int:number>/stoppen", "end_feed")
def end_feed(token: str, link: PersonalLink, number: int) -> ResponseReturnValue:
    """Let no address of a calendar work any more."""
    feeds.end_addresses(link.person, number)
    return _back(token, "agenda")


@sent("links", "revoke_links")
def revoke_links(token: str, link: PersonalLink) -> ResponseReturnValue:
    """Let every other link of this person work no more."""
    links.revoke((PersonalLink.person == link.person) & (PersonalLink.id != link.id))
    return _back(token, "links")


@sent("verwijderen", "ask_erasure")
def ask_erasure(token: str, link: PersonalLink) -> ResponseReturnValue:
    """Note that somebody asks to be erased."""
    try:
        erasing.ask_erasure(link.person, request.form.get("note", "").strip())
    except BadInputError as error:
        return own_page(token, link, refusal=("verwijderen", str(error))), error.status
    return _back(token, "verzoek")


@sent("verwijderen/intrekken", "withdraw_erasure")
def withdraw_erasure(token: str, link: PersonalLink) -> ResponseReturnValue:
    """Take that back."""
    erasing.withdraw_erasure(link.person)
    return _back(token, "verzoek-terug")


@blueprint.get("/u/<token>/alles")
@public
@limiter.limit(PER_NETWORK)
def everything(token: str) -> ResponseReturnValue:
    """Show everything we hold about somebody, to read or print (AVG 15)."""
    link = links.own_link_of(token)
    return render_template("personal/everything.html", token=token, person=link.person, parts=holding.held(link.person))


@blueprint.get("/u/<token>/alles.json")
@public
@limiter.limit(PER_NETWORK)
def everything_json(token: str) -> ResponseReturnValue:
    """Give the same for programs (AVG 20)."""
    link = links.own_link_of(token)
    headers = {"Content-Disposition": 'attachment; filename="mijn-gegevens.json"'}
    return Response(holding.as_json(link.person), mimetype="application/json", headers=headers)


@blueprint.get("/u/nieuwe-link")
@public
def renew() -> ResponseReturnValue:
    """Ask for the address to which a new link may go."""
    return render_template("personal/renew.html", error="", address="", asked="verstuurd" in request.args)


@blueprint.post("/u/nieuwe-link")
@csrf.exempt
@public
@limiter.limit(ASKING)
def send_renewal() -> ResponseReturnValue:
    """Say the same about every address; the worker mails who we know."""
    address = request.form.get("email", "").strip()
    try:
        renewing.ask_link(Recipient(address).address)
    except BadInputError as error:
        return render_template("personal/renew.html", error=str(error), address=address, asked=False), error.status
    return redirect(url_for(".renew", verstuurd=1), 303)


def _back(token: str, done: str) -> ResponseReturnValue:
    return redirect(url_for(".page", token=token, klaar=done), 303)


def _day(form: MultiDict[str, str]) -> date:
    try:
        return date.fromisoformat(form.get("last_day", ""))
    except ValueError:
        raise BadInputError("Vul uw laatste dag in, met dag, maand en jaar, zoals 10-03-2026.") from None
