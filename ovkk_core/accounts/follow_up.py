"""What must happen around a login: a new session, an entry in the audit trail, other sessions ended (SEC-4, SEC-21)."""

from typing import Any

from flask import Flask, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import password_changed, password_reset

from ovkk_core.accounts.browsers import browser_of
from ovkk_core.accounts.models import User
from ovkk_core.accounts.sessions import close_session, end_sessions, open_session
from ovkk_core.history import acting, audit


def connect(app: Flask) -> None:
    """Listen to the logins of ``app``."""
    user_logged_in.connect(_logged_in, app)
    user_logged_out.connect(_logged_out, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)


def _logged_in(_app: Flask, user: User, **_: Any) -> None:
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)
    g.account_session = open_session(session, user, browser_of(request.user_agent.string))
    with acting(f"user:{user.id}"):
        audit("account.login", "user", user.id)


def _logged_out(_app: Flask, user: User | None, **_: Any) -> None:
    close_session(session)
    if user is not None and user.is_authenticated:
        audit("account.logout", "user", user.id)


def _password_changed(_app: Flask, user: User, **_: Any) -> None:
    end_sessions(user, keep=g.get("account_session"))
    audit("account.password", "user", user.id)


def _password_reset(_app: Flask, user: User, **_: Any) -> None:
    end_sessions(user)
    with acting(f"user:{user.id}"):
        audit("account.password_reset", "user", user.id)
