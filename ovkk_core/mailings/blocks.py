"""The text of a mailing: headings, paragraphs, buttons and pictures, and what is wrong with them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from flask_babel import gettext as _

from ovkk_core.errors import BadInputError

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"'{}\\]+", re.I)
MOST, LONGEST = 60, 10_000


class BlockKind(Enum):
    """What a part of the text is."""

    HEADING = "heading"
    TEXT = "text"
    BUTTON = "button"
    PICTURE = "picture"


@dataclass(frozen=True)
class Block:
    """A part of the text. ``address`` is where a button leads. ``picture`` is the number of a file in the gallery.

    ``text`` of a picture is what it shows, in words, when that is other than what the gallery says.
    ``text`` of a paragraph may have ``**bold**``, ``*italic*``, ``[words](https://…)`` and lines with ``- `` before.
    """

    kind: BlockKind
    text: str = ""
    address: str = ""
    picture: int = 0


def read_blocks(stored: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Give the blocks as they are kept in the database."""
    return [
        Block(BlockKind(one["kind"]), str(one["text"]), str(one.get("address", "")), int(one.get("picture", 0)))
        for one in stored
    ]


def stored_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Give the blocks to keep in the database."""
    return [asdict(block) | {"kind": block.kind.value} for block in blocks]


def mistakes_of(blocks: Sequence[Block], placeholders: Iterable[str]) -> dict[int, str]:
    """Say per block, by its place, what has to be repaired before it can be sent."""
    known = frozenset(placeholders)
    found = {place: _mistake(block, known) for place, block in enumerate(blocks)}
    return {place: mistake for place, mistake in found.items() if mistake}


def refuse_mistakes(blocks: Sequence[Block], placeholders: Iterable[str]) -> None:
    """Raise ``BadInputError`` when there is no text, or when a block needs repair."""
    if not any(block.text.strip() or block.picture for block in blocks):
        raise BadInputError("Er staat nog geen tekst in. Schrijf eerst de tekst.")
    if mistakes := mistakes_of(blocks, placeholders):
        place, mistake = min(mistakes.items())
        raise BadInputError(f"Onderdeel {place + 1} van de tekst is nog niet goed. {mistake}")


def wrong_braces(text: str, known: Iterable[str]) -> str:
    """Say which placeholder in ``text`` does not exist, or that a brace stands by itself; "" when all is right."""
    unknown = sorted(set(PLACEHOLDER.findall(text)) - set(known))
    if unknown:
        return _("There is no placeholder {%(name)s}. Choose one from the list.", name=unknown[0])
    if any(brace in PLACEHOLDER.sub("", text) for brace in "{}"):
        return _("A brace stands by itself. Braces are only for placeholders.")
    return ""


def _mistake(block: Block, known: frozenset[str]) -> str:
    if block.kind is BlockKind.PICTURE:
        return wrong_braces(block.text, known) if block.picture else _("Choose a picture.")
    if not block.text.strip():
        return _("Type the text.")
    if len(block.text) > LONGEST:
        return _("This is too long. Make several paragraphs of it.")
    if block.kind is BlockKind.BUTTON and not (LINK.fullmatch(block.address) or block.address == "{afmelden}"):
        return _("Give the whole address to which the button leads, beginning with https://.")
    return wrong_braces(block.text, known)
