"""Where messages are fetched: a folder on an IMAP server, or a Maildir of a mail server on this machine."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import imap_tools
from imap_tools.errors import ImapToolsError

from ovkk_core.errors import OvkkError

PATIENCE = 30  # seconds for an answer of the server
LARGEST = 10 * 1024**2  # bytes; of a larger message only the beginning is kept
BEGINNING = 64 * 1024
AT_ONCE = 200
READ_FOLDER = "OVKK-gelezen"
ENCRYPTED, LOCAL = 993, 143
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class BoxError(OvkkError):
    """The mailbox cannot be reached or read."""


@dataclass(frozen=True)
class Found:
    """A message that waits in the box; ``whole`` is False when ``raw`` is only its beginning."""

    key: str
    raw: bytes
    size: int
    whole: bool


class Box(Protocol):
    """An open mailbox."""

    def waiting(self) -> int:
        """Give how many messages wait."""
        ...

    def messages(self) -> Iterator[Found]:
        """Give the messages that wait, oldest first, at most ``AT_ONCE``."""
        ...

    def put_away(self, found: Found) -> None:
        """Take one out of those that wait, without deleting it."""
        ...


@contextmanager
def open_box(url: str) -> Iterator[Box]:
    """Open the mailbox of ``OVKK_INBOX_URL``; raise :class:`BoxError`, which never shows the password."""
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        yield Maildir(Path(unquote(parts.path)))
        return
    try:
        with _logged_in(url) as box:
            yield ImapFolder(box)
    except (OSError, ImapToolsError, imaplib.IMAP4.error) as error:
        raise BoxError(f"De postbus op {parts.hostname} is niet te lezen ({type(error).__name__}).") from error


def _logged_in(url: str) -> imap_tools.BaseMailBox:
    """Log in, encrypted with a checked certificate; without encryption only on this machine."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    if parts.scheme == "imap":
        box: imap_tools.BaseMailBox = imap_tools.MailBoxUnencrypted(host, port or LOCAL, timeout=PATIENCE)
    else:
        box = imap_tools.MailBox(host, port or ENCRYPTED, timeout=PATIENCE, ssl_context=ssl.create_default_context())
    folder = unquote(parts.path.strip("/")) or "INBOX"
    try:
        return box.login(unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder)
    except (OSError, ImapToolsError, imaplib.IMAP4.error):
        box.client.shutdown()
        raise


@dataclass(frozen=True)
class ImapFolder:
    """A folder on an IMAP server; what was read moves to the folder ``READ_FOLDER`` beside it.

    What a person looked at with another program is read all the same: only that folder says what we had.
    """

    box: imap_tools.BaseMailBox

    def waiting(self) -> int:
        """Give how many messages are in the folder."""
        return len(self.box.uids())

    def messages(self) -> Iterator[Found]:
        """Give the oldest messages in the folder; of a large one only its beginning is asked for."""
        for uid in self.box.uids()[:AT_ONCE]:
            found = self.box.client.uid("FETCH", uid, "(RFC822.SIZE)")[1]
            size = int((SIZE.search(_bytes(found)) or [b"", b"0"])[1])
            asked = "(BODY.PEEK[])" if size <= LARGEST else f"(BODY.PEEK[]<0.{BEGINNING}>)"
            answer = self.box.client.uid("FETCH", uid, asked)[1]
            raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if raw is not None:  # else it was moved meanwhile
                yield Found(uid, raw, size, whole=size <= LARGEST)

    def put_away(self, found: Found) -> None:
        """Move it; the folder is made when it is not there."""
        if not self.box.folder.exists(READ_FOLDER):
            self.box.folder.create(READ_FOLDER)
        self.box.move(found.key, READ_FOLDER)


@dataclass(frozen=True)
class Maildir:
    """A Maildir; what was read moves from ``new`` to ``cur`` with the flag that says so."""

    folder: Path

    def waiting(self) -> int:
        """Give how many files are in ``new``."""
        return len(self._names())

    def messages(self) -> Iterator[Found]:
        """Give the oldest files in ``new``."""
        for name in self._names()[:AT_ONCE]:
            path = self.folder / "new" / name
            size = path.stat().st_size
            with path.open("rb") as file:
                yield Found(name, file.read(LARGEST if size <= LARGEST else BEGINNING), size, whole=size <= LARGEST)

    def put_away(self, found: Found) -> None:
        """Move the file; another worker may have done so."""
        with suppress(FileNotFoundError):
            (self.folder / "new" / found.key).rename(self.folder / "cur" / f"{found.key.partition(':')[0]}:2,S")

    def _names(self) -> list[str]:
        try:
            return sorted(path.name for path in (self.folder / "new").iterdir() if not path.name.startswith("."))
        except OSError as error:
            raise BoxError(f"De map met post {self.folder} is niet te lezen: {error.strerror}.") from error


def _bytes(answer: list[bytes | tuple[bytes, bytes] | None]) -> bytes:
    return b" ".join(part[0] if isinstance(part, tuple) else part or b"" for part in answer)
