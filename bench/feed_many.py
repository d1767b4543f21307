"""Measures 200 different feeds of 10,000 events, public ones and agreements: after one change, unchanged, in memory."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import loading, measuring

EVENTS, FEEDS, FEW, CHANGES = 10_000, 200, 60, 3


def main() -> None:
    """Print what each feed costs as they are asked one after another, and the memory of the web process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = loading.environment(folder)
        with loading.installation(folder, EVENTS):
            paths = loading.feeds(FEEDS)
        print(f"\n{FEEDS} different feeds of {EVENTS:,} events, asked one after another")
        with measuring.server(measuring.ours(), variables) as server_id:
            memory = []
            first = []
            for part in (paths[:FEW], paths[FEW:]):
                first += ask(part)
                memory.append(measuring.megabytes(server_id))
            print(f"  written for the first time {_each(first)}")
            etags = [measuring.fetch(path)[1]["etag"] for path in paths]
            print(f"  unchanged                  {_each(ask(paths, etags))}")
            for _ in range(CHANGES):
                loading.change(folder)
                took = ask(paths, etags)
                memory.append(measuring.megabytes(server_id))
            print(f"  after one change           {_each(took)}")
            print(f"  memory of the web process: {', '.join(f'{size:.0f}' for size in memory)} MB")
            print(f"  (with {FEW}, with all, after each change); goal: it does not grow with the number of feeds")
            etags = [measuring.fetch(path)[1]["etag"] for path in paths]
        asked = [(p, {"If-None-Match": etag}) for p, etag in zip(paths, etags, strict=True) if "/gemeente/" in p]
        contestants = {"ours, in turns": measuring.ours(*asked), "ours, one of them": measuring.ours(asked[-1])}
        loads = measuring.compare(contestants, variables, 1)
        measuring.report(f"unchanged polls of {len(asked)} public feeds", loads, own="ours, in turns")


def ask(paths: Sequence[str], etags: Sequence[str] = ()) -> list[float]:
    """Ask each feed once; give how many milliseconds each took."""
    took = []
    for number, path in enumerate(paths):
        began = time.perf_counter()
        status, _, _ = measuring.fetch(path, {"If-None-Match": etags[number]} if etags else {})
        took.append((time.perf_counter() - began) * 1000)
        assert status in {200, 304}, (path, status)
    return took


def _each(took: Sequence[float]) -> str:
    whole = f"median {statistics.median(took):7.1f} ms, slowest {max(took):7.1f} ms"
    return f"{whole}, all {sum(took) / 1000:.1f} s"


if __name__ == "__main__":
    main()
