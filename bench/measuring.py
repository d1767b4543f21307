"""Starts servers on one core, asks them from another, and compares within one run."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from email.message import Message
from pathlib import Path

HOST, PORT = "127.0.0.1", 8010
BASE = f"http://{HOST}:{PORT}"
FEED = "/kalender/alles.ics"
OF_THE_SERVER = {"connection", "date", "server", "transfer-encoding"}  # headers that are not the application's
SERVER_CORE, CLIENT_CORE = "0", "1"
ROUNDS = 3
WARM, SECONDS = 1, 2  # whole ones, for wrk
CONNECTIONS = 16
THREADS = int(os.environ.get("BENCH_THREADS", "8"))  # 8 as ovkk serve
PATIENCE = 60
IN_TURNS = """\
local asked = {%s}
local turn = 0
request = function()
  turn = turn %% #asked + 1
  return wrk.format("GET", asked[turn][1], asked[turn][2])
end
"""


@dataclass(frozen=True)
class Contestant:
    """A server: its command, and what it is asked in turns, as (path, headers)."""

    command: Sequence[str]
    asked: Sequence[tuple[str, Mapping[str, str]]] = ((FEED, {}),)


@dataclass(frozen=True)
class Load:
    """What one run of wrk found: answers per second, the slowest of 99 % in milliseconds, CPU microseconds per answer.

    The CPU time is the server's own, so it also tells when neighbours keep the machine busy.
    """

    rate: float
    p99: float
    cpu: float


@dataclass
class Timing:
    """How long some tries of one thing took, in milliseconds: by the clock, and of this process' CPU."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Time the block."""
        began, spent = time.perf_counter(), time.process_time()
        yield
        self.wall.append((time.perf_counter() - began) * 1000)
        self.cpu.append((time.process_time() - spent) * 1000)

    @property
    def median(self) -> float:
        """The median by the clock."""
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        """The median of CPU time."""
        return statistics.median(self.cpu)

    def __str__(self) -> str:
        return f"{self.median:8.1f} ms ({self.median_cpu:.1f} CPU)"


def timed(work: Callable[[], object], tries: int = 9) -> Timing:
    """Time ``work`` some times, after once to warm up."""
    work()
    timing = Timing()
    for _ in range(tries):
        with timing.once():
            work()
    return timing


def granian(target: str, *asked: tuple[str, Mapping[str, str]]) -> Contestant:
    """Give the factory ``target`` under granian, as ``ovkk serve`` runs it."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-log", "--host", HOST, "--port", str(PORT)]
    command += ["--workers", "1", "--blocking-threads", str(THREADS), "--factory", target]
    return Contestant(command, asked or ((FEED, {}),))


def ours(*asked: tuple[str, Mapping[str, str]]) -> Contestant:
    """Give what a server of ours runs."""
    return granian("ovkk_core.app:create_wsgi", *asked)


@contextmanager
def server(contestant: Contestant, variables: Mapping[str, str]) -> Iterator[int]:
    """Run a server until the block ends; give its process id."""
    command = ["taskset", "-c", SERVER_CORE, *contestant.command]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=os.environ | dict(variables), stdout=quiet, stderr=quiet)
    try:
        _wait(contestant.asked[0][0])
        yield process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def load(server_id: int, asked: Sequence[tuple[str, Mapping[str, str]]], seconds: int = SECONDS) -> Load:
    """Ask with wrk for some seconds, in turns. Raises ``RuntimeError`` for answers that are errors."""
    command = ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    command += ["--latency", "--timeout", f"{PATIENCE}s"]
    lines = [f'{{"{path}", {{{_table(headers)}}}}}' for path, headers in asked]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(IN_TURNS % ", ".join(lines))
        script.flush()
        if len(asked) > 1:
            command += ["-s", script.name]
        else:
            command += [part for name, value in asked[0][1].items() for part in ("-H", f"{name}: {value}")]
        before = cpu_seconds(server_id)
        text = subprocess.run([*command, BASE + asked[0][0]], capture_output=True, text=True, check=True).stdout
        spent = cpu_seconds(server_id) - before
    if "Non-2xx" in text and not any(headers for _, headers in asked):
        raise RuntimeError(text)
    return _read(text, spent)


def compare(
    contestants: Mapping[str, Contestant], variables: Mapping[str, str], rounds: int = ROUNDS, seconds: int = SECONDS
) -> dict[str, Load]:
    """Measure every contestant in turns, so that all share the machine's moods; give the medians.

    Slow pages need more ``seconds``: what is under way at the end is not counted.
    """
    found: dict[str, list[Load]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            with server(contestant, variables) as server_id:
                load(server_id, contestant.asked, WARM)
                found[name].append(load(server_id, contestant.asked, seconds))
    return {
        name: Load(*(statistics.median(getattr(run, part.name) for run in runs) for part in fields(Load)))
        for name, runs in found.items()
    }


def report(title: str, loads: Mapping[str, Load], goal: str = "", own: str = "ours") -> None:
    """Print rates, and ours as a share of each."""
    print(f"\n{title}")
    for name, found in loads.items():
        figures = f"{found.rate:>10,.0f}/s   p99 {found.p99:7.2f} ms   {found.cpu:9.1f} µs CPU"
        print(f"  {name:<28}{figures}{_share(loads[own], found)}")
    if goal:
        print(f"  goal: {goal}")


def fetch(path: str = FEED, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Ask once."""
    request = urllib.request.Request(BASE + path, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, _lower(error.headers), b""


def cpu_seconds(process: int) -> float:
    """Give the CPU time of a process and its living children, from the kernel's counts."""
    ticks = 0
    for columns in _family(process):
        ticks += int(columns[11]) + int(columns[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes(process: int) -> float:
    """Give the memory (resident) of the largest of a process and its children: the web process under granian."""
    return max(int(columns[21]) for columns in _family(process)) * os.sysconf("SC_PAGE_SIZE") / 1e6


def kept(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the headers that are the application's own."""
    return [pair for pair in headers.items() if pair[0] not in OF_THE_SERVER]


def _family(process: int) -> Iterator[list[str]]:
    """Give what the kernel says of a process and its children, from the third column of ``stat`` on."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, after = stat.read_text().rsplit(")", 1)
        except OSError:
            continue  # it ended meanwhile
        columns = after.split()
        if process in {int(name.split(" ", 1)[0]), int(columns[1])}:
            yield columns


def _read(text: str, spent: float) -> Load:
    """Read what wrk said."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    count = re.search(r"(\d+) requests in", text)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    assert rate
    assert count
    assert p99
    slowest = float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]]
    return Load(float(rate[1]), slowest, spent / max(int(count[1]), 1) * 1e6)


def _share(own: Load, other: Load) -> str:
    """Say how ours compares: in answers per second, and in answers per second of CPU."""
    if own is other or not other.rate:
        return ""
    times = own.rate / other.rate
    return (
        f"   ours is {times:.0%} of it, by CPU {other.cpu / own.cpu:.0%}" if times < 10 else f"   ours {times:,.0f} ×"
    )


def _table(headers: Mapping[str, str]) -> str:
    """Write headers as Lua."""
    return ", ".join(f"[{_quoted(name)}] = {_quoted(value)}" for name, value in headers.items())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _wait(path: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            fetch(path)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
