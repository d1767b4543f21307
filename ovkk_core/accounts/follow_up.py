"""What must happen around a login: a new session, an entry in the audit trail, other sessions ended (SEC-4, SEC-21)."""

from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import (
    password_changed,
    tf_code_confirmed,
    tf_disabled,
    tf_profile_changed,
    wan_deleted,
    wan_registered,
)

from ovkk_core.accounts.attempts import KNOWN_COOKIE, KNOWN_FOR, known_cookie
from ovkk_core.accounts.browsers import browser_of
from ovkk_core.accounts.models import User
from ovkk_core.accounts.sessions import close_session, end_sessions, open_session
from ovkk_core.history import acting, audit


def connect(app: Flask) -> None:
    """Listen to the logins of ``app``."""
    user_logged_in.connect(_logged_in, app)
    user_logged_out.connect(_logged_out, app)
    password_changed.connect(_password_changed, app)
    for changed in (tf_profile_changed, tf_code_confirmed, tf_disabled):
        changed.connect(_factors_changed, app)
    for changed in (wan_registered, wan_deleted):
        changed.connect(_passkeys_changed, app)


def renew_session(user: User) -> None:
    """Give this browser a new session, and end the one it had: at login and when somebody confirms who they are."""
    g.account_session = open_session(session, user, browser_of(request.user_agent.string))


def _logged_in(_app: Flask, user: User, **_: Any) -> None:
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)
    renew_session(user)
    after_this_request(lambda response: _remember_browser(response, user))
    with acting(f"user:{user.id}"):
        audit("account.login", "user", user.id)


def _logged_out(_app: Flask, user: User | None, **_: Any) -> None:
    close_session(session)
    after_this_request(_clear_site)
    if user is not None and user.is_authenticated:
        audit("account.logout", "user", user.id)


def _password_changed(_app: Flask, user: User, **_: Any) -> None:
    end_sessions(user, keep=g.get("account_session"))
    audit("account.password", "user", user.id)


def _factors_changed(_app: Flask, user: User, **_: Any) -> None:
    audit("account.second_step", "user", user.id)


def _passkeys_changed(_app: Flask, user: User, **_: Any) -> None:
    audit("account.passkeys", "user", user.id)


def _remember_browser(response: Response, user: User) -> Response:
    """Mark the browser as one that its owner used, so that a stranger's failures elsewhere do not slow it down."""
    response.set_cookie(
        KNOWN_COOKIE,
        known_cookie(user),
        max_age=KNOWN_FOR,
        secure=current_app.config["OVKK"].secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _clear_site(response: Response) -> Response:
    """Have the browser forget what it kept of our pages, for who uses the computer next."""
    session.clear()
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
