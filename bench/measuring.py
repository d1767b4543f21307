"""Starts servers on one core, asks them from another, and compares within one run."""

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from email.message import Message
from pathlib import Path

OURS = "ovkk_core.app:create_wsgi"
HOST, PORT = "127.0.0.1", 8010
ADDRESS = f"http://{HOST}:{PORT}/kalender/alles.ics"
OF_THE_SERVER = {"connection", "date", "server", "transfer-encoding"}  # headers that are not the application's
SERVER_CORE, CLIENT_CORE = "0", "1"
ROUNDS = 3
SECONDS = 4
CONNECTIONS = 16
THREADS = int(os.environ.get("BENCH_THREADS", "8"))  # 8 as ovkk serve
PATIENCE = 15


@dataclass(frozen=True)
class Load:
    """What one run of wrk found: answers per second, the slowest of 99 % in milliseconds, CPU microseconds per answer.

    The CPU time is the server's own, so it also tells when neighbours keep the machine busy.
    """

    rate: float
    p99: float
    cpu: float


@contextmanager
def server(target: str, variables: Mapping[str, str]) -> Iterator[int]:
    """Run what the factory ``target`` makes under granian until the block ends; give its process id."""
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "granian", "--interface", "wsgi", "--no-log"]
    command += ["--host", HOST, "--port", str(PORT), "--workers", "1", "--blocking-threads", str(THREADS), "--factory"]
    process = subprocess.Popen([*command, target], env=os.environ | dict(variables), stderr=subprocess.DEVNULL)
    try:
        _wait()
        yield process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def load(server_id: int, headers: Mapping[str, str]) -> Load:
    """Ask the feed with wrk for a few seconds."""
    before = _cpu_seconds(server_id)
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *given]
    text = subprocess.run([*command, ADDRESS], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text and "If-None-Match" not in headers:
        raise RuntimeError(text)
    spent = _cpu_seconds(server_id) - before
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    count = re.search(r"(\d+) requests in", text)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    assert rate
    assert count
    assert p99
    return Load(float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]], spent / int(count[1]) * 1e6)


def compare(
    contestants: Mapping[str, str], variables: Mapping[str, str], headers: Mapping[str, str]
) -> dict[str, Load]:
    """Measure every contestant in turns, so that all share the machine's moods; give the medians."""
    found: dict[str, list[Load]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, target in contestants.items():
            with server(target, variables) as server_id:
                load(server_id, headers)  # warm
                found[name].append(load(server_id, headers))
    return {
        name: Load(*(statistics.median(getattr(run, field.name) for run in runs) for field in fields(Load)))
        for name, runs in found.items()
    }


def report(title: str, loads: Mapping[str, Load], ours: str = "ours") -> None:
    """Print rates, and ours as a share of each."""
    print(f"\n{title}")
    for name, found in loads.items():
        figures = f"{found.rate:>10,.0f}/s   p99 {found.p99:6.2f} ms   {found.cpu:7.1f} µs CPU"
        print(f"  {name:<28}{figures}{_share(loads[ours], found)}")


def _share(ours: Load, other: Load) -> str:
    """Say how ours compares: in answers per second, and in answers per second of CPU."""
    if ours is other:
        return ""
    return f"   ours is {ours.rate / other.rate:.0%} of it, by CPU {other.cpu / ours.cpu:.0%}"


def fetch(headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    """Ask the feed once."""
    request = urllib.request.Request(ADDRESS, headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, _lower(error.headers), b""


def _cpu_seconds(process: int) -> float:
    """Give the CPU time of a process and its living children, from the kernel's counts."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, after = stat.read_text().rsplit(")", 1)
        except OSError:
            continue  # it ended meanwhile
        columns = after.split()
        if process in {int(name.split(" ", 1)[0]), int(columns[1])}:
            ticks += int(columns[11]) + int(columns[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _wait() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            fetch({})
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
