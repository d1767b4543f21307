"""Says a written VEVENT otherwise for one feed: another status, another mark before the title, a newer version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ovkk_core.calendars import keeping, writer
from ovkk_core.calendars.models import Event, SequenceMark
from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.registry import bump

CANCELLED_TITLE = "Afgelast: "  # what the writer puts before the title of a cancelled event
NAME = re.compile(r"[A-Z-]+")


@dataclass(frozen=True)
class Restatement:
    """What to say instead; ``newer`` is added to SEQUENCE, ``changed`` replaces an older LAST-MODIFIED."""

    status: str
    title: str = CANCELLED_TITLE
    transparent: bool = False
    newer: int = 0
    changed: datetime | None = None


def restated(fragment: str, wanted: Restatement) -> str:
    """Give every VEVENT of ``fragment`` as ``wanted`` says; the UID and whatever else stay (RFC 5545 3.6.1)."""
    lines = fragment.replace("\r\n ", "").split("\r\n")
    return "".join(f"{writer.folded(said)}\r\n" for line in lines if line for said in _said(line, wanted))


def keep_marks(given: Iterable[tuple[str, int]]) -> None:
    """Keep for each (UID, SEQUENCE) that this number was given out, so that the next change gets a higher one."""
    highest = dict(given)
    if not highest:
        return
    rows = SequenceMark.select(SequenceMark.uid, SequenceMark.sequence).where(SequenceMark.uid.in_(list(highest)))
    known = dict(rows.tuples())
    for uid, sequence in highest.items():
        if known.get(uid, -1) < sequence:
            SequenceMark.set(uid, sequence)


def renew(events: Iterable[Event]) -> None:
    """Give ``events`` a SEQUENCE and LAST-MODIFIED newer than whatever any feed said of them; nothing else changes."""
    with transaction():
        for event in events:
            sequence = max(SequenceMark.of(event.uid), event.sequence) + 1
            marks = {"sequence": sequence, "last_modified": now().replace(microsecond=0)}
            event.__data__.update(marks)
            Event.update(marks | keeping.fragment(event)).where(Event.id == event.id).execute()
            SequenceMark.set(event.uid, sequence)
        bump(keeping.STAMP)


def _said(line: str, wanted: Restatement) -> list[str]:
    found = NAME.match(line)
    name = found[0] if found else ""
    if name == "STATUS":
        return [f"STATUS:{wanted.status}", *(["TRANSP:TRANSPARENT"] if wanted.transparent else [])]
    if name == "SUMMARY":
        before, title = line.split(":", 1)
        return [f"{before}:{wanted.title}{title.removeprefix(CANCELLED_TITLE)}"]
    if name == "SEQUENCE":
        return [f"SEQUENCE:{int(line.partition(':')[2]) + wanted.newer}"]
    if name in {"DTSTAMP", "LAST-MODIFIED"} and wanted.changed:
        stamp = f"{wanted.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return [f"{name}:{max(stamp, line.partition(':')[2])}"]
    return [line]
