"""The base of every table."""

import peewee

from ovkk_core.database.connection import db


def _table_name(model: type[peewee.Model]) -> str:
    """Name a table ``<room>_<class>``, so that no two plugins can collide."""
    package = model.__module__.split(".")
    room = package[-2] if package[-1] == "models" else package[-1]
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__)
    return f"{room}{words}"


class BaseModel(peewee.Model):
    """A row of ours; saving writes only what changed, so two people may edit different fields."""

    class Meta:
        database = db
        legacy_table_names = False
        only_save_dirty = True
        table_function = _table_name
