"""Makes the mail of what was typed: laid out and compiled once, with the placeholders still in it (MAIL-17)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from ovkk_core.consents import purpose_named
from ovkk_core.errors import BadInputError
from ovkk_core.files import File, file_url
from ovkk_core.hookspecs import MailKind
from ovkk_core.mail import Laid, Letter, MailBody, filled_in, lay_out, store_body
from ovkk_core.mailings.blocks import PLACEHOLDER, Block, BlockKind, read_blocks, refuse_mistakes, wrong_braces
from ovkk_core.mailings.declarations import PLACEHOLDERS, SAMPLE
from ovkk_core.mailings.markup import html_of, plain_of
from ovkk_core.mailings.models import Mailing
from ovkk_core.registry import setting

KIND, NEWSLETTER = "mailings.message", "mailings.newsletter"
TEMPLATE = "mailings/mail/message"
WIDTH = 640  # of a picture: sharp enough on a phone, light enough for a mail
OWN_LINK = "afmelden"  # what people type; the post office says "unsubscribe"
OWN_PLACE = f"{{{OWN_LINK}}}"
GREETING = "{aanhef}"


@dataclass(frozen=True)
class Part:
    """A block as the templates of the mail show it."""

    kind: str
    text: str
    html: Markup
    address: str


def laid(mailing: Mailing) -> Laid:
    """Give the plain text and the compiled HTML of what was typed until now.

    Raises ``BadInputError`` when it cannot be made or is no whole text yet.
    """
    blocks = read_blocks(mailing.blocks)
    refuse_mistakes(blocks, PLACEHOLDERS)
    return laid_out(blocks, mailing.purpose)


def laid_out(blocks: list[Block], purpose: str) -> Laid:
    """Lay ``blocks`` out as a mail for ``purpose``, with the reason why people get it under it (PRIV-3)."""
    found = purpose_named(purpose)
    if found.basis == "legal" and any(OWN_PLACE in block.text + block.address for block in blocks):
        raise BadInputError(f"Voor '{found.title}' kan niemand zich afmelden. Haal {OWN_PLACE} uit de tekst.")
    files = {file.id: file for file in File.select().where(File.id.in_([block.picture for block in blocks]))}
    try:
        return lay_out(
            TEMPLATE,
            parts=[_part(block, files) for block in blocks if not block.picture or block.picture in files],
            purpose=found.title.lower(),
            choice=found.basis != "legal",
        )
    except ValueError as error:
        raise BadInputError(f"De mail kan niet worden gemaakt: {error}.") from error


MAILS = tuple(
    MailKind(
        name=name,
        title=title,
        template="",
        placeholders={key: words for key, words in PLACEHOLDERS.items() if key != OWN_LINK},
        sample=SAMPLE,
        resend_in_doubt=again,
        automatic=False,
    )
    for name, title, again in (
        (KIND, "Mailing", True),
        (NEWSLETTER, "Mailing die mensen kunnen opzeggen", False),
    )
)


def subject_of(mailing: Mailing) -> str:
    """Give the subject as the post office wants it; raises ``BadInputError`` for none, or a wrong placeholder."""
    if not mailing.subject.strip():
        raise BadInputError("Het onderwerp ontbreekt nog. Typ waar de mail over gaat.")
    if mistake := wrong_braces(mailing.subject, PLACEHOLDERS.keys() - {OWN_LINK}):
        raise BadInputError(f"Het onderwerp is nog niet goed. {mistake}")
    return str(mailing.subject)


def keep_body(mailing: Mailing, before: str = "") -> MailBody:
    """Keep the text as it is now, with ``before`` in front of the subject, in the caller's transaction.

    Raises ``BadInputError`` when it is not whole.
    """
    purpose, made = purpose_named(mailing.purpose), laid(mailing)
    free = purpose.basis != "legal"
    return store_body(
        NEWSLETTER if purpose.marketing else KIND,
        subject=f"{before}{subject_of(mailing)}",
        text=made.text,
        html=made.html,
        list_id=re.sub(r"[^a-z0-9]+", "-", purpose.name.lower()).strip("-") if free else None,
        list_name=f"{setting('association.name')}: {purpose.title}" if free else "",
        marketing=free,  # for the post office: dropped when somebody unsubscribes
        purpose=purpose.name,
    )


def on_paper(blocks: list[Block], values: Mapping[str, str]) -> str:
    """Give the text of a letter: without the greeting, which a letter has by itself, and without pictures."""
    paragraphs = [_paragraph(block) for block in blocks if block.kind is not BlockKind.PICTURE]
    if paragraphs and paragraphs[0].startswith(GREETING):
        paragraphs[0] = paragraphs[0].removeprefix(GREETING).strip()
    return filled("\n\n".join(filter(None, paragraphs)), values)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` in their places, in one pass; of a placeholder without a value nothing is left."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)


def _paragraph(block: Block) -> str:
    text = plain_of(block.text)
    return f"{text}: {block.address}" if block.kind is BlockKind.BUTTON else text


def _part(block: Block, files: Mapping[int, File]) -> Part:
    text = _translated(block.text)
    if block.kind is BlockKind.PICTURE:
        file = files[block.picture]
        return Part(block.kind.value, text or file.alt, Markup(""), file_url(file, WIDTH, absolute=True))
    return Part(
        block.kind.value,
        plain_of(text) if block.kind is BlockKind.TEXT else " ".join(text.split()),
        _spaced(html_of(text)) if block.kind is BlockKind.TEXT else Markup(""),
        _translated(block.address),
    )


def _spaced(html: str) -> Markup:
    """Give ``html`` as MJML wants it, with the distances that mail programs would each choose otherwise."""
    for plain, wanted in (
        ("<br>", "<br />"),
        ("<p>", '<p style="margin: 0 0 12px;">'),
        ("<ul>", '<ul style="margin: 0 0 12px; padding-left: 24px;">'),
    ):
        html = html.replace(plain, wanted)
    return Markup(html)  # noqa: S704 - cleaned by nh3


def _translated(text: str) -> str:
    return text.replace(OWN_PLACE, "{unsubscribe}")


def sample_of(mailing: Mailing, values: Mapping[str, str]) -> Letter:
    """Give the mail as somebody with ``values`` gets it; the link to unsubscribe leads nowhere."""
    nowhere = f"{office_address()}/afmelden/voorbeeld"
    return filled_in(laid(mailing), subject_of(mailing), {**values, "unsubscribe": nowhere})


def office_address() -> str:
    """Give the address of the website."""
    return str(current_app.config["OVKK"].base_url)
