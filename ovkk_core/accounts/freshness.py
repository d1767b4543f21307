"""Before what matters most (roles, addresses, factors) the login must be recent (SEC-24)."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.utils import check_and_update_authn_fresh

from ovkk_core.accounts.permissions import current_user
from ovkk_core.accounts.security_settings import FRESH


def is_fresh() -> bool:
    """Say whether the present user typed a password or used a passkey in the last ``FRESH``."""
    return current_user() is not None and bool(check_and_update_authn_fresh(FRESH, timedelta(0), "session"))


def ask_to_confirm(back: str = "") -> ResponseReturnValue | None:
    """Give the way to the page that asks the password again and leads to ``back``; None when the login is recent.

    ``back`` (default: this page) must be an address that can be opened by itself.
    """
    if is_fresh():
        return None
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("security.verify", next=back or here), 303)
