"""Programs of the system that tests drive; CI installs them and sets CI_CLIENTS, so that none is skipped."""

import json
import os
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

MOMENTS = "%(start:%F %H:%M) %(end:%F %H:%M) %m\\n"
PYTHON = "/usr/bin/python3"
BY_LIBICAL = Path(__file__).parent / "core" / "calendars" / "by_libical.py"


def needed(there: bool, what: str) -> None:
    """Skip a test for lack of a program on somebody's own machine; fail it in CI."""
    if not there and os.environ.get("CI_CLIENTS"):
        pytest.fail(f"CI must have {what}; see the list of packages in .ci/run")
    if not there:
        pytest.skip(f"this machine has no {what}; CI has")


def by_libical(texts: list[str]) -> list[dict[str, Any]]:
    """Give what libical reads in each of the calendars."""
    needed(_has_libical(), "libical with its binding (packages gir1.2-ical-3.0 and python3-gi)")
    run = subprocess.run(
        [PYTHON, str(BY_LIBICAL)], input=json.dumps(texts), capture_output=True, text=True, check=True, env=_TOKYO
    )
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


def by_calcurse(text: str, folder: Path, since: date, days: int) -> list[str]:
    """Import a calendar into an empty calcurse; give what it shows on so many days, as start, end and title.

    What takes whole days is given once for each of them, as day and title.
    """
    needed(shutil.which("calcurse") is not None, "calcurse")
    (folder / "feed.ics").write_bytes(text.encode())
    report = _calcurse(folder, "-i", str(folder / "feed.ics"))
    assert " 0 skipped" in report, report
    formats = [f"--format-{kind}={MOMENTS}" for kind in ("apt", "recur-apt")]
    formats += [f"--format-{kind}= * %m\\n" for kind in ("event", "recur-event")]
    query = ["-q", "-Q", "--filter-type=cal", f"--from={since:%m/%d/%Y}", f"--days={days}", "--output-datefmt=%F"]
    shown, day = dict[str, None](), ""
    for line in filter(None, _calcurse(folder, *query, *formats).splitlines()):
        if line.startswith(" * "):
            shown[f"{day} {line[3:]}"] = None
        elif line.endswith(":") and len(line) == len("2026-01-01:"):
            day = line[:-1]
        else:
            shown[line] = None  # once, though it stands on each of its days
    return list(shown)


def _calcurse(folder: Path, *arguments: str) -> str:
    environment = os.environ | {"TZ": "Europe/Amsterdam", "LC_ALL": "C.UTF-8"}
    command = ["calcurse", "-D", str(folder), "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


_TOKYO = os.environ | {"TZ": "Asia/Tokyo"}  # the zone of the machine may not matter


@cache
def _has_libical() -> bool:
    ask = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    try:
        return subprocess.run([PYTHON, "-c", ask], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
