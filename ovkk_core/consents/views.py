"""Signing up and unsubscribing, for anybody and without a cookie.

The forms hold no token: signing up is open to anybody, and the links are secrets themselves. What a browser says
comes from another site is refused before it gets here (SEC-5), but for the one click of RFC 8058, which mail
programs make from anywhere.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ovkk_core.accounts import public
from ovkk_core.consents import signing_up, unsubscribing
from ovkk_core.consents.forms import SignUpForm
from ovkk_core.contacts import Language
from ovkk_core.errors import NotFoundError
from ovkk_core.web import csrf, from_anywhere, language, limiter

blueprint = Blueprint("consents", __name__)
PER_NETWORK = "20 per hour"
OF_LINKS = "60 per minute"


@blueprint.get("/aanmelden")
@public
def sign_up() -> ResponseReturnValue:
    """Ask who wants to hear what."""
    return render_template("consents/sign_up.html", form=SignUpForm(_language(), None))


@blueprint.post("/aanmelden")
@csrf.exempt
@public
@limiter.limit(PER_NETWORK)
def send_sign_up() -> ResponseReturnValue:
    """Say the same about every address; the worker mails the link to confirm."""
    form = SignUpForm(_language(), request.form)
    if not form.validate():
        return render_template("consents/sign_up.html", form=form), 422
    signing_up.sign_up(form.request())
    return render_template("consents/sign_up_sent.html")


@blueprint.get("/aanmelden/bevestigen/<token>")
@public
@limiter.limit(OF_LINKS)
def ask_confirmation(token: str) -> ResponseReturnValue:
    """Show what would be confirmed, with a button."""
    return _confirmation(token, confirming=False)


@blueprint.post("/aanmelden/bevestigen/<token>")
@csrf.exempt
@public
@limiter.limit(OF_LINKS)
def confirm(token: str) -> ResponseReturnValue:
    """Confirm."""
    return _confirmation(token, confirming=True)


@blueprint.get("/afmelden/<token>")
@public
def ask_unsubscribe(token: str) -> ResponseReturnValue:
    """Show a button; the page is the same for every token."""
    return render_template("consents/unsubscribe.html", token=token, done=False)


@blueprint.post("/afmelden/<token>")
@csrf.exempt
@from_anywhere
@public
@limiter.exempt
def unsubscribe(token: str) -> ResponseReturnValue:
    """Unsubscribe at once, whatever the body says; the answer is the same for every token (RFC 8058 3.1)."""
    unsubscribing.unsubscribe(token)
    return render_template("consents/unsubscribe.html", token=token, done=True)


@blueprint.get("/afmelden/ongedaan/<token>")
@public
@limiter.limit(OF_LINKS)
def ask_undo(token: str) -> ResponseReturnValue:
    """Show a button to undo."""
    known = unsubscribing.undoes(token)
    return render_template("consents/undo.html", token=token, known=known, done=False), 200 if known else 404


@blueprint.post("/afmelden/ongedaan/<token>")
@csrf.exempt
@public
@limiter.limit(OF_LINKS)
def undo(token: str) -> ResponseReturnValue:
    """Undo."""
    known = unsubscribing.undo(token)
    return render_template("consents/undo.html", token=token, known=known, done=known), 200 if known else 404


def _confirmation(token: str, *, confirming: bool) -> ResponseReturnValue:
    try:
        asked = signing_up.confirm(token) if confirming else signing_up.sign_up_of(token)
    except NotFoundError as error:
        return render_template("consents/confirm.html", token=token, asked=None, titles=[]), error.status
    titles = signing_up.titles_of(asked)
    return render_template("consents/confirm.html", token=token, asked=asked, titles=titles)


def _language() -> Language:
    return Language(language())
