"""The list of who was erased, beside the database too: so that an old backup brings nobody back (PRIV-6, REL-3).

Every line is JSON with numbers and moments, never a name. The file lies in the data folder and beside every backup.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ovkk_core.clock import now
from ovkk_core.config import Settings
from ovkk_core.privacy.models import Erasure, ErasureState

NAME = "erased.jsonl"
BACKUP_MARK = "last-backup.json"  # where the last good backup was made, in the data folder


def file_of(folder: Path) -> Path:
    """Give where the list lies in a folder."""
    return folder / NAME


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """Give the lines in ``folder`` by their uid; what is no line of ours is passed over."""
    path = file_of(folder)
    if not path.is_file():
        return {}
    found = {}
    for text in path.read_text("utf-8", "replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and isinstance(line.get("uid"), str) and isinstance(line.get("people"), list):
            found[line["uid"]] = line
    return found


def add(folder: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write the lines that the list in ``folder`` does not have yet; private, whole, and one writer at a time."""
    path = file_of(folder)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = read(folder)
        file.writelines(f"{json.dumps(line)}\n" for line in lines if line["uid"] not in known)
        file.flush()
        os.fsync(file.fileno())


def copy(source: Path, target: Path) -> None:
    """Let the list in the folder ``target`` have what the one in ``source`` has."""
    if lines := read(source):
        add(target, lines.values())


def copy_beside_backups(settings: Settings) -> None:
    """Copy the list to the folder of the last backup, when it is there and can be written now."""
    mark = settings.data_dir / BACKUP_MARK
    if mark.is_file():
        folder = Path(json.loads(mark.read_text())["path"]).parent
        if folder.is_dir() and os.access(folder, os.W_OK):
            copy(settings.data_dir, folder)


def behind(settings: Settings) -> bool:
    """Say whether the list knows of somebody of whom the table does not: the database is older than the list."""
    known = {uid for (uid,) in Erasure.select(Erasure.uid).tuples()}
    return bool(read(settings.data_dir).keys() - known)


def agree(settings: Settings) -> list[Erasure]:
    """Let table and list know the same; give the erasures that the table did not know: they are to be done again."""
    stored = {erasure.uid: erasure for erasure in Erasure.select()}
    add(settings.data_dir, (_line(erasure) for erasure in stored.values()))
    missing = [line for uid, line in read(settings.data_dir).items() if uid not in stored]
    return [_stored(line) for line in missing]


def _line(erasure: Erasure) -> dict[str, Any]:
    return {"uid": erasure.uid, "person": erasure.person_id, "people": erasure.people, "at": erasure.at.isoformat()}


def _stored(line: dict[str, Any]) -> Erasure:
    made: Erasure = Erasure.create(
        uid=line["uid"],
        person_id=int(line.get("person", 0)),
        people=line["people"],
        why="opnieuw, na het terugzetten van een reservekopie",
        actor="system",
        at=now(),
        state=ErasureState.WAITING,
    )
    return made
