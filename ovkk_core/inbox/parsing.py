"""Opens what somebody else wrote: nothing in it is trusted, and what cannot be read is said to be so."""

import html
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message as Mime
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

import nh3

from ovkk_core.errors import BadInputError
from ovkk_core.mail import Recipient

MOST_PARTS = 100
LONGEST_LINE = 300
LONGEST_HEADER = 10_000
LONGEST_TEXT = 20_000
STUMBLES = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To", "Cc", "Resent-To")


class UnreadableError(BadInputError):
    """A message that no program should try to understand; a person may."""


@dataclass(frozen=True)
class Opened:
    """A message with its parts; every text it gives is clean of control characters and of a bounded length."""

    mime: Mime
    parts: tuple[Mime, ...]

    def header(self, name: str) -> str:
        """Give the decoded value of the first header ``name``, "" without one."""
        return header_of(self.mime, name)

    def raw(self, name: str) -> str:
        """Give every header ``name`` as it is written, in small letters, on one line."""
        return " ".join(str(value) for value in self.mime.get_all(name, []))[:LONGEST_HEADER].lower()

    @property
    def sender(self) -> tuple[str, str]:
        """The address and name in From; the address "" when it is none."""
        for name, address in addresses(self.mime, "From"):
            return address, name
        return "", clean_line(self.header("From"))

    @property
    def recipients(self) -> list[str]:
        """Every address that says for whom it was, the envelope's first."""
        return list(dict.fromkeys(address for name in TO for _, address in addresses(self.mime, name)))

    @property
    def message_ids(self) -> list[str]:
        """What it says it answers, newest first."""
        named = f"{self.header('In-Reply-To')} {self.header('References')}"
        return list(dict.fromkeys(reversed(MESSAGE_ID.findall(named))))[:50]

    @property
    def sent_at(self) -> datetime | None:
        """When its writer says it was sent."""
        return moment(self.header("Date"))

    def part(self, *kinds: str) -> Mime | None:
        """Give the first part of one of the content types."""
        return next((part for part in self.parts if part.get_content_type() in kinds), None)

    @property
    def text(self) -> str:
        """What a person would read, as plain text."""
        plain = self.part("text/plain")
        if plain is not None:
            return clean_text(content(plain))
        formatted = self.part("text/html")
        return clean_text(html.unescape(nh3.clean(content(formatted), tags=set()))) if formatted is not None else ""


def open_message(raw: bytes) -> Opened:
    """Parse RFC 5322 bytes; raise :class:`UnreadableError` for what has too many parts or cannot be parsed."""
    try:
        mime = BytesParser(policy=compat32).parsebytes(raw)
        parts = tuple(_walk(mime))
        opened = Opened(mime, parts)
        if not (opened.raw("From") or opened.raw("Return-Path") or opened.raw("Subject")):
            raise UnreadableError("Dit lijkt geen mail: er is geen afzender en geen onderwerp.")
    except STUMBLES as error:
        raise UnreadableError(f"Deze mail is niet te ontleden ({type(error).__name__}).") from error
    return opened


def _walk(mime: Mime) -> Iterator[Mime]:
    for number, part in enumerate(mime.walk()):
        if number >= MOST_PARTS:
            raise UnreadableError(f"Deze mail heeft meer dan {MOST_PARTS} delen.")
        yield part


def header_of(mime: Mime, name: str) -> str:
    """Give the decoded first header ``name`` of a part; one that cannot be decoded as it is written."""
    value = str(mime.get(name, ""))[:LONGEST_HEADER]
    with suppress(HeaderParseError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return clean_line(value, LONGEST_HEADER)


def addresses(mime: Mime, name: str) -> list[tuple[str, str]]:
    """Give the (name, address) pairs of every header ``name``; what is no address is left out."""
    lines = [str(value)[:LONGEST_HEADER] for value in mime.get_all(name, [])]
    found = []
    for shown, address in getaddresses(lines)[:50]:
        try:
            found.append((_decoded(shown), Recipient(address).address))
        except BadInputError:
            continue  # nobody can be written to there, so it is nobody's
    return found


def _decoded(text: str) -> str:
    with suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return clean_line(text, 150)


def content(part: Mime) -> str:
    """Give the text of a part, in whatever letters it says it has."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data[: 4 * LONGEST_TEXT].decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):
        return data[: 4 * LONGEST_TEXT].decode("utf-8", "replace")


def moment(text: str) -> datetime | None:
    """Give the moment that a Date header means, in UTC; None when it means none."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def clean_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Give ``text`` on one line, without what is invisible, at most ``longest`` characters."""
    return " ".join(_visible(text[: 4 * longest]).split())[:longest]


def clean_text(text: str) -> str:
    """Give ``text`` with line feeds, without what is invisible, at most ``LONGEST_TEXT`` characters."""
    return _visible(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t")[:LONGEST_TEXT].strip()


def _visible(text: str, keep: str = "") -> str:
    hidden = {"Cc", "Cs", "Zl", "Zp"}
    shown = "".join(c if c in keep or unicodedata.category(c) not in hidden else " " for c in text)
    return unicodedata.normalize("NFC", shown)
