"""The addresses of files and what is answered there: a fixed type, sandboxed, kept for ever or not at all (SEC-15)."""

from flask import Response, current_app, request
from werkzeug.exceptions import NotFound

from ovkk_core.accounts import permitted
from ovkk_core.config import Settings
from ovkk_core.database import slug
from ovkk_core.files import storage
from ovkk_core.files.declarations import READ
from ovkk_core.files.keeping import main_part
from ovkk_core.files.models import File
from ovkk_core.files.shapes import SHAPES, WHOLE, WIDE, WIDTHS, box_around, key_of

YEAR = 365 * 24 * 3600
ROOT = "/bestand"


def file_url(file: File, width: int | None = None, shape: str = WHOLE, *, absolute: bool = False) -> str:
    """Give the address of a picture of at most ``width`` (320, 640 or 1280; None: the whole), or of a document.

    ``shape`` is ``heel`` (as it is) or ``breed`` (16:9 around the focal point; needs a width). ``absolute`` begins
    with our own https address, for mail and feeds. Raises ``ValueError`` for another width or shape.
    """
    base = _settings().base_url if absolute else ""
    if width is None:
        return f"{base}{ROOT}/{file.name}"
    if width not in WIDTHS or shape not in SHAPES or not file.is_picture:
        raise ValueError(f"no {shape} of {width} of {file}")
    version = f"?v={version_of(file)}" if shape == WIDE else ""
    return f"{base}{ROOT}/{file.name}/{shape}/{width}{version}"


def size_of(file: File, width: int, shape: str = WHOLE) -> tuple[int, int]:
    """Give the (width, height) in which that picture is served, for the attributes of ``<img>``."""
    wide, high = file.width, file.height
    if shape == WIDE:
        left, top, right, bottom = box_around(wide, high, (file.focal_x, file.focal_y))
        wide, high = right - left, bottom - top
    shown = min(width, wide)
    return shown, max(1, round(high * shown / wide))


def picture_bytes(file: File, width: int, shape: str = WHOLE) -> bytes:
    """Give a picture of at most ``width`` as it is kept, for a PDF; ``media_type`` of ``file`` says what it is."""
    return storage.read(file.name, key_of(shape, width))


def serve(name: str, shape: str = "", width: int = 0) -> Response:
    """Answer with a file; 404 for what is not there, or not for this visitor."""
    file = File.get_or_none(File.name == name)
    if file is None or not (file.public or permitted(READ)):
        raise NotFound
    key = _key(file, shape, width)
    tag = f"{name}-{key}-{version_of(file)}"
    response = Response(status=304) if tag in request.if_none_match else _answer(file, key)
    response.set_etag(tag)
    response.headers["Cache-Control"] = _caching(file, shape)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if file.public:  # mail programs on the web and partners' pages show it from here
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def version_of(file: File) -> str:
    """Give what changes whenever the wide shapes do."""
    return f"{file.focal_x}-{file.focal_y}"


def _key(file: File, shape: str, width: int) -> str:
    if not shape:
        return main_part(file)
    if not file.is_picture or shape not in SHAPES or width not in WIDTHS:
        raise NotFound
    return key_of(shape, width)


def _answer(file: File, key: str) -> Response:
    response = Response(storage.read(file.name, key), content_type=file.media_type)
    ending = {"image/jpeg": "jpg", "image/png": "png"}.get(file.media_type, "pdf")
    how = "inline" if file.is_picture else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{slug(str(file))[:60] or "bestand"}.{ending}"'
    return response


def _caching(file: File, shape: str) -> str:
    if not file.public:
        return "private, no-store"
    current = shape != WIDE or request.args.get("v") == version_of(file)
    return f"public, max-age={YEAR}, immutable" if current else "public, no-cache"


def _settings() -> Settings:
    settings: Settings = current_app.config["OVKK"]
    return settings
