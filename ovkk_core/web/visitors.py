"""Who is looking at the page."""

from typing import Any

from ovkk_core import accounts


def current_user() -> Any:
    """Give the user who is logged in, or None."""
    known = getattr(accounts, "current_user", None)
    return known() if known else None


def login_url() -> str:
    """Give the address of the login page; after it the visitor is back where they were."""
    return "/inloggen"
