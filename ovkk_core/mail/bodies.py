"""Texts that many mails share: checked and kept once, then only the personal parts are filled in (MAIL-17)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ovkk_core.errors import BadInputError
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import templates
from ovkk_core.mail.composing import Letter
from ovkk_core.mail.kinds import usable_kind
from ovkk_core.mail.lists import LONGEST, full_list_id
from ovkk_core.mail.models import MailBody
from ovkk_core.mail.office import office
from ovkk_core.mail.parts import Recipient, one_line, safe_text
from ovkk_core.mail.placeholders import Html, Text
from ovkk_core.registry import setting

UNSUBSCRIBE = "unsubscribe"  # the placeholder of each recipient's own link
LIST_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
ENDS_OF_BLOCKS = re.compile(r"(</(?:tr|p|h[1-6]|li|ul|ol|tbody|head|style)>)(?!\n)")


@dataclass(frozen=True)
class Laid:
    """The plain text and the compiled HTML of a mail, with placeholders still in them."""

    text: str
    html: str


def lay_out(template: str, **values: Any) -> Laid:
    """Render ``<template>.txt`` and ``<template>.mjml`` with ``values`` and compile the MJML.

    Values are escaped in the MJML. Raises ``ValueError`` with a Dutch reason when that gives no usable mail.
    """
    loader = FileSystemLoader(templates.folders())
    plain = Environment(loader=loader, undefined=StrictUndefined)  # noqa: S701 - plain text
    marked = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    text = plain.get_template(f"{template}.txt").render(**values)
    mjml = marked.get_template(f"{template}.mjml").render(logo=templates.logo(), **values)
    return Laid(text, templates.compiled(template, mjml))


def store_body(
    kind: str,
    *,
    subject: str,
    text: str,
    html: str,
    list_id: str | None = None,
    list_name: str = "",
    marketing: bool = False,
    purpose: str = "",
    reply_to: Recipient | None = None,
) -> MailBody:
    """Keep the texts of a mail to many, in the caller's transaction.

    They may use the placeholders that ``kind`` declares, ``{association}``, ``{site}`` and ``{unsubscribe}``;
    marketing must use the last. ``html`` is compiled already (:func:`lay_out`). ``list_id`` (``a-z0-9-.``) makes it
    a mailing list. Raises ``BadInputError`` for texts that cannot be used, ``NotFoundError`` for an unknown kind.
    """
    room, declared = usable_kind(kind)
    texts = {"subject": one_line(subject, "het onderwerp"), "text": _tidy(text, "tekst"), "html": _parted(html)}
    _check_texts(texts, declared, marketing=marketing)
    if list_id and (declared.confidential or not _is_list_id(list_id)):
        raise BadInputError(f"'{list_id}' kan geen kenmerk van een mailinglijst zijn.")
    sender = office.sender()
    return MailBody.create(
        **texts | {"kind": kind, "room": room},
        list_id=list_id or "",
        list_name=one_line(list_name, "de naam van de lijst"),
        marketing=marketing,
        purpose=purpose,
        automatic=declared.automatic,
        sender=sender.address,
        sender_name=sender.name,
        reply_to=reply_to.address if reply_to else "",
        reply_name=reply_to.name if reply_to else "",
    )


def _check_texts(texts: Mapping[str, str], declared: MailKind, *, marketing: bool) -> None:
    """Refuse placeholders that nobody declared, and marketing without a way out."""
    allowed = {*declared.placeholders, *templates.SHARED, UNSUBSCRIBE}
    unknown = ", ".join(f"{{{name}}}" for name in sorted(_placeholders(texts) - allowed))
    if unknown:
        raise BadInputError(f"Deze plaatshouders bestaan niet: {unknown}. Kies er een uit de lijst.")
    if marketing and UNSUBSCRIBE not in Text(texts["text"]).names & Html(texts["html"]).names:
        raise BadInputError("In de tekst of de opmaak ontbreekt de link om af te melden: {unsubscribe}.")


def filled_in(laid: Laid, subject: str, values: Mapping[str, str]) -> Letter:
    """Give the mail as one recipient would get it, without keeping anything.

    Raises ``BadInputError`` when a text cannot be used, or uses what ``values`` do not have.
    """
    known = {"association": setting("association.name"), "site": office.settings.base_url, **values}
    try:
        return Letter(Text(subject).fill(known), Text(laid.text).fill(known), Html(laid.html).fill(known))
    except (ValueError, KeyError) as error:
        raise BadInputError(f"De mail kan niet worden gemaakt: {error}.") from error


def used_by(body: MailBody) -> frozenset[str]:
    """Give the placeholders that ``body`` uses."""
    return _placeholders({"subject": body.subject, "text": body.text, "html": body.html})


def _placeholders(texts: Mapping[str, str]) -> frozenset[str]:
    try:
        return Text(texts["subject"]).names | Text(texts["text"]).names | Html(texts["html"]).names
    except ValueError as error:
        raise BadInputError(f"De mail kan niet worden gemaakt: {error}.") from error


def _tidy(text: str, what: str) -> str:
    tidied = safe_text(text, what).strip()
    if not tidied:
        raise BadInputError(f"De {what} van de mail is leeg.")
    return f"{tidied}\n"


def _parted(html: str) -> str:
    """Give ``html`` in lines where a line end shows nowhere, so that a personal word makes one short line anew."""
    parted = ENDS_OF_BLOCKS.sub(r"\1\n", _tidy(html, "opmaak"))
    if len(parted.encode()) > templates.LARGEST_HTML:
        raise BadInputError("De mail is te groot: de opmaak mag hoogstens 100 kB zijn. Maak haar korter.")
    return parted


def _is_list_id(list_id: str) -> bool:
    return bool(LIST_ID.fullmatch(list_id)) and len(full_list_id(list_id)) + 2 <= LONGEST
