"""Writes the next migration of a room from the difference between its models and a freshly migrated database.

.venv/bin/python tools/new_migration.py PACKAGE WHAT      e.g. plugins.dorpenschouw add_lunch
"""

import re
import sys
import tempfile

import peewee
from playhouse.migrations import Runner, template
from playhouse.schema_diff import diff_models

from ovkk_core.app import BUILTIN
from ovkk_core.config import from_environment
from ovkk_core.database import Room, connected, db, migrate, models_of, open_database

PLAIN = {"LineField": "CharField", "ProseField": "TextField", "UtcDateTimeField": "DateTimeField"}


def main() -> None:
    """Print the path of the new file, or say that nothing differs."""
    package, what = sys.argv[1:]
    room = Room(package.rpartition(".")[2], package)
    with tempfile.TemporaryDirectory() as folder:
        open_database(from_environment({"OVKK_DATA_DIR": folder}))
        for name in dict.fromkeys([*BUILTIN, package]):
            migrate(Room(name.rpartition(".")[2], name))
        with connected():
            difference = diff_models(db.obj, models_of(room))
            body = tidy(template(difference)) if difference else ""
        db.close()
    if not body:
        print("the models and the migrations agree")
        return
    room.folder.mkdir(exist_ok=True)
    print(Runner(db.obj, str(room.folder)).create(what, body=body))


def tidy(body: str) -> str:
    """Make the generated text forward-only, independent of our own fields, and explicit in what it imports."""
    body = body.partition("def down(")[0]
    for ours, plain in PLAIN.items():
        body = body.replace(ours, plain)
    body = re.sub(r"^(# |from |import datetime).*\n", "", body, flags=re.M).strip()
    used = sorted(n for n in peewee.__all__ if re.search(rf"\b{n}\b", body))
    return f"from peewee import {', '.join(used)}\n\n\n{body}\n"


if __name__ == "__main__":
    main()
