"""Measures how soon a command and the application are there, beside what their libraries take, and their memory."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import loading, measuring

TRIES = 7
NAMES = "import ovkk_core.app, sys, json; print(json.dumps(list(sys.modules)))"
OURS = ("ovkk_core", "plugins")
IMPORT = "import sys, json, importlib\nfor name in json.loads(sys.argv[1]):\n    importlib.import_module(name)"


def main() -> None:
    """Print times by the clock, medians of some tries in turns, and the memory of a web process."""
    names = json.loads(subprocess.run([sys.executable, "-c", NAMES], capture_output=True, check=True).stdout)
    others = [name for name in names if name.split(".")[0] not in OURS and not name.startswith("__")]
    commands = {
        "bare interpreter": ["-c", "pass"],
        "click alone": ["-c", "import click"],
        "ovkk --help": ["-m", "ovkk_core.cli", "--help"],
        "libraries": ["-c", IMPORT, json.dumps(others)],
        "application": ["-c", "import ovkk_core.app"],
    }
    timings = {name: measuring.Timing() for name in commands}
    for _ in range(TRIES):
        for name, arguments in commands.items():
            with timings[name].once():
                subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    print("\nstarting")
    for name, timing in timings.items():
        print(f"  {name:<18}{timing.median:8.1f} ms")
    times = timings["application"].median / timings["libraries"].median
    print(f"  the application is {times:.2f} × its libraries\n  goal: ovkk --help ≤ 60 ms, application ≤ 1.2 ×")
    serve()


def serve() -> None:
    """Print how soon the first page is there after the start of a server, and what it then holds in memory."""
    with tempfile.TemporaryDirectory() as name:
        with loading.installation(Path(name), 100):
            pass
        began = time.perf_counter()
        with measuring.server(measuring.ours(("/", {})), loading.environment(Path(name))) as server_id:
            first = (time.perf_counter() - began) * 1000
            memory = measuring.megabytes(server_id)
    print(f"  server to first page {first:.0f} ms, web process {memory:.0f} MB\n  goal: ≤ 100 MB")


if __name__ == "__main__":
    main()
