"""Header lines written by ourselves.

The standard library loses the quotes of a long display name when it folds, and encodes long identifiers; so the
headers that hold what people typed are folded here (RFC 5322 2.2.3, RFC 2047 2 and 5).
"""

import base64
import textwrap
from email.policy import EmailPolicy

from ovkk_core.mail.parts import Recipient

WORD_BYTES = 39  # of UTF-8 in one encoded word: with its frame and the longest header name below 78
PLAIN_LENGTH = 60


class HeaderLine(str):
    """A header value, already encoded and folded, that :class:`email.message.EmailMessage` takes as it is."""

    __slots__ = ("name",)
    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        """Give the whole header as it goes over the line."""
        return f"{self.name}: {self}{policy.linesep}"


def line(name: str, value: str) -> HeaderLine:
    """Make a header of a value that is ASCII and safe already."""
    header = HeaderLine(value)
    header.name = name
    return header


def text_line(name: str, text: str) -> HeaderLine:
    """Make a header of free text without control characters."""
    return line(name, text if _is_plain(text) else _folded(text) or _encoded(text))


def address_line(name: str, to: Recipient) -> HeaderLine:
    """Make a header of exactly one address."""
    if not to.name:
        return line(name, to.address)
    shown = phrase(to.name)
    last = shown.rpartition("\n")[2]
    fold = " " if len(f"{name}: {last} <{to.address}>") <= 78 else "\r\n "
    return line(name, f"{shown}{fold}<{to.address}>")


def phrase(name: str) -> str:
    """Give a name as it may stand before an address or identifier (RFC 5322 3.2.5)."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"' if _is_plain(name) else _encoded(name)


def _is_plain(text: str) -> bool:
    return text.isascii() and text == text.strip() and len(text) <= PLAIN_LENGTH and "=?" not in text


def _folded(text: str) -> str:
    """Give a long ASCII text broken at its blanks; "" when that would not bring the same text back."""
    lines = textwrap.wrap(text, PLAIN_LENGTH, break_long_words=False, break_on_hyphens=False)
    whole = text.isascii() and " ".join(lines) == text and "=?" not in text
    return "\r\n ".join(lines) if whole and max(map(len, lines)) <= PLAIN_LENGTH else ""


def _encoded(text: str) -> str:
    """Give ``text`` as encoded words of whole characters, one on a line."""
    words, word = [], b""
    for character in text:
        raw = character.encode()
        if len(word) + len(raw) > WORD_BYTES:
            words.append(word)
            word = b""
        word += raw
    words.append(word)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(w).decode()}?=" for w in words)
