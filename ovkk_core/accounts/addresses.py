"""Where somebody may be sent after logging in: only to a place of our own (SEC-13)."""

from urllib.parse import urlsplit

from flask import Flask, request

from ovkk_core.errors import BadInputError


def is_own_address(address: str, host_url: str) -> bool:
    """Say whether a browser that follows ``address`` stays at ``host_url``, however oddly it is written."""
    if any(c <= " " or c == "\\" or c == "\x7f" for c in address):
        return False  # browsers drop some of these and read a backslash as a slash
    if address.startswith(host_url):
        address = address[len(host_url) - 1 :]
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")


def refuse_foreign_next(app: Flask) -> None:
    """Refuse a request to log in that wants to go on to another website."""

    @app.before_request
    def check() -> None:
        if request.blueprint not in {"security", "accounts"}:
            return
        for address in (*request.args.getlist("next"), *request.form.getlist("next")):
            if address and not is_own_address(address, request.host_url):
                raise BadInputError(
                    "De link waarmee u hier kwam, leidt naar een andere website. Log in vanaf de startpagina."
                )
