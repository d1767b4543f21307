"""Whole exports that were asked for on the screen: made by the worker, downloaded, and gone after a week."""

import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app

from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.database import transaction
from ovkk_core.errors import NotFoundError
from ovkk_core.exchange.archive import FOLDER, write_archive
from ovkk_core.exchange.models import WholeExport
from ovkk_core.history import actor, audit
from ovkk_core.jobs import enqueue

KEEP = timedelta(days=7)


def ask() -> WholeExport:
    """Have the worker write everything to a file."""
    with transaction():
        export = WholeExport.create(key=secrets.token_hex(16), actor=actor())
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
    rows = write_archive(_settings(), path)
    found.rows, found.size, found.ready_at = sum(rows.values()), path.stat().st_size, now()
    found.save()


def ready(number: int) -> Path:
    """Give the file of an export that is ready; raises :class:`NotFoundError` otherwise."""
    found = WholeExport.get_or_none(WholeExport.id == number)
    if found is None or not found.ready_at or not path_of(found).exists():
        raise NotFoundError("Dit bestand is er niet (meer). Maak een nieuwe export.")
    return path_of(found)


def remove(number: int) -> None:
    """Delete an export and its file."""
    found = WholeExport.get_or_none(WholeExport.id == number)
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
    return _settings().files_dir / FOLDER / f"{export.key}.zip"


def _settings() -> Settings:
    settings: Settings = current_app.config["OVKK"]
    return settings
