"""Finds out what an upload really is: the ending of its name, its first bytes and its content must agree (SEC-15)."""

from ovkk_core.errors import BadInputError
from ovkk_core.files.models import FileKind

LARGEST = 12 * 1024 * 1024
PDF = "PDF"
ENDINGS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".pdf": PDF}
PICTURE_ENDINGS = tuple(ending for ending, form in ENDINGS.items() if form != PDF)
HEIC = ".heic", ".heif"


def form_of(content: bytes, file_name: str, wanted: FileKind | None = None) -> str:
    """Give JPEG, PNG, WEBP or PDF; raises :class:`BadInputError` with what to do for anything else.

    ``wanted`` refuses the other kind.
    """
    ending = f".{file_name.rpartition('.')[2].lower()}" if "." in file_name else ""
    if not content:
        raise BadInputError("Dit bestand is leeg. Kies een ander.")
    if len(content) > LARGEST:
        raise BadInputError(f"Dit bestand is te groot: hoogstens {LARGEST // 1024 // 1024} MB. Maak het kleiner.")
    if ending in HEIC:
        raise BadInputError("Deze foto is van een iPhone (HEIC). Bewaar of verstuur haar als JPEG, en kies die.")
    form = ENDINGS.get(ending)
    if form is None or (wanted is FileKind.PICTURE and form == PDF):
        raise BadInputError("Dit soort bestand kan niet. Kies een foto of tekening die op .jpg, .png of .webp eindigt.")
    if wanted is FileKind.DOCUMENT and form != PDF:
        raise BadInputError("Dit soort bestand kan niet. Kies een PDF.")
    if not _begins_as(content, form):
        raise BadInputError(f"Dit bestand heet {ending}, maar is iets anders. Bewaar het opnieuw en kies het dan.")
    return form


def _begins_as(content: bytes, form: str) -> bool:
    if form == "WEBP":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith({"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", PDF: b"%PDF-"}[form])
