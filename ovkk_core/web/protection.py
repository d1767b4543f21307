"""Cookies, cross-site requests and sizes: what a request must satisfy before a view sees it (SEC-5, SEC-12, SEC-23)."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from ovkk_core.config import Settings

LARGEST_REQUEST = 16 * 1024 * 1024
LARGEST_FIELDS = 1024 * 1024  # of one field, and of everything that is not an upload
MOST_PARTS = 2_000
LOOPBACK = ("localhost", "127.0.0.1")
SAFE = ("GET", "HEAD", "OPTIONS")

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()


def from_anywhere(view: View) -> View:
    """Let other websites send a form to this view: only for one whose address is a secret of its own (RFC 8058)."""
    view.from_anywhere = True  # type: ignore[attr-defined]
    return view


def use_protection(app: Flask) -> None:
    """Ask a token with every unsafe verb, name no cookie before it is needed, and believe only our own host name."""
    settings: Settings = app.config["OVKK"]
    app.secret_key = settings.secret_key
    app.config.update(
        SESSION_COOKIE_NAME="__Host-ovkk" if settings.secure else "ovkk",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELDS,
        MAX_FORM_PARTS=MOST_PARTS,
        TRUSTED_HOSTS=_hosts(settings),
        PREFERRED_URL_SCHEME=settings.base_url.partition(":")[0],
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the session
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, which pages with a secret in their address do not send
    )
    app.before_request(_limit_size)
    app.before_request(_refuse_other_sites)
    csrf.init_app(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def in_the_open(environ: Mapping[str, Any], settings: Settings) -> bool:
    """Say whether our proxy tells that a request came over plain http to a site of https (FEED-4).

    Nobody but a configured proxy is believed (SEC-12); where none tells, we do not know, and say no.
    """
    count = settings.trusted_proxies
    if not (count and settings.secure):
        return False
    told = environ.get("HTTP_X_FORWARDED_PROTO", "").split(",")
    return len(told) >= count and told[-count].strip() == "http"


def _hosts(settings: Settings) -> list[str]:
    """Give the host names we answer to; on the visitor's own machine each of its names is right."""
    name = urlsplit(settings.base_url).hostname or ""
    return list(LOOPBACK) if name in LOOPBACK else [name]


def _limit_size() -> None:
    """Hold what is read into memory at once to less than uploads, which are read in parts."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FIELDS


def _refuse_other_sites() -> None:
    """Refuse an unsafe verb that a browser says comes from another site; programs that say nothing need the token."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if getattr(current_app.view_functions.get(request.endpoint or ""), "from_anywhere", False):
        return
    if request.method not in SAFE and site not in {"same-origin", "none"}:
        raise CSRFError(_("This form was sent from another website."))
