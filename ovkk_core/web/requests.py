"""One line of JSON per request, with an id that the visitor can quote (SEC-21)."""

import logging
import secrets
import time

from flask import Flask, Response, g, request

from ovkk_core.history import actor

log = logging.getLogger("ovkk.requests")
HEADER = "X-Request-ID"
SHORTEST_SECRET = 16
PER_REQUEST = ("request_id", "csp_nonce", "menu", "babel_locale", "babel_tzinfo")


def use_request_log(app: Flask) -> None:
    """Give every request an id and write one line when it has been answered."""

    @app.before_request
    def begin() -> None:
        for name in PER_REQUEST:  # an application context may outlive a request, as it does in tests
            g.pop(name, None)
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        took = time.perf_counter() - g.get("began", time.perf_counter())
        log.info(
            "request",
            extra={
                "fields": {
                    "request": request_id(),
                    "actor": actor(),
                    "method": request.method,
                    "path": masked_path(),
                    "status": response.status_code,
                    "ms": round(took * 1000, 1),
                }
            },
        )
        return response


def request_id() -> str:
    """Give the id of the present request."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    identity: str = g.request_id
    return identity


def masked_path() -> str:
    """Give the path of the present request without query, and with what may be a secret replaced by ``***``.

    Of a known address that is every argument with ``token`` in its name, of an unknown one every long part.
    """
    if request.url_rule is None:
        return "/".join("***" if len(part) >= SHORTEST_SECRET else part for part in request.path.split("/"))
    path = request.path
    for name, value in (request.view_args or {}).items():
        if "token" in name and value:
            path = path.replace(str(value), "***")
    return path
