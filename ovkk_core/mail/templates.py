"""Finds the trio of a mail (subject, text, MJML), and compiles it once.

Jinja joins a template with its layout and gets no values but the logo; those go in afterwards, as placeholders.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from ovkk_core.files import Logo, association_logo
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.office import office
from ovkk_core.mail.placeholders import Html, Text
from ovkk_core.registry import registry

SHARED: Mapping[str, str] = {  # placeholders that every mail may use and none declares
    "association": "naam van de vereniging",
    "site": "adres van de website",
}
STYLE = re.compile(r"<mj-style.*?</mj-style>", re.S)
ENDINGS = (".subject.txt", ".txt", ".mjml")
LARGEST_HTML = 100_000  # Gmail clips at 102 kB (MAIL-16)


@dataclass(frozen=True)
class Trio:
    """The three texts of a kind of mail."""

    subject: Text
    text: Text
    html: Html

    @property
    def names(self) -> frozenset[str]:
        """The placeholders used in any of them."""
        return self.subject.names | self.text.names | self.html.names


@dataclass(frozen=True)
class Texts:
    """The three texts of a kind of mail as somebody writes them: the layout around them is the platform's."""

    subject: str
    text: str
    mjml: str


def logo() -> Logo | None:
    """Give the logo of the association for the top of a mail, at its https address; None without either (MAIL-16)."""
    found, site = association_logo(), office.site
    return replace(found, address=f"{site}{found.address}") if found and site.startswith("https://") else None


@lru_cache(maxsize=256)
def load(template: str, folders: tuple[str, ...], logo: Logo | None = None) -> Trio:
    """Give the compiled trio; raise ``ValueError`` with a Dutch reason when it cannot be used."""
    try:
        rendered = [_jinja(folders).get_template(f"{template}{ending}").render(logo=logo) for ending in ENDINGS]
    except TemplateError as error:
        raise ValueError(f"het sjabloon {template} is niet te gebruiken: {type(error).__name__}: {error}") from error
    return _trio(template, *rendered)


@lru_cache(maxsize=64)
def load_own(template: str, folders: tuple[str, ...], texts: Texts, logo: Logo | None = None) -> Trio:
    """Give the compiled trio with ``texts`` in the layout of ``template``; raise ``ValueError`` as above.

    The texts are values to Jinja, never templates.
    """
    jinja = _jinja(folders)
    text, mjml = (
        jinja.from_string(f'{{% extends "{template}{ending}" %}}{{% block content %}}{{{{ own }}}}{{% endblock %}}')
        for ending in ENDINGS[1:]
    )
    own = Markup(texts.text), Markup(texts.mjml)  # noqa: S704 - written by an editor, checked when compiled
    return _trio(template, texts.subject, text.render(own=own[0]), mjml.render(own=own[1], logo=logo))


@cache
def default_texts(template: str, folders: tuple[str, ...]) -> Texts:
    """Give what the platform itself says in a mail, without the layout around it."""
    jinja = _jinja(folders)
    parts = [jinja.get_template(f"{template}{ending}") for ending in ENDINGS[1:]]
    text, mjml = ("".join(part.blocks["content"](part.new_context())).strip() for part in parts)
    return Texts(jinja.get_template(f"{template}{ENDINGS[0]}").render().strip(), text, mjml)


def _jinja(folders: tuple[str, ...]) -> Environment:
    return Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined)


def _trio(template: str, subject: str, text: str, mjml: str) -> Trio:
    Text(STYLE.sub("", mjml))  # braces outside the style sheet must be placeholders
    return Trio(Text(subject.strip()), Text(text.strip() + "\n"), Html(compiled(template, mjml)))


def trio(kind: MailKind, logo: Logo | None = None) -> Trio:
    """Give the trio of ``kind`` as installed."""
    return load(kind.template, folders(), logo)


def folders() -> tuple[str, ...]:
    """Give the template folders of every room."""
    return _folders(registry.loaded)


@lru_cache(maxsize=1)
def _folders(_loaded: int) -> tuple[str, ...]:
    return tuple(str(room.folder.parent / "templates") for room in registry.rooms())


def compiled(template: str, mjml: str) -> str:
    """Give the HTML of ``mjml``; raise ``ValueError`` with a Dutch reason that names ``template``."""
    try:
        output = mrml.to_html(mjml, None, mrml.RenderOptions(disable_comments=True, fonts={}))
    except OSError as error:  # what mrml raises for MJML it cannot read
        raise ValueError(f"{template}.mjml is geen goede MJML: {error}") from error
    if len(output.content.encode()) > LARGEST_HTML:
        raise ValueError(f"{template}.mjml wordt groter dan 100 kB")
    return str(output.content)
