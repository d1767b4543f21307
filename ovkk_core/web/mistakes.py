"""Turns every failure into a calm page with a way on; what went wrong inside stays inside (SEC-20)."""

import logging
from typing import Any

import peewee
from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from ovkk_core.errors import OvkkError
from ovkk_core.web.languages import DUTCH, asked
from ovkk_core.web.requests import masked_path, request_id

log = logging.getLogger(__name__)
CANNOT_DRAW = 500  # from here on the page does without the database and the menu


def use_error_pages(app: Flask) -> None:
    """Answer for our own errors, for those of HTTP and, outside tests, for those that nobody expected."""
    app.log_exception = _log_unexpected  # type: ignore[assignment, method-assign]  # Flask writes the whole path
    app.register_error_handler(OvkkError, _expected)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(peewee.OperationalError, _no_database)
    app.register_error_handler(peewee.InterfaceError, _no_database)


def _log_unexpected(information: Any) -> None:
    log.error("nobody expected this at %s %s", request.method, masked_path(), exc_info=information)


def _expected(error: OvkkError) -> ResponseReturnValue:
    return _answer(error.status, str(error))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return *_answer(status, plain=isinstance(error, SecurityError)), headers


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, _("The form is no longer valid. Go back, reload the page and send the form again."))


def _no_database(error: Exception) -> ResponseReturnValue:
    log.error("the database does not answer", exc_info=error)
    return _answer(503)


def _answer(status: int, message: str = "", *, plain: bool = False) -> tuple[Response | str, int]:
    if plain or status >= CANNOT_DRAW:
        with force_locale(asked() or DUTCH):  # without asking the database for the user's language
            return _page("web/failure.html", status, message), status
    return _page("web/error.html", status, message), status


def _page(template: str, status: int, message: str) -> Response | str:
    message = message or _explanations().get(status, "")
    if wants_json():
        return jsonify(error=message, request=request_id())
    title = _titles().get(status) or _("This did not work")
    return render_template(template, status=status, title=title, message=message, request_id=request_id())


def wants_json() -> bool:
    """Say whether the caller is a program: it reads JSON rather than HTML."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.is_json or (best == "application/json")


def _titles() -> dict[int, str]:
    return {
        400: _("This request is not right"),
        403: _("You may not see this"),
        404: _("This page does not exist"),
        405: _("This is not possible here"),
        413: _("This is too large"),
        422: _("Something has to be repaired"),
        429: _("Too many attempts"),
        500: _("Something went wrong on our side"),
        503: _("The website is away for a moment"),
    }


def _explanations() -> dict[int, str]:
    return {
        400: _("Our website did not understand the question. Go back and try again."),
        403: _("You do not have the right to see this page. Ask an administrator when you think you should."),
        404: _("The page has moved or never existed. Check the address, or start again on the home page."),
        405: _("The page cannot be used in this way. Go back and try again."),
        413: _("What you sent is larger than we accept. Make it smaller and try again."),
        429: _("You tried this many times in a short while. Wait a few minutes and try again."),
        500: _("It is not your fault, and what happened has been written down. Try again in a moment."),
        503: _("We are at work or very busy. Try again in a few minutes."),
    }
