"""Says a written VEVENT otherwise for one feed: another status, another mark before the title, a newer version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ovkk_core.calendars import keeping, writer
from ovkk_core.calendars.models import Event, SequenceMark
from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.registry import bump

CANCELLED_TITLE = "Afgelast: "  # what the writer puts before the title of a cancelled event
TITLE_FIRST = "VERVALLEN: "  # what some feeds put there first
NAME = re.compile(r"[A-Z-]+")
DAY = re.compile(r"^RECURRENCE-ID[^:\r]*:(\d{4})(\d\d)(\d\d)", re.MULTILINE)
RULE = re.compile(r"^RRULE:.*\r\n(?: .*\r\n)*", re.MULTILINE)
BEGIN = "BEGIN:VEVENT\r\n"


@dataclass(frozen=True)
class Restatement:
    """What to say instead; ``newer`` is added to SEQUENCE, ``changed`` replaces an older LAST-MODIFIED.

    With an empty ``status`` that, and the title, stay as they are.
    """

    status: str
    title: str = CANCELLED_TITLE
    transparent: bool = False
    newer: int = 0
    changed: datetime | None = None


def restated(fragment: str, wanted: Restatement) -> str:
    """Give every VEVENT of ``fragment`` as ``wanted`` says; the UID and whatever else stay (RFC 5545 3.6.1)."""
    lines = fragment.replace("\r\n ", "").split("\r\n")
    return "".join(f"{writer.folded(said)}\r\n" for line in lines if line for said in _said(line, wanted))


def parts_of(fragment: str) -> dict[date | None, str]:
    """Give the VEVENTs of a series by the day that each is about; the series itself by None."""
    parts = [f"{BEGIN}{part}" for part in fragment.split(BEGIN) if part]
    return {_day_of(part): part for part in parts}


def left_out(series: str, parts: Iterable[str]) -> str:
    """Give the VEVENT of a series without the days of ``parts``, its own VEVENTs of single days (RFC 5545 3.8.5.1)."""
    named = (re.search(r"^RECURRENCE-ID(.*\r\n)", part, re.MULTILINE) for part in parts)
    days = "".join(f"EXDATE{found[1]}" for found in named if found)
    return RULE.sub(lambda rule: rule[0] + days, series, count=1)


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


def _day_of(part: str) -> date | None:
    found = DAY.search(part)
    return date(*map(int, found.groups())) if found else None


def _plain(title: str) -> str:
    """Give a title without what we or a feed put before it."""
    return title.removeprefix(TITLE_FIRST).removeprefix(CANCELLED_TITLE)


def _said(line: str, wanted: Restatement) -> list[str]:
    found = NAME.match(line)
    name = found[0] if found else ""
    if name in {"STATUS", "TRANSP", "SUMMARY"} and not wanted.status:
        return [line]
    if name == "STATUS":
        return [f"STATUS:{wanted.status}", *(["TRANSP:TRANSPARENT"] if wanted.transparent else [])]
    if name == "TRANSP":
        return []
    if name == "SUMMARY":
        before, title = line.split(":", 1)
        return [f"{before}:{wanted.title}{_plain(title)}"]
    if name == "SEQUENCE":
        return [f"SEQUENCE:{int(line.partition(':')[2]) + wanted.newer}"]
    if name in {"DTSTAMP", "LAST-MODIFIED"} and wanted.changed:
        stamp = f"{wanted.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return [f"{name}:{max(stamp, line.partition(':')[2])}"]
    return [line]
