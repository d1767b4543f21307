"""Deny by default: before every request the rule of its view is looked up and held against the visitor (SEC-1)."""

import logging

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from ovkk_core.accounts.access import OWN_GUARD, PUBLIC, SIGNED_IN, Access, access_of
from ovkk_core.accounts.permissions import current_user, permitted
from ovkk_core.errors import DeniedError

log = logging.getLogger(__name__)

# Flask-Security's views, reviewed one by one. Those of the second step and of recovery check by themselves that
# the first step was just passed; what changes an account asks for a recent login besides (SEC-24).
FLASK_SECURITY = {
    "login": PUBLIC,
    "logout": PUBLIC,
    "verify": SIGNED_IN,
    "change_password": SIGNED_IN,
    "two_factor_setup": PUBLIC,
    "two_factor_setup_validate": PUBLIC,
    "two_factor_token_validation": PUBLIC,
    "mf_recovery": PUBLIC,
    "mf_recovery_codes": SIGNED_IN,
    "wan_register": SIGNED_IN,
    "wan_register_response": SIGNED_IN,
    "wan_signin": PUBLIC,
    "wan_signin_response": PUBLIC,
    "wan_delete": SIGNED_IN,
    "wan_verify": SIGNED_IN,
    "wan_verify_response": SIGNED_IN,
}


def set_rule(app: Flask, endpoint: str, rule: str) -> None:
    """Give the view of ``endpoint``, which is not ours to mark, its rule; ``blueprint.*`` gives it to all of them."""
    prefix = endpoint.removesuffix("*")
    for name, view in app.view_functions.items():
        if name == endpoint or (endpoint.endswith(".*") and name.startswith(prefix)):
            setattr(view, "access", Access(rule))  # noqa: B010 - mypy knows no attributes of functions


def rule_of(app: Flask, endpoint: str) -> str | None:
    """Give the rule of ``endpoint``; None when it has none and is denied to everybody."""
    blueprint, _, name = endpoint.rpartition(".")
    if blueprint == "security":
        return FLASK_SECURITY.get(name)
    access = access_of(app.view_functions[endpoint])
    return access.rule if access else None


def enforce(app: Flask) -> None:
    """Deny every request whose view has no rule or whose rule the visitor does not meet.

    A visitor who is not logged in is sent to the login page and back; who is gets :class:`DeniedError`.
    """

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        rule = rule_of(app, request.endpoint)
        if rule == OWN_GUARD or (rule is not None and permitted(rule)):
            return None
        if rule is None:
            log.error("%s has no access rule and is denied", request.endpoint)
        return deny()


def deny() -> ResponseReturnValue:
    """Answer somebody who may not: to the login page, 401, or :class:`DeniedError` for who is logged in."""
    log.warning("denied %s %s", request.method, request.endpoint)
    if current_user() is not None:
        raise DeniedError("Hiervoor hebt u geen rechten. Vraag een beheerder als u denkt dat dit niet klopt.")
    if request.method not in {"GET", "HEAD"}:
        raise Unauthorized
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(url_for("security.login", next=f"{request.path}{query}"), 303)
