"""Texts with ``{name}`` in them: parsed once, filled in one pass, escaped per part (MAIL-17).

A placeholder is a name and nothing else: no attribute, index or format can be reached. What a value holds is never
read again, so a value with braces in it stays what it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3
from markupsafe import Markup, escape

from ovkk_core.errors import BadInputError

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.I)
ATTRIBUTE = re.compile(r' (href|alt|title|aria-label)="$')
TAGS = {"a", "b", "blockquote", "br", "em", "h2", "h3", "i", "li", "ol", "p", "strong", "ul"}
BLOCKS = TAGS - {"a", "b", "em", "i", "strong"}
SCHEMES = {"http", "https", "mailto", "tel"}


class Text:
    """A plain text, or one line of it, with placeholders. Raises ``ValueError`` for braces that are no placeholder."""

    def __init__(self, source: str) -> None:
        self.pieces = PLACEHOLDER.split(source)
        if any(brace in literal for literal in self.pieces[::2] for brace in "{}"):
            raise ValueError("er staat een accolade die bij geen plaatshouder hoort")

    @property
    def names(self) -> frozenset[str]:
        """The placeholders used."""
        return frozenset(self.pieces[1::2])

    def fill(self, values: Mapping[str, str]) -> str:
        """Put plain ``values`` in their places."""
        return "".join(values[piece] if place % 2 else piece for place, piece in enumerate(self.pieces))


@dataclass(frozen=True)
class Slot:
    """A place in HTML for a value."""

    name: str
    attribute: str  # "" in running text


class Html:
    """Compiled HTML with placeholders in text or as a whole harmless attribute; elsewhere is a ``ValueError``."""

    def __init__(self, source: str) -> None:
        pieces = PLACEHOLDER.split(source)
        self.pieces: list[str | Slot] = [
            Slot(piece, _attribute(pieces[place - 1], pieces[place + 1])) if place % 2 else piece
            for place, piece in enumerate(pieces)
        ]

    @property
    def names(self) -> frozenset[str]:
        """The placeholders used."""
        return frozenset(piece.name for piece in self.pieces if isinstance(piece, Slot))

    def fill(self, values: Mapping[str, str]) -> str:
        """Escape ``values`` and put them in their places; :class:`Markup` keeps the harmless tags it has."""
        return "".join(fitted(piece, values) if isinstance(piece, Slot) else piece for piece in self.pieces)


def _attribute(before: str, after: str) -> str:
    """Give the attribute that the place between fills as a whole, "" for running text; refuse any other place."""
    if before.rfind("<") <= before.rfind(">"):
        return ""
    whole = ATTRIBUTE.search(before)
    if whole is None or not after.startswith('"'):
        raise ValueError("een plaatshouder staat midden in de opmaak; dat kan alleen als heel webadres")
    return whole[1]


def fitted(slot: Slot, values: Mapping[str, str]) -> str:
    """Give the value for ``slot``, escaped for where it stands."""
    value = values[slot.name]
    if slot.attribute == "href" and not LINK.fullmatch(value):
        raise BadInputError(f"'{slot.name}' moet een webadres zijn dat met https:// begint.")
    if slot.attribute:
        return escape(plain(value))
    if isinstance(value, Markup):
        return nh3.clean(str(value), tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES)
    escaped = escape(value)
    return escaped.replace("\n", Markup("<br>")) if "\n" in value else escaped


def plain(value: str) -> str:
    """Give ``value`` for the plain-text part: :class:`Markup` loses its tags, its links stay readable."""
    if not isinstance(value, Markup):
        return value
    reader = _Reader()
    reader.feed(nh3.clean(str(value), tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES))
    reader.close()
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(reader.words)).strip()


class _Reader(HTMLParser):
    """Reads sanitised HTML aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.words.append("\n- " if tag == "li" else "\n")
        if tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.words.append(f" ({self._address})")
            self._address = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
