"""Keeps uploads, changes what is said of them, and forgets them; within what one person may keep."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import peewee

from ovkk_core.accounts import User, current_user
from ovkk_core.clock import now
from ovkk_core.database import after_commit, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.files import judging, shapes, storage
from ovkk_core.files.models import File, FileKind
from ovkk_core.files.using import uses
from ovkk_core.history import audit

DOCUMENT = "document"
MOST_BYTES = 1024 * 1024 * 1024  # one person's, all together
MOST_IN_AN_HOUR = 60
STRAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What somebody says of a file: see :class:`File`."""

    title: str = ""
    alt: str = ""
    shows_people: bool = False
    consent_note: str = ""
    public: bool = True


def store_picture(content: bytes, file_name: str, told: Told, by: User | None = None) -> File:
    """Keep a JPEG, PNG or WebP in every size that is served, without metadata; give its row.

    ``by`` is whose quota it counts for: the present user by default. Raises :class:`BadInputError` when ending, first
    bytes and content do not agree, for what is too large, without ``told.alt``, and past the quota.
    """
    from ovkk_core.files import pictures  # here: 4 MB that a process which never makes a picture need not hold

    by = by or current_user()
    _refuse_more(by, len(content))
    made = pictures.make(content, judging.form_of(content, file_name, FileKind.PICTURE))
    row = _row(FileKind.PICTURE, content, told, by)
    row.media_type, row.width, row.height = made.media_type, made.width, made.height
    return _keep(row, made.parts)


def store_document(content: bytes, file_name: str, told: Told, by: User | None = None) -> File:
    """Keep a PDF, which is only ever served as a download; give its row. Raises as :func:`store_picture` does."""
    from ovkk_core.files import documents  # here: 4 MB that a process which never gets a document need not hold

    by = by or current_user()
    _refuse_more(by, len(content))
    judging.form_of(content, file_name, FileKind.DOCUMENT)
    row = _row(FileKind.DOCUMENT, content, told, by)
    row.media_type, row.tagged = "application/pdf", documents.is_tagged(content)
    return _keep(row, {DOCUMENT: content})


def same_as(content: bytes, among: Any = None) -> File | None:
    """Give the file that was made of exactly these bytes before, or None; ``among`` is a query of files."""
    query = File.select() if among is None else among
    found: File | None = query.where(File.sha256 == _digest(content)).order_by(File.id).first()
    return found


def change(file: File, told: Told, focus: tuple[int, int]) -> None:
    """Say something else of a file; another ``focus`` makes the wide shapes anew."""
    from ovkk_core.files import pictures  # here: as above

    moved = file.is_picture and focus != (file.focal_x, file.focal_y)
    for name, value in (asdict(told) | {"focal_x": focus[0], "focal_y": focus[1]}).items():
        setattr(file, name, value)
    with transaction():
        file.save()
        if moved:
            storage.write(file.name, pictures.make_wide(storage.read(file.name, shapes.FULL), file.media_type, focus))


def delete(file: File) -> None:
    """Forget a file and its bytes for good. Raises :class:`BadInputError` while something refers to it."""
    if uses(file):
        raise BadInputError("Dit bestand is nog in gebruik. Kies daar eerst een ander, en verwijder het dan.")
    with transaction():
        audit("files.delete", "file", file.id)
        file.delete_instance()
        after_commit(lambda: storage.remove(file.name))


def main_part(file: File) -> str:
    """Give the key of the picture at its largest, or of the document."""
    return shapes.FULL if file.is_picture else DOCUMENT


def sweep() -> int:
    """Forget bytes that no row knows of, such as of an upload that was cut off; give of how many files."""
    known = {name for (name,) in File.select(File.name).tuples()}
    stray = [name for name, written in storage.names() if name not in known and written < now() - STRAY]
    for name in stray:
        storage.remove(name)
    return len(stray)


def _row(kind: FileKind, content: bytes, told: Told, by: User | None) -> File:
    return File(
        name=secrets.token_hex(16),
        kind=kind,
        **asdict(told),
        sha256=_digest(content),
        uploaded_by=by,
    )


def _keep(row: File, parts: dict[str, bytes]) -> File:
    row.size = sum(len(part) for part in parts.values())
    with transaction():
        row.save()
        storage.write(row.name, parts)
    return row


def _refuse_more(by: User | None, size: int) -> None:
    if by is None:
        return
    own = File.select().where(File.uploaded_by == by)
    kept = own.select(peewee.fn.COALESCE(peewee.fn.SUM(File.size), 0)).scalar()
    if kept + size > MOST_BYTES:
        raise BadInputError("U heeft zo veel bestanden geplaatst dat er geen bij kan. Verwijder er eerst een paar.")
    if own.where(File.created_at > now() - timedelta(hours=1)).count() >= MOST_IN_AN_HOUR:
        raise BadInputError(f"U plaatste al {MOST_IN_AN_HOUR} bestanden in een uur. Ga over een uur verder.")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
