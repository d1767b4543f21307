"""Where the bytes lie: a folder or S3-compatible storage, through fsspec, by ``OVKK_FILES_URL``."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import fsspec
from flask import current_app

from ovkk_core.config import Settings
from ovkk_core.errors import ConfigError, NotFoundError

FOLDER = "geplaatst"  # beside what the program itself makes


def write(name: str, parts: Mapping[str, bytes]) -> None:
    """Keep the parts of the file ``name``, over what was there."""
    system, folder = _place()
    system.makedirs(_path(folder, name), exist_ok=True)
    for key, content in parts.items():
        system.pipe_file(f"{_path(folder, name)}/{key}", content)


def read(name: str, key: str) -> bytes:
    """Give one part of a file; raises :class:`NotFoundError` when it is not there."""
    system, folder = _place()
    try:
        content: bytes = system.cat_file(f"{_path(folder, name)}/{key}")
    except FileNotFoundError as error:
        raise NotFoundError("Dit bestand is er niet (meer).") from error
    return content


def remove(name: str) -> None:
    """Forget every part of a file; what is not there is fine."""
    system, folder = _place()
    try:
        system.rm(_path(folder, name), recursive=True)
    except FileNotFoundError:
        return


def names() -> Iterator[tuple[str, datetime]]:
    """Give every file that is kept, with when one of its parts was last written."""
    system, folder = _place()
    system.invalidate_cache()
    for found in system.glob(f"{folder}/{FOLDER}/*/*"):
        parts = system.ls(found, detail=False)
        if parts:
            yield found.rpartition("/")[2], max(system.modified(part) for part in parts)


def copy_out(settings: Settings, folder: Path) -> None:
    """Copy into ``folder`` what lies outside the data folder, so that it goes along where the data folder goes."""
    if not _is_elsewhere(settings):
        return
    system, base = _place(settings)
    for found in system.find(f"{base}/{FOLDER}"):
        target = folder / found.removeprefix(f"{base}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        system.get_file(found, str(target))


def copy_in(settings: Settings) -> None:
    """Move what was put into the data folder to where it belongs, when that is elsewhere."""
    own = settings.files_dir / FOLDER
    if not _is_elsewhere(settings) or not own.is_dir():
        return
    system, base = _place(settings)
    for path in own.rglob("*"):
        if path.is_file():
            target = f"{base}/{path.relative_to(settings.files_dir).as_posix()}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(path), target)
    shutil.rmtree(own)


def _is_elsewhere(settings: Settings) -> bool:
    return settings.files_url != settings.files_dir.as_uri()


def _path(folder: str, name: str) -> str:
    return f"{folder}/{FOLDER}/{name[:2]}/{name}"


def _place(settings: Settings | None = None) -> tuple[Any, str]:
    settings = settings or current_app.config["OVKK"]
    try:
        system, folder = fsspec.url_to_fs(settings.files_url)
    except ImportError as error:
        raise ConfigError("OVKK_FILES_URL noemt S3. Installeer eerst de aanvulling: pip install 'ovkk[s3]'") from error
    return system, str(folder).rstrip("/")
