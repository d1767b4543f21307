"""Real calendar programs on the running server: vdirsyncer fetches the feed, khal shows what is in it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ovkk_core.clock import today
from tests.conftest import SERVER, fresh_postgresql
from tests.serving import free_port, in_installation, ovkk, serving, variables_of

DAY = today() + timedelta(days=30)
PLAN = f"""
from datetime import datetime
from ovkk_core.calendars import from_local
from ovkk_core.contacts import Village
from plugins.dorpenschouw.models import VillageTour
from plugins.dorpenschouw.planning import StopPlan, TourPlan, save_stop, save_tour
from plugins.dorpenschouw.publishing import cancel_tour, publish_tour
def at(hour, minute=0):
    return from_local(datetime({DAY.year}, {DAY.month}, {DAY.day}, hour, minute))
def plan(ends, title="Schouw langs de café’s ☕"):
    return TourPlan(title, at(10), ends, boarding_point="Station Raalte")
"""
PUBLISH = f"""
{PLAN}
tour = save_tour(plan(at(15)))
for number, name in enumerate(("Heeten", "Luttenberg", "Wesepe")):
    village = Village.get(name=name)
    save_stop(tour, StopPlan(f"Halte in {{name}}", village, at(10 + number, 30), at(11 + number)))
publish_tour(tour)
print(tour.id)
"""


class Client:
    """vdirsyncer and khal with a configuration of their own, subscribed to one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self.store = folder / "store"
        self.store.mkdir(parents=True)
        self._environment = os.environ | {
            "VDIRSYNCER_CONFIG": str(folder / "vdirsyncer"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "data"),
            "TZ": "Europe/Amsterdam",
        }
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n'
            '[pair feed]\na = "remote"\nb = "local"\ncollections = null\nconflict_resolution = "a wins"\n'
            f'[storage remote]\ntype = "http"\nurl = "{address}"\n'
            f'[storage local]\ntype = "filesystem"\npath = "{self.store}"\nfileext = ".ics"\n'
        )
        self._khal = folder / "khal"
        self._khal.write_text(
            f"[calendars]\n[[ovkk]]\npath = {self.store}\nreadonly = True\n"
            "[locale]\nlocal_timezone = Europe/Amsterdam\ndefault_timezone = Europe/Amsterdam\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )
        self._run("vdirsyncer", "discover")

    def sync(self) -> None:
        """Fetch the feed as a calendar program does."""
        self._run("vdirsyncer", "sync")

    def shown(self) -> list[str]:
        """Give what khal shows on the day: one line per event, as start, end, status and title."""
        said = self._run(
            "khal", "-c", str(self._khal), "list", DAY.isoformat(), "1d", "--day-format", "",
            "--format", "{start-time}-{end-time} {status}{title}",
        )  # fmt: skip
        return sorted(line for line in said.splitlines() if line.strip())

    def _run(self, program: str, *arguments: str) -> str:
        command = [Path(sys.executable).with_name(program), *arguments]
        done = subprocess.run(
            command, env=self._environment, input="y\n", capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the address of a served demonstration year and the environment to change it from outside."""
    folder = tmp_path_factory.mktemp("clients")
    port = free_port()
    url = {"OVKK_DATABASE_URL": fresh_postgresql(f"ovkk_test_clients_{worker_id}")} if SERVER else {}
    variables = variables_of(folder / "var", port, OVKK_DEMO="1", **url)
    ovkk(variables, "init")
    ovkk(variables, "demo")
    with serving(variables, port, folder / "log") as base:
        yield base, variables


def test_cal_16_tour_its_change_and_its_cancellation_reach_khal_through_vdirsyncer(
    running: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    base, variables = running
    client = Client(tmp_path, f"{base}/kalender/dorpenschouw.ics")
    number = in_installation(variables, PUBLISH).strip()
    client.sync()
    assert client.shown() == [
        "10:00-15:00 CONFIRMED Schouw langs de café’s ☕",
        "10:30-11:00 CONFIRMED Halte in Heeten",
        "11:30-12:00 CONFIRMED Halte in Luttenberg",
        "12:30-13:00 CONFIRMED Halte in Wesepe",
    ]

    in_installation(variables, f"{PLAN}\nsave_tour(plan(at(16), 'Schouw tot later'), VillageTour.get_by_id({number}))")
    client.sync()
    assert "10:00-16:00 CONFIRMED Schouw tot later" in client.shown()
    assert len(client.shown()) == 4

    in_installation(variables, f"{PLAN}\ncancel_tour(VillageTour.get_by_id({number}), 'Storm')")
    client.sync()
    cancelled = [line for line in client.shown() if "CANCELLED" in line]
    assert len(cancelled) == 4


def test_feed_2_unchanged_feed_leaves_the_client_untouched(running: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    base, _ = running
    client = Client(tmp_path, f"{base}/kalender/alles.ics")
    client.sync()
    before = {p.name: p.stat().st_mtime_ns for p in client.store.iterdir()}
    client.sync()
    assert {p.name: p.stat().st_mtime_ns for p in client.store.iterdir()} == before
    assert len(before) > 10
