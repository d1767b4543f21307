"""Finds the trio of a mail (subject, text, MJML), and compiles it once.

Jinja joins a template with its layout and gets no values at all; those go in afterwards, as placeholders.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from ovkk_core.hookspecs import MailKind
from ovkk_core.mail.placeholders import Html, Text
from ovkk_core.registry import registry

SHARED: Mapping[str, str] = {  # placeholders that every mail may use and none declares
    "association": "naam van de vereniging",
    "site": "adres van de website",
}
STYLE = re.compile(r"<mj-style.*?</mj-style>", re.S)
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


@cache
def load(template: str, folders: tuple[str, ...]) -> Trio:
    """Give the compiled trio; raise ``ValueError`` with a Dutch reason when it cannot be used."""
    jinja = Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined)
    try:
        subject, text, mjml = (
            jinja.get_template(f"{template}{ending}").render() for ending in (".subject.txt", ".txt", ".mjml")
        )
    except TemplateError as error:
        raise ValueError(f"het sjabloon {template} is niet te gebruiken: {type(error).__name__}: {error}") from error
    Text(STYLE.sub("", mjml))  # braces outside the style sheet must be placeholders
    return Trio(Text(subject.strip()), Text(text.strip() + "\n"), Html(compiled(template, mjml)))


def trio(kind: MailKind) -> Trio:
    """Give the trio of ``kind`` as installed."""
    return load(kind.template, folders())


def folders() -> tuple[str, ...]:
    """Give the template folders of every room."""
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
