"""Builds accounts into an application: Flask-Security with our tables, rules and addresses."""

from typing import Any

from flask import Flask, g, session
from flask_login.utils import _user_context_processor
from flask_security import PeeweeUserDatastore, Security

from ovkk_core.accounts import follow_up
from ovkk_core.accounts.addresses import refuse_foreign_next
from ovkk_core.accounts.demo_people import demo_people
from ovkk_core.accounts.enforcing import enforce
from ovkk_core.accounts.factors import HashedRecoveryCodes, OurPasskeys, SingleUseTotp
from ovkk_core.accounts.forms import FORMS
from ovkk_core.accounts.models import Passkey, Role, User, UserRole
from ovkk_core.accounts.passwords import PasswordRules
from ovkk_core.accounts.permissions import current_user, may, seed_permissions
from ovkk_core.accounts.security_settings import security_settings
from ovkk_core.accounts.sessions import live_session
from ovkk_core.config import Settings
from ovkk_core.database import connected, db
from ovkk_core.history import acting

PER_REQUEST = ("_login_user", "_flask_babel", "csrf_token", "csrf_valid", "fs_authn_via", "fs_paa", "account_session")


class OurSecurity(Security):
    """Flask-Security without what we do not use: a QR library of its own and tokens in headers."""

    def _check_modules(self, module: str, config_name: str) -> bool:
        """Accept that there is no ``qrcode``: segno draws the code."""
        return module == "qrcode" or bool(super()._check_modules(module, config_name))


def install(app: Flask) -> None:
    """Let people log in to ``app``, and deny what no rule allows."""
    settings: Settings = app.config["OVKK"]
    app.secret_key = settings.secret_key
    app.config.update(security_settings(settings))
    app.before_request(_forget_previous_request)
    security = OurSecurity(
        app,
        PeeweeUserDatastore(db, User, Role, UserRole, Passkey),
        password_util_cls=PasswordRules,
        totp_cls=SingleUseTotp,
        mf_recovery_codes_util_cls=HashedRecoveryCodes,
        webauthn_util_cls=OurPasskeys,
        **FORMS,
    )
    security.want_json(lambda _: False)
    _slim_down(app, security)
    follow_up.connect(app)
    _act_as_user(app)
    enforce(app)
    refuse_foreign_next(app)
    app.jinja_env.globals.update(may=may, current_user=current_user, demo_people=demo_people)
    with connected():
        seed_permissions()


def _slim_down(app: Flask, security: Any) -> None:
    """Read the login cookie only where somebody asks who is there, so that public answers can be kept by caches."""
    manager = security.login_manager
    manager.user_loader(_load_user)
    manager.request_loader(lambda _: None)
    manager.session_protection = None  # a phone changes networks; the session row is what counts
    app.after_request_funcs[None].remove(manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)
    security.principal.identity_loaders.clear()


def _forget_previous_request() -> None:
    """Start clean where an application context outlives a request, as it does in tests."""
    for name in PER_REQUEST:
        g.pop(name, None)


def _load_user(identifier: str) -> User | None:
    """Give the user of this browser's session as long as the session lives and the user may log in."""
    live = live_session(session)
    user = User.get_or_none(fs_uniquifier=identifier) if live else None
    if user is None or live is None or live.user_id != user.id or not user.active:
        return None
    g.account_session = live
    g.fs_authn_via, g.fs_paa = "session", session.get("fs_paa", 0)
    return user


def _act_as_user(app: Flask) -> None:
    """Record everything a logged-in user's request does as theirs."""

    @app.before_request
    def begin() -> None:
        user = None if db.is_closed() else current_user()  # the sign of life answers without a database
        if user is not None:
            g.acting = acting(f"user:{user.id}")
            g.acting.__enter__()

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        block = g.pop("acting", None)
        if block is not None:
            block.__exit__(None, None, None)
