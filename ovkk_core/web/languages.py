"""Dutch by default, English on request: ``?taal=en`` travels along in links, so that no cookie is needed."""

from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_context

from ovkk_core.accounts import current_user
from ovkk_core.database import db
from ovkk_core.web.rooms import folder_of, sound

DUTCH, ENGLISH = "nl", "en"
LANGUAGES = (DUTCH, ENGLISH)
PARAMETER = "taal"


def use_languages(app: Flask) -> None:
    """Translate with every room's own catalogue; where two differ on the same words, core wins."""
    folders = [str(folder_of(plugin.package) / "translations") for plugin in reversed(sound())]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    _Babel(app, default_locale=DUTCH, default_timezone="Europe/Amsterdam", locale_selector=language)
    app.url_defaults(_keep_language)
    app.jinja_env.filters["in_language"] = pass_context(lambda _, address: in_language(address))  # else Jinja asks once
    app.jinja_env.globals.update(asked_language=asked, language=language, in_other_language=in_other_language)


class _Texts(Domain):
    """Remembers the texts of the language that was asked last: a page asks for hundreds, all in one language."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self._last: tuple[Any, Any] = (None, None)

    def get_translations(self) -> Any:
        locale = get_locale()
        of, texts = self._last
        if locale is None or locale is not of:
            texts = super().get_translations()
            self._last = (locale, texts)
        return texts


class _Babel(Babel):
    """Flask-Babel with our way of finding texts."""

    @cached_property
    def domain_instance(self) -> _Texts:
        return _Texts(self.domain)


def language() -> str:
    """Give the visitor's language: asked for in the address, else the user's own, else Dutch."""
    if not has_request_context():
        return DUTCH
    if asked():
        return asked()
    if db.is_closed():  # as on the page that says so
        return DUTCH
    user = current_user()
    return user.language if user and user.language in LANGUAGES else DUTCH


def in_language(address: str) -> str:
    """Give a local address that keeps the language asked for; others stay as they are."""
    if not asked() or not address.startswith("/") or "." in address.rpartition("/")[2]:
        return address
    return _with_language(address, asked())


def in_other_language() -> str:
    """Give the address of the present page in the other of the two languages."""
    other = DUTCH if language() == ENGLISH else ENGLISH
    return _with_language(request.full_path.rstrip("?"), other)


def asked() -> str:
    """Give the language that the address asks for; "" when it asks for none of ours."""
    found = request.args.get(PARAMETER, "") if has_request_context() else ""
    return found if found in LANGUAGES else ""


def _with_language(address: str, chosen: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*query, (PARAMETER, chosen)])))


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Add the language asked for to what ``url_for`` makes, except to files and feeds."""
    if asked() and endpoint != "web.asset" and not endpoint.endswith((".static", ".feed", ".ics")):
        values.setdefault(PARAMETER, asked())
