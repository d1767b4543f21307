"""What every response tells the browser to refuse (SEC-6, SEC-7)."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from ovkk_core.config import Settings

YEAR = 365 * 24 * 3600
NONCE_OCTETS = 18
SECRET = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}  # never passed on
ONLY_ASKED = "private, no-cache"  # a feed may be kept by the program that has its address
FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def has_secret_address() -> bool:
    """Say whether the address of the present request holds a token, so that who has the address has the right."""
    return any("token" in name for name in request.view_args or ())


def csp_nonce() -> str:
    """Give the nonce that lets a script of this response run; another one for every response."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(NONCE_OCTETS)
    nonce: str = g.csp_nonce
    return nonce


def use_headers(app: Flask) -> None:
    """Send the headers with every response; a view may set its own value of any of them first."""
    settings: Settings = app.config["OVKK"]
    fixed = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    }
    if settings.secure:
        fixed["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    images = " ".join(["'self'", *_origin_of(settings.tiles_url)])

    @app.after_request
    def add(response: Response) -> Response:
        if has_secret_address():
            kept = response.headers.get("Cache-Control", "")
            response.headers.update(SECRET)
            if kept == ONLY_ASKED:
                response.headers["Cache-Control"] = kept
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _policy(images))
        return response


def _policy(images: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            f"img-src {images}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )


def _origin_of(tiles_url: str) -> list[str]:
    """Give the origin of the map tiles; ``{s}`` in the host means any subdomain."""
    if not tiles_url:
        return []
    parts = urlsplit(tiles_url)
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
