"""The calendar server Radicale with the events of an installation, as the peer that anybody can install."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.measuring import HOST, PORT, Contestant
from ovkk_core.calendars import Event, writer

VERSION = "3.9.0"
HOME = Path(__file__).parent / ".peers" / "radicale"  # its own environment: nothing of it enters ours
COLLECTION = Path("collection-root") / "ovkk" / "agenda"
ADDRESS = "/ovkk/agenda/"


def contestant(folder: Path, headers: dict[str, str] | None = None) -> Contestant:
    """Give Radicale with what :func:`lay_down` put in ``folder``."""
    command = [str(HOME / "bin" / "python"), "-m", "radicale", "--hosts", f"{HOST}:{PORT}", "--auth-type", "none"]
    command += [
        "--storage-filesystem-folder",
        str(folder),
        "--rights-type",
        "authenticated",
        "--logging-level",
        "error",
    ]
    return Contestant(command, [(ADDRESS, headers or {})])


def lay_down(folder: Path) -> None:
    """Install Radicale once, and write the events of the installation at hand as Radicale stores them."""
    install()
    there = folder / COLLECTION
    there.mkdir(parents=True)
    (there / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR"}))
    for uid, fragment in _events():
        (there / f"{uid}.ics").write_bytes(writer.calendar([fragment]))


def install() -> None:
    """Make the environment of Radicale, unless it is there."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", f"radicale=={VERSION}"], check=True)


def _events() -> Iterable[tuple[str, str]]:
    found: Iterable[tuple[str, str]] = Event.select(Event.uid, Event.fragment).tuples()
    return found
