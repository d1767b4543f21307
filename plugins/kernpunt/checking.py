"""What is missing from an edition or may be wrong with it, before somebody approves it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from ovkk_core.clock import today
from ovkk_core.errors import BadInputError
from plugins.kernpunt.content import VariantContent, contents
from plugins.kernpunt.editing import audiences_of, items_of
from plugins.kernpunt.models import Edition, Item
from plugins.kernpunt.rendering import laid, wrong_placeholders

LONG = 1_200  # characters of one item
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
TELEPHONE = re.compile(r"(?<!\d)(?:\+31|0)[ -]?[1-9](?:[ -]?\d){8}(?!\d)")


@dataclass(frozen=True)
class Finding:
    """Something to look at; ``blocking`` when the edition cannot be sent like this."""

    message: str
    blocking: bool = False


def findings(edition: Edition) -> list[Finding]:
    """Give what is missing or doubtful, what blocks first."""
    found = [*_of_edition(edition), *_of_variants(contents(edition)), *_of_items(items_of(edition))]
    return sorted(found, key=lambda finding: not finding.blocking)


def personal_in(text: str) -> list[str]:
    """Give the mail addresses and telephone numbers in ``text``."""
    return MAIL_ADDRESS.findall(text) + TELEPHONE.findall(text)


def _of_edition(edition: Edition) -> Iterator[Finding]:
    if edition.deadline >= today():
        yield Finding(_("Contributions may still come in: the last day for them is not over yet."))


def _of_variants(variants: list[VariantContent]) -> Iterator[Finding]:
    if not any(one.sent for one in variants):
        yield Finding(_("There is nothing to send yet: no variant has an item in it."), blocking=True)
    for one in variants:
        name = one.variant.audience.name
        if one.variant.included and not one.items:
            yield Finding(_("Nothing in it is for “%(name)s”: that variant is not sent.", name=name))
        if one.sent and not one.variant.subject:
            yield Finding(_("The variant for “%(name)s” has no subject yet.", name=name), blocking=True)
        if wrong := wrong_placeholders(f"{one.variant.subject} {one.variant.lead}"):
            what = ", ".join(wrong)
            yield Finding(_("The variant for “%(name)s” has an unknown %(what)s.", name=name, what=what), blocking=True)
        if one.sent and (mistake := _mistake(one)):
            yield Finding(f"{name}: {mistake}", blocking=True)
        if one.repeated:
            number = len(one.repeated)
            yield Finding(
                ngettext(
                    "%(num)s item was told to “%(name)s” before and stays out of their variant.",
                    "%(num)s items were told to “%(name)s” before and stay out of their variant.",
                    number,
                    name=name,
                )
            )


def _mistake(one: VariantContent) -> str:
    """Say why a variant cannot be made into a mail, as when it is too large; "" when it can."""
    try:
        laid(one)
    except BadInputError as error:
        return str(error)
    return ""


def _of_items(items: list[Item]) -> Iterator[Finding]:
    meant = audiences_of(items)
    for item in items:
        if item.gone:
            yield Finding(_("“%(title)s” is no longer offered by its activity. Is it still right?", title=item.title))
        if not meant[item.id]:
            yield Finding(_("“%(title)s” is for nobody: choose audiences, or leave it out.", title=item.title))
        if len(item.text) > LONG:
            yield Finding(_("“%(title)s” is long. Shorten it and refer to a page.", title=item.title))
        if item.in_archive and (found := personal_in(f"{item.title} {item.text}")):
            what = ", ".join(found)
            yield Finding(
                _("“%(title)s” shows %(what)s on the website. Is that a general address?", title=item.title, what=what)
            )
