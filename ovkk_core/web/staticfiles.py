"""Serves each room's ``static/`` folder at ``/static/<room>/...``, cached for ever under a version of its content."""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from ovkk_core.registry import is_on, registry
from ovkk_core.web.rooms import folder_of

YEAR = 365 * 24 * 3600


def static_url(room: str, file: str) -> str:
    """Give the address of ``static/<file>`` of ``room``; it changes whenever the content does."""
    version = _version(room, file)
    return f"/static/{room}/{file}" + (f"?v={version}" if version else "")


def serve(room: str, file: str) -> Response:
    """Answer with a file of a room that is on, packed when the browser can unpack it; 404 for anything else."""
    if not is_on(room):
        raise NotFound
    response = _packed(room, file) or send_from_directory(_folder(room), file)
    response.vary.add("Accept-Encoding")
    if request.args.get("v") == _version(room, file):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _packed(room: str, file: str) -> Response | None:
    """Give the ``.gz`` that the build put beside a file, if any."""
    if not request.accept_encodings.quality("gzip") or not _version(room, f"{file}.gz"):
        return None
    response = send_from_directory(_folder(room), f"{file}.gz", mimetype=mimetypes.guess_type(file)[0])
    response.content_encoding = "gzip"
    return response


def _folder(room: str) -> Path:
    return folder_of(registry.get(room).package) / "static"


def _version(room: str, file: str) -> str:
    path = safe_join(str(_folder(room)), file)
    try:
        return _digest(path, Path(path).stat().st_mtime_ns) if path else ""
    except OSError:
        return ""


@lru_cache(maxsize=1024)
def _digest(path: str, _: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
