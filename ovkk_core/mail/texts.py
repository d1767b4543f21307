"""The texts of mails that the association writes itself: checked when saved, with their history and the way back."""

import re
from typing import Any

from ovkk_core.database import lock, transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.history import Change, audit, restore, revisions_of
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import templates
from ovkk_core.mail.kinds import usable_kind
from ovkk_core.mail.models import MailText
from ovkk_core.mail.parts import one_line, safe_text
from ovkk_core.mail.templates import Texts, Trio

BARRED = re.compile(
    r"<(?:script|form|iframe|object|embed|link|base|input|video|audio)\b|\son[a-z]+\s*=|url\(|@import", re.I
)
PICTURE = re.compile(r"<img\b[^>]*>", re.I)
GOOD_PICTURE = re.compile(r"<img(?=[^>]*\salt=\")(?=[^>]*\ssrc=\"https://)", re.I)
PLAIN_LINK = re.compile(r"href=\"http://", re.I)


def texts_of(kind: MailKind) -> Texts:
    """Give the texts that mails of ``kind`` are made of now."""
    row = own_row(kind)
    return Texts(row.subject, row.text, row.mjml) if row and row.own else default_of(kind)


def default_of(kind: MailKind) -> Texts:
    """Give the platform's own texts for ``kind``."""
    return templates.default_texts(kind.template, templates.folders())


def own_row(kind: MailKind) -> Any:
    """Give the row with what the association ever wrote for ``kind``; None when it never did."""
    return MailText.get_or_none(kind=kind.name)


def trio_of(kind: MailKind) -> Trio:
    """Give what mails of ``kind`` are made of now; own texts that no longer fit the declaration are left aside."""
    row, logo = own_row(kind), templates.logo()
    if row is None or not row.own:
        return templates.trio(kind, logo)
    texts = Texts(row.subject, row.text, row.mjml)
    if fault_in(kind, texts):
        return templates.trio(kind, logo)
    return templates.load_own(kind.template, templates.folders(), texts, logo)


def write_texts(name: str, texts: Texts) -> None:
    """Use ``texts`` for mails of the kind ``name`` from now on.

    Raises ``BadInputError`` with what is wrong: a placeholder that is not declared, MJML that does not compile, a
    subject of more lines, more than 100 kB, or something that mail programs do not show.
    """
    kind = editable(name)
    texts = tidied(texts)
    fault = fault_in(kind, texts)
    if fault:
        raise BadInputError(f"De mail kan zo niet worden gemaakt: {fault}.")
    with transaction():
        lock("mail.texts")
        row = own_row(kind) or MailText(kind=kind.name)
        row.own, row.subject, row.text, row.mjml = True, texts.subject, texts.text, texts.mjml
        row.save()
        audit("mail.text", "mail_kind", name)


def reset_texts(name: str) -> None:
    """Use the platform's own texts again; what was written stays in the history."""
    row = own_row(editable(name))
    if row is not None and row.own:
        with transaction():
            row.own = False
            row.save()
            audit("mail.text_reset", "mail_kind", name)


def put_back(name: str, revision_id: int) -> None:
    """Put the texts back as they were before one change; raise ``NotFoundError`` when there is no such change."""
    kind = editable(name)
    row = own_row(kind)
    found = next((r for r in revisions_of(row) if r.id == revision_id), None) if row else None
    if found is None:
        raise NotFoundError("Deze wijziging bestaat niet. Ga terug naar de mail.")
    if found.change is Change.CREATED:
        return reset_texts(name)
    with transaction():
        restored = restore(MailText, found)
        fault = fault_in(kind, texts_of(kind)) if restored.own else ""
        if fault:
            raise BadInputError(f"De tekst van toen kan nu niet meer: {fault}.")
        audit("mail.text", "mail_kind", name)
    return None


def editable(name: str) -> MailKind:
    """Give the kind; raise ``NotFoundError`` unless it has fixed texts that may be changed."""
    kind = usable_kind(name)[1]
    if not kind.template:
        raise NotFoundError("Deze mail heeft geen vaste tekst.")
    return kind


def tidied(texts: Texts) -> Texts:
    """Give ``texts`` with line feeds only; refuse what can never stand in a mail."""
    subject = one_line(texts.subject, "het onderwerp")
    return Texts(subject, safe_text(texts.text, "tekst").strip(), safe_text(texts.mjml, "opmaak").strip())


def fault_in(kind: MailKind, texts: Texts) -> str:
    """Say in Dutch why ``texts`` cannot be used for ``kind``; "" when they can."""
    if not (texts.subject and texts.text and texts.mjml):
        return "het onderwerp, de tekst en de opmaak moeten alle drie gevuld zijn"
    try:
        trio = templates.load_own(kind.template, templates.folders(), texts)
    except ValueError as error:
        return str(error)
    unknown = sorted(trio.names - set(kind.placeholders) - set(templates.SHARED))
    if unknown:
        return f"deze plaatshouders bestaan niet: {', '.join(f'{{{name}}}' for name in unknown)}"
    missing = [name for name in _links(kind) if name not in trio.text.names & trio.html.names]
    if missing:
        return f"de link {{{missing[0]}}} ontbreekt in de tekst of in de opmaak; zonder die link heeft de mail geen zin"
    return _barred("".join(piece for piece in trio.html.pieces if isinstance(piece, str)))


def _links(kind: MailKind) -> list[str]:
    """Give the placeholders that are links in the platform's own texts, and must stay."""
    own = templates.trio(kind)
    links = (name for name, sample in kind.sample.items() if sample.startswith(("https://", "http://")))
    return [name for name in links if name in own.text.names & own.html.names]


def _barred(html: str) -> str:
    """Say what mail programs block or readers cannot use (MAIL-16)."""
    found = BARRED.search(html)
    if found:
        return f"dit mag niet in een mail: {found[0].strip()}"
    if any(not GOOD_PICTURE.match(picture) for picture in PICTURE.findall(html)):
        return "een afbeelding moet een https-adres en een beschrijving (alt) hebben"
    return "een link moet met https:// beginnen" if PLAIN_LINK.search(html) else ""
