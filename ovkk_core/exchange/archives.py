"""Whole exports, and large files of contacts, asked for on the screen: made by the worker, and gone after a week."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.exchange.archive import FOLDER, write_archive
from ovkk_core.exchange.exporting import contacts_file, rows_of
from ovkk_core.exchange.models import WholeExport
from ovkk_core.history import actor, audit
from ovkk_core.jobs import enqueue

KEEP = timedelta(days=7)


def ask(what: str = "", form: str = "zip") -> WholeExport:
    """Have the worker write everything to a file, or contacts as :func:`contacts_file` does."""
    with transaction():
        export = WholeExport.create(key=secrets.token_hex(16), actor=actor(), what=what, form=form)
        if not what:
            audit("exchange.whole_export", "whole_export", export.id)
        enqueue("exchange.whole", export=export.id)
    return export


def make(export: int) -> None:
    """Write the file that was asked for; harmless to run again."""
    found = WholeExport.get_or_none(WholeExport.id == export)
    if found is None or found.ready_at:
        return
    path = path_of(found)
    path.unlink(missing_ok=True)
    if found.what:
        found.rows = rows_of(found.what)
        _write(path, contacts_file(found.what, found.form))
    else:
        found.rows = sum(write_archive(_settings(), path).values())
    found.size, found.ready_at = path.stat().st_size, now()
    found.save()


def exports(*, whole: bool) -> list[WholeExport]:
    """Give the exports of everything, or the files of contacts that this user asked for; the newest first."""
    return list(WholeExport.select().where(_mine(whole=whole)).order_by(WholeExport.id.desc()))


def ready(number: int, *, whole: bool = True) -> WholeExport:
    """Give an export as in :func:`exports` that is ready; raises :class:`NotFoundError` otherwise."""
    found: WholeExport | None = WholeExport.get_or_none(WholeExport.id == number, _mine(whole=whole))
    if found is None or not found.ready_at or not path_of(found).exists():
        raise NotFoundError("Dit bestand is er niet (meer). Maak een nieuwe export.")
    return found


def remove(number: int, *, whole: bool | None = None) -> None:
    """Delete an export and its file; only one as in :func:`exports` when ``whole`` says which."""
    among = WholeExport.id == number
    found = WholeExport.get_or_none(among if whole is None else among & _mine(whole=whole))
    if found is not None:
        with transaction():
            audit("exchange.whole_export_removed", "whole_export", found.id)
            found.delete_instance()
        path_of(found).unlink(missing_ok=True)


def forget_old() -> None:
    """Delete the exports of more than a week ago."""
    for old in list(WholeExport.select().where(WholeExport.created_at < now() - KEEP)):
        remove(old.id)


def path_of(export: WholeExport) -> Path:
    """Give where the file of an export lies: a random name, outside of what is served."""
    return _settings().files_dir / FOLDER / f"{export.key}.{export.form}"


def _mine(*, whole: bool) -> Any:
    """Give what chooses exports of everything, which are of all who may; or this user's files of contacts."""
    return WholeExport.what == "" if whole else (WholeExport.what != "") & (WholeExport.actor == actor())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _settings() -> Settings:
    settings: Settings = current_app.config["OVKK"]
    return settings
