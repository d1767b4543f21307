"""An edition as a mail: laid out and compiled once per variant, with the personal places still in it (MAIL-17)."""

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup, escape

from ovkk_core.consents import NEWSLETTER
from ovkk_core.errors import BadInputError
from ovkk_core.files import file_url
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import Laid, MailBody, lay_out, store_body
from ovkk_core.registry import setting
from ovkk_core.web import day
from plugins.kernpunt.collecting import without_braces
from plugins.kernpunt.content import VariantContent
from plugins.kernpunt.editions import PAGE, newsletter_title
from plugins.kernpunt.models import Item
from plugins.kernpunt.texts import html_of, plain_of

TEMPLATE = "kernpunt/mail/edition"
LIST = "nieuwsbrief"
PICTURE_WIDTH = 640
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PLACEHOLDERS = {
    "aanhef": "de eerste regel, zoals de ontvanger die wil",
    "naam": "naam van de ontvanger",
    "organisatie": "naam van de organisatie",
    "functie": "functie van de ontvanger",
    "dorp": "dorp of dorpen van de organisatie",
    "gemeente": "gemeente van de organisatie",
}
SAMPLE = {
    "aanhef": "Geachte mevrouw Van Dijk,",
    "naam": "Anja van Dijk",
    "organisatie": "Dorpsraad Voorbeelddorp",
    "functie": "secretaris",
    "dorp": "Voorbeelddorp",
    "gemeente": "Voorbeeldgemeente",
}
KIND = MailKind(
    name="kernpunt.edition",
    title="Nieuwsbrief",
    template="",
    placeholders=PLACEHOLDERS,
    sample=SAMPLE,
    resend_in_doubt=False,
    automatic=False,
)


def laid(content: VariantContent) -> Laid:
    """Lay a variant out; raises ``BadInputError`` when that gives no usable mail, as when it is too large."""
    edition, site = content.variant.edition, current_app.config["OVKK"].base_url
    lead = content.variant.lead or without_braces(edition.intro)
    with force_locale("nl"):
        shared = {
            "newsletter": without_braces(newsletter_title()),
            "title": without_braces(edition.title),
            "day": day(edition.publishes_at),
            "page": f"{site}{PAGE}/{edition.slug}",
            "parts": [
                {"title": without_braces(part.section.title), "entries": [_entry(item, site) for item in part.items]}
                for part in content.parts
            ],
        }
    try:
        return lay_out(TEMPLATE, lead=plain_of(lead), lead_html=_markup(lead), **shared)
    except ValueError as error:
        raise BadInputError(f"De mail kan niet worden gemaakt: {error}.") from error


def keep_body(content: VariantContent) -> MailBody:
    """Keep a variant as it is now for sending, in the caller's transaction; raises as :func:`laid`."""
    made = laid(content)
    return store_body(
        KIND.name,
        subject=content.variant.subject,
        text=made.text,
        html=made.html,
        list_id=LIST,
        list_name=f"{setting('association.name')}: {newsletter_title()}",
        marketing=True,
        purpose=NEWSLETTER,
    )


def shown(made: Laid, values: Mapping[str, str]) -> Laid:
    """Give what was laid out as one recipient reads it; links to unsubscribe lead nowhere."""
    site = current_app.config["OVKK"].base_url
    all_values = {"association": setting("association.name"), "site": site, "unsubscribe": f"{site}/afmelden"} | values
    return Laid(_filled(made.text, all_values), _filled(made.html, {k: escape(v) for k, v in all_values.items()}))


def wrong_placeholders(text: str) -> list[str]:
    """Give what stands between braces in ``text`` and is no placeholder; a loose brace counts."""
    unknown = [f"{{{name}}}" for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    return unknown + [brace for brace in "{}" if brace in PLACEHOLDER.sub("", text)]


def _entry(item: Item, site: str) -> dict[str, Any]:
    picture = item.picture if item.picture and item.picture.public else None
    return {
        "title": without_braces(item.title),
        "html": _markup(without_braces(item.text)),
        "text": plain_of(without_braces(item.text)),
        "address": f"{site}{item.address}" if item.address.startswith("/") else item.address,
        "picture": file_url(picture, PICTURE_WIDTH, absolute=True) if picture else "",
        "alt": without_braces(picture.alt) if picture else "",
    }


def _markup(text: str) -> Markup:
    """Give paragraphs and lists with the margins that mail programs otherwise choose themselves."""
    html = str(html_of(text))
    html = html.replace("<p>", '<p style="margin: 0 0 12px;">').replace("<ul>", '<ul style="margin: 0 0 12px;">')
    return Markup(html)  # noqa: S704 - escaped by html_of


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
