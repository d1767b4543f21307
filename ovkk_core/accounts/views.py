"""The pages of accounts that are not Flask-Security's: one's own account, passwords by link, the demonstration."""

import time

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import login_user

from ovkk_core.accounts.access import public, signed_in
from ovkk_core.accounts.attempts import count_try
from ovkk_core.accounts.demo_people import DEMO_PEOPLE, is_demo
from ovkk_core.accounts.factors import recovery_codes_left
from ovkk_core.accounts.forms import ChoosePasswordForm, ForgottenForm, ProfileForm
from ovkk_core.accounts.links import ask_for_reset, choose_password, user_of_link
from ovkk_core.accounts.models import User
from ovkk_core.accounts.permissions import current_user
from ovkk_core.accounts.roles import needs_second_factor
from ovkk_core.accounts.sessions import end_session as end_one
from ovkk_core.accounts.sessions import end_sessions, sessions_of

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/mijn-account")
@signed_in
def own_account() -> ResponseReturnValue:
    """Show what somebody may change of their own account."""
    return _own_page(ProfileForm(obj=_me()))


@blueprint.post("/mijn-account")
@signed_in
def save_profile() -> ResponseReturnValue:
    """Keep name and language."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return _own_page(form)
    user = _me()
    user.name, user.language = form.name.data, form.language.data
    user.save()
    flash(_("Your details have been saved."), "done")
    return redirect(url_for("accounts.own_account"), 303)


@blueprint.post("/mijn-account/sessies/<int:session_id>/beeindigen")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    end_one(_me(), session_id)
    flash(_("That browser has been logged out."), "done")
    return redirect(url_for("accounts.own_account"), 303)


@blueprint.post("/mijn-account/sessies/beeindigen")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """End every session of one's own but this one."""
    end_sessions(_me(), keep=g.get("account_session"))
    flash(_("Every other browser has been logged out."), "done")
    return redirect(url_for("accounts.own_account"), 303)


@blueprint.get("/wachtwoord-vergeten")
@public
def forgotten() -> ResponseReturnValue:
    """Ask for the address."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@blueprint.post("/wachtwoord-vergeten")
@public
def ask_reset() -> ResponseReturnValue:
    """Say the same about every address; the worker mails who is known."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form)
    count_try(f"reset of {form.email.data.strip().lower()}")
    ask_for_reset(form.email.data, current_app.config["OVKK"].base_url)
    return render_template("accounts/forgotten_sent.html")


@blueprint.route("/wachtwoord-kiezen/<token>", methods=["GET", "POST"])
@public
def choose(token: str) -> ResponseReturnValue:
    """Let who has the link choose a password; the login that follows asks the second step as always."""
    user = user_of_link(token)
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        choose_password(token, form.password.data)
        flash(_("Your password has been kept. You can log in with it now."), "done")
        return redirect(url_for("security.login"), 303)
    response = Response(render_template("accounts/choose_password.html", form=form, user=user))
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/inloggen/demo/<role>")
@public
def demo_login(role: str) -> ResponseReturnValue:
    """Log a visitor of the demonstration in as its invented person; elsewhere this page does not exist."""
    address = next((person.email for person in DEMO_PEOPLE if person.role == role), None)
    user = User.get_or_none(email=address, active=True) if is_demo() else None
    if user is None:
        abort(404)
    login_user(user)
    session["fs_paa"] = time.time()
    return redirect(request.form.get("next") or current_app.config["SECURITY_POST_LOGIN_VIEW"], 303)


def _me() -> User:
    user = current_user()
    if user is None:  # the rule of the view keeps others out
        abort(401)
    return user


def _own_page(form: ProfileForm) -> str:
    user = _me()
    return render_template(
        "accounts/own_account.html",
        form=form,
        user=user,
        has_totp=bool(user.tf_totp_secret),
        needs_second_factor=needs_second_factor(user.role_names),
        passkeys=list(user.webauthn),
        codes_left=recovery_codes_left(user),
        sessions=sessions_of(user),
        this_session=g.get("account_session"),
    )
