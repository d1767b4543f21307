"""Version stamps: how processes agree without talking to each other."""

from ovkk_core.database import db
from ovkk_core.registry.models import Stamp


def bump(name: str) -> None:
    """Raise the stamp ``name`` in the running transaction; every process notices at its next request."""
    Stamp.insert(name=name, value=1).on_conflict(
        conflict_target=[Stamp.name], update={Stamp.value: Stamp.value + 1}
    ).execute()


def stamp(name: str) -> int:
    """Give the present value of the stamp; 0 when it was never raised."""
    row = Stamp.select(Stamp.value).where(Stamp.name == name).tuples().first()
    return int(row[0]) if row else 0


def all_stamps() -> dict[str, int]:
    """Give every stamp in one query; in plain SQL, because every request asks it."""
    return dict(db.execute_sql("SELECT name, value FROM registry_stamp").fetchall())
