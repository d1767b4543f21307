"""Serves each room's ``static/`` folder at ``/static/<room>/...``, cached for ever under a version of its content."""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from ovkk_core.registry import is_on, registry
from ovkk_core.web.rooms import folder_of

YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class File:
    """A file as it is sent: its bytes and the version that follows from them."""

    content: bytes
    version: str


def static_url(room: str, file: str) -> str:
    """Give the address of ``static/<file>`` of ``room``; it changes whenever the content does."""
    found = _found(room, file)
    return f"/static/{room}/{file}" + (f"?v={found.version}" if found else "")


def own_style_url(room: str) -> str:
    """Give the address of ``static/<room>.css``, the style of what a room shows on the home page; "" without one."""
    return static_url(room, f"{room}.css") if _found(room, f"{room}.css") else ""


def serve(room: str, file: str) -> Response:
    """Answer with a file of a room that is on, packed when the browser can unpack it; 404 for anything else."""
    plain = _found(room, file) if is_on(room) else None
    if plain is None:
        raise NotFound
    packed = _found(room, f"{file}.gz") if request.accept_encodings.quality("gzip") else None
    sent = packed or plain
    response = Response(sent.content, mimetype=mimetypes.guess_type(file)[0] or "application/octet-stream")
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    current = request.args.get("v") == plain.version
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    response.set_etag(sent.version)
    response.make_conditional(request)
    return response


def _found(room: str, file: str) -> File | None:
    path = safe_join(str(folder_of(registry.get(room).package) / "static"), file)
    try:
        return _read(path, Path(path).stat().st_mtime_ns) if path else None
    except OSError:
        return None


@lru_cache(maxsize=256)
def _read(path: str, _: int) -> File:
    content = Path(path).read_bytes()
    return File(content, hashlib.sha256(content).hexdigest()[:12])
