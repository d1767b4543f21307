"""Reads calendars of others, however broken or hostile, in a process that is killed when it takes too long."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ovkk_core.errors import BadInputError

PROGRAM = Path(__file__).with_name("reader_process.py")
SECONDS = 8.0  # the process itself may use two of the processor; the rest is waiting for its turn


@dataclass(frozen=True)
class ReadItem:
    """One date in a calendar of others. ``recurrence`` tells dates of one series apart; ``kept`` is what we ignore."""

    uid: str
    recurrence: str
    title: str
    description: str
    place: str
    address: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    cancelled: bool
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dropped:
    """What was left out, and why, in Dutch."""

    what: str
    why: str


@dataclass(frozen=True)
class Reading:
    """What a calendar holds. When not ``whole``, dates may be missing that stand in it."""

    items: tuple[ReadItem, ...]
    dropped: tuple[Dropped, ...]
    whole: bool


def read_calendar(content: bytes, since: datetime, until: datetime) -> Reading:
    """Give what happens from ``since`` until ``until`` by a calendar file (``text/calendar``) of a stranger.

    Raises :class:`BadInputError` with the reason when nothing of it can be used. Never takes longer than
    ``SECONDS``, and little of this process.
    """
    output, ended = _run(content, since, until)
    answers = [json.loads(line) for line in output.split(b"\n")[:-1]]  # what is cut off is left out
    refusal = next((answer["why"] for answer in answers if answer["kind"] == "refused"), "")
    if refusal:
        raise BadInputError(refusal)
    items = tuple(_item(answer) for answer in answers if answer["kind"] == "item")
    dropped = [Dropped(answer["what"], answer["why"]) for answer in answers if answer["kind"] == "dropped"]
    if not ended and not items:
        raise BadInputError(
            "Het lezen van dit bestand kostte te veel tijd of geheugen en is gestopt. "
            "Vraag de maker om een kleiner bestand, of om eenvoudiger herhalingen."
        )
    if not ended:
        dropped.append(Dropped("De rest van het bestand", "het lezen kostte te veel tijd of geheugen en is gestopt"))
    return Reading(items, tuple(dropped), whole=ended and _whole(answers))


def _run(content: bytes, since: datetime, until: datetime) -> tuple[bytes, bool]:
    """Give what the process wrote, and whether it came to its end."""
    arguments = [sys.executable, "-I", str(PROGRAM), since.isoformat(), until.isoformat()]
    with subprocess.Popen(  # noqa: S603 - our own program, nothing of the file in its arguments
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as process:
        try:
            output, _ = process.communicate(content, SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
        return output, process.returncode == 0


def _whole(answers: Iterable[dict[str, Any]]) -> bool:
    return any(answer["kind"] == "end" and answer["whole"] for answer in answers)


def _item(answer: dict[str, Any]) -> ReadItem:
    values = {name: value for name, value in answer.items() if name != "kind"}
    moments = {name: datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at")}
    return ReadItem(**(values | moments | {"kept": tuple(values["kept"])}))
