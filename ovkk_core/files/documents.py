"""Looks into documents: whether a PDF can be read aloud, and that it does nothing by itself (SEC-15)."""

import io

import pikepdf

from ovkk_core.errors import BadInputError


def is_tagged(content: bytes) -> bool:
    """Say whether a PDF holds the structure that a screen reader needs.

    Raises :class:`BadInputError` for one that is damaged, locked, or runs a script when it opens.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            root = document.Root
            if _runs(root):
                raise BadInputError("Dit document voert een script uit en wordt daarom niet bewaard.")
            marked = root.get("/MarkInfo")
            return bool(marked is not None and marked.get("/Marked")) and "/StructTreeRoot" in root
    except pikepdf.PasswordError as error:
        raise BadInputError("Dit document zit op slot met een wachtwoord. Bewaar het zonder wachtwoord.") from error
    except (pikepdf.PdfError, ValueError, TypeError) as error:
        raise BadInputError("Dit document is beschadigd. Bewaar het opnieuw als PDF.") from error


def _runs(root: pikepdf.Object) -> bool:
    opened, named = root.get("/OpenAction"), root.get("/Names")
    launches = isinstance(opened, pikepdf.Dictionary) and str(opened.get("/S")) in {"/JavaScript", "/Launch"}
    return launches or "/AA" in root or (isinstance(named, pikepdf.Dictionary) and "/JavaScript" in named)
