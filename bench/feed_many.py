"""Measures 200 different feeds of 10,000 events, public ones and agreements: after one change, unchanged, in memory."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import loading, measuring

EVENTS, FEEDS = 10_000, 200


def main() -> None:
    """Print what each feed costs as they are asked one after another, and the memory of the web process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = loading.environment(folder)
        with loading.installation(folder, EVENTS):
            paths = loading.feeds(FEEDS)
        with measuring.server(measuring.ours(), variables) as server_id:
            print(f"\n{FEEDS} different feeds of {EVENTS:,} events, {len(paths)} asked one after another")
            one = (measuring.fetch(), measuring.megabytes(server_id))[1]
            first = ask(paths)
            memory = measuring.megabytes(server_id)
            print(f"  written for the first time {_each(first)}")
            etags = [measuring.fetch(path)[1]["etag"] for path in paths]
            print(f"  unchanged                  {_each(ask(paths, etags))}")
            loading.change(folder)
            print(f"  after one change           {_each(ask(paths, etags))}")
            packed = [measuring.fetch(path, {"Accept-Encoding": "gzip"}) for path in paths]
            after = measuring.megabytes(server_id)
        sent = sum(len(body) for _, _, body in packed) / 1e6
        print(
            f"  memory: {one:.0f} MB with one feed, {memory:.0f} MB with all, {after:.0f} MB when all were sent packed too"
        )
        print(f"  ({sent:.0f} MB packed); goal: bounded, whatever the number of feeds: 32 MB of bodies are kept")
        public = [
            (path, {"If-None-Match": etag}) for path, etag in zip(paths, etags, strict=True) if "prive" not in path
        ]
        fresh = [(path, {"If-None-Match": '"x"'}) for path, _ in public]
        loads = measuring.compare(
            {f"ours, {len(public)} in turns": measuring.ours(*fresh), "ours, one of them": measuring.ours(fresh[-1])},
            variables,
            1,
        )
        measuring.report("whole public feeds in turns, beside one of them", loads, own=f"ours, {len(public)} in turns")


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
