"""One body made ready for many: what is the same for all is encoded once, and the lines with a name in them anew.

The bytes are those that the standard library gives for the same mail, and the same whenever they are made again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from email.quoprimime import body_encode

from ovkk_core.mail.bodies import UNSUBSCRIBE
from ovkk_core.mail.composing import Heading, Letter, compose, own_lines, shared_lines
from ovkk_core.mail.headers import HeaderLine
from ovkk_core.mail.lists import leaving_lines, list_lines
from ovkk_core.mail.models import MailBody, OutboxMail
from ovkk_core.mail.office import office
from ovkk_core.mail.parts import Recipient
from ovkk_core.mail.placeholders import Html, Slot, Text, fitted
from ovkk_core.registry import setting

LINE_LENGTH = 78
MARKS = ("eerste", "tweede")  # stand for the two parts in the frame of a mail
Values = Mapping[str, str]
Line = Callable[[Values], str]
Part = bytes | list[Line]  # encoded lines that are the same for all, or one line made anew


class Sheet:
    """A body, compiled."""

    def __init__(self, body: MailBody) -> None:
        self.body = body
        self.subject, self.text, self.html = Text(body.subject), Text(body.text), Html(body.html)
        self._shared = {"association": setting("association.name"), "site": office.settings.base_url}
        self._sender = Recipient(body.sender, body.sender_name)
        self._reply_to = Recipient(body.reply_to, body.reply_name) if body.reply_to else None
        self._boundary = f"=_{hashlib.sha256(f'{body.id} {body.made_at}'.encode()).hexdigest()[:24]}"  # never in QP
        self._frame: tuple[bytes, bytes, bytes, bytes] | None = None
        self._frame_of: datetime | None = None
        self._text_parts = list(
            _parts(_shown(piece, is_name=bool(at % 2)) for at, piece in enumerate(self.text.pieces))
        )
        self._html_parts = list(_parts(map(_shown_html, self.html.pieces)))

    def letter(self, mail: OutboxMail) -> Letter:
        """Give the texts of one copy."""
        values = self._shared | _personal(mail)
        return Letter(self.subject.fill(values), self.text.fill(values), self.html.fill(values))

    def content(self, mail: OutboxMail) -> bytes:
        """Give the bytes of one copy (RFC 5322), without a signature."""
        personal = _personal(mail)
        values = self._shared | personal
        leaving = leaving_lines(self.body, mail, personal.get(UNSUBSCRIBE, ""))
        own = own_lines(_known(mail), self.subject.fill(values), mail.message_id, leaving)
        shared, before, between, after = self._framed(mail)
        return b"".join(
            (
                shared,
                _header(own),
                before,
                _encoded(self._text_parts, values),
                between,
                _encoded(self._html_parts, values),
                after,
            )
        )

    def heading(self, mail: OutboxMail) -> Heading:
        """Give what the header of one copy says."""
        return Heading(
            self._sender,
            _known(mail),
            mail.message_id,
            self._reply_to,
            automatic=self.body.automatic,
            date=mail.queued_at,
            list_lines=list_lines(self.body),
            leaving_lines=leaving_lines(self.body, mail, _personal(mail).get(UNSUBSCRIBE, "")),
        )

    def whole(self, mail: OutboxMail) -> bytes:
        """Give the same bytes the slow way, by the standard library."""
        return compose(self.letter(mail), self.heading(mail), boundary=self._boundary)

    def _framed(self, mail: OutboxMail) -> tuple[bytes, bytes, bytes, bytes]:
        """Give the header that all copies queued at a moment share, and what is before, between and after the parts."""
        if self._frame is None or self._frame_of != mail.queued_at:
            heading = self.heading(mail)
            made = compose(Letter("", *(f"{mark}\n" for mark in MARKS)), heading, boundary=self._boundary)
            first, second = (f"{mark}\r\n".encode() for mark in MARKS)
            before, _, rest = made[made.index(b"MIME-Version:") :].partition(first)
            between, _, after = rest.partition(second)
            self._frame, self._frame_of = (_header(shared_lines(heading)), before, between, after), mail.queued_at
        return self._frame


class Sheets:
    """The bodies that one delivery uses, each compiled once."""

    def __init__(self) -> None:
        self._sheets: dict[int, Sheet] = {}

    def content(self, mail: OutboxMail) -> bytes:
        """Give the bytes of ``mail`` as they are handed over, without a signature."""
        if mail.body_id is None:
            return bytes(mail.content)
        if mail.body_id not in self._sheets:
            self._sheets[mail.body_id] = Sheet(mail.body)
        return self._sheets[mail.body_id].content(mail)


def content_of(mail: OutboxMail) -> bytes:
    """Give the bytes of one mail, without a signature."""
    return Sheets().content(mail)


def _header(lines: Iterable[HeaderLine]) -> bytes:
    return "".join([f"{each.name}: {each}\r\n" for each in lines]).encode()


def _known(mail: OutboxMail) -> Recipient:
    """Give the recipient without judging the address a second time; that takes longer than all the rest."""
    to = object.__new__(Recipient)
    to.__dict__.update(address=mail.address, name=mail.name)
    return to


def _personal(mail: OutboxMail) -> dict[str, str]:
    values: dict[str, str] = json.loads(mail.personal)
    return values


def _literal(text: str) -> Line:
    return lambda _values: text


def _shown(piece: str, *, is_name: bool) -> str | Line:
    return (lambda values: values[piece]) if is_name else piece


def _shown_html(piece: str | Slot) -> str | Line:
    return (lambda values: fitted(piece, values)) if isinstance(piece, Slot) else piece


def _parts(pieces: Iterable[str | Line]) -> Iterator[Part]:
    """Split a text into runs of lines that are the same for all, encoded, and lines that are not."""
    lines: list[list[str | Line]] = [[]]
    for piece in pieces:
        if isinstance(piece, str):
            first, *rest = piece.split("\n")
            lines[-1].append(first)
            lines += [[each] for each in rest]
        else:
            lines[-1].append(piece)
    fixed: list[str] = []
    for line in lines[:-1]:  # the text ends in a line end
        if all(isinstance(piece, str) for piece in line):
            fixed.append("".join(map(str, line)))
            continue
        if fixed:
            yield _quoted("\n".join(fixed))
            fixed = []
        yield [piece if callable(piece) else _literal(piece) for piece in line]
    if fixed:
        yield _quoted("\n".join(fixed))


def _encoded(parts: Iterable[Part], values: Values) -> bytes:
    return b"".join(
        part if isinstance(part, bytes) else _quoted("".join(piece(values) for piece in part)) for part in parts
    )


def _quoted(lines: str) -> bytes:
    """Encode lines in quoted-printable, as :meth:`email.message.EmailMessage.set_content` does."""
    if len(lines) < LINE_LENGTH and lines.isascii() and lines.isprintable() and "=" not in lines and lines[-1:] != " ":
        return f"{lines}\r\n".encode()  # one line that is its own encoding
    return body_encode(lines.encode().decode("latin-1") + "\n", LINE_LENGTH, "\r\n").encode()
