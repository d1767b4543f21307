"""Finds where a file is used: rows of other tables that refer to it, and settings that show it."""

import peewee

from ovkk_core.files.models import File
from ovkk_core.registry import setting, setting_specs


def uses(file: File) -> list[str]:
    """Give what uses a file, as people call it."""
    rows = [
        str(row)
        for field in File._meta.backrefs
        if not isinstance(field, peewee.DeferredForeignKey)
        for row in field.model.select().where(field == file.id)
    ]
    specs = setting_specs().values()
    return rows + [spec.title for spec in specs if spec.kind == "picture" and setting(spec.key) == str(file.id)]
