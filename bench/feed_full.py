"""Measures a whole feed of 1,000 events, plain and compressed, and writing it anew after one change."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import loading, measuring, peers
from ovkk_core.calendars import Event, feeds, keeping, rendering
from ovkk_core.registry import bump

EVENTS = 1000
TRIES = 9


def main() -> None:
    """Print answers a second beside a trivial application with the same bytes, and what a rebuild costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with loading.installation(folder, EVENTS):
            rebuild(EVENTS)
        for title, headers in (("plain", {}), ("gzip", {"Accept-Encoding": "gzip"})):
            serve(folder, title, headers)
    with tempfile.TemporaryDirectory() as name, loading.installation(Path(name), EVENTS * 10):
        rebuild(EVENTS * 10)


def serve(folder: Path, title: str, asked: dict[str, str]) -> None:
    """Compare whole answers."""
    variables = loading.environment(folder) | {peers.FOLDER: str(folder)}
    with measuring.server(measuring.OURS, variables):
        measuring.fetch(asked)
        _, headers, body = measuring.fetch(asked)
    kept = [pair for pair in headers.items() if pair[0] not in measuring.OF_THE_SERVER]
    peers.make(folder, "200 OK", kept, body)
    loads = measuring.compare({"ours": measuring.OURS, "trivial, same bytes": "bench.peers:trivial"}, variables, asked)
    measuring.report(f"whole feed of {EVENTS:,} events, {title}, {len(body) / 1000:,.0f} kB", loads)


def rebuild(events: int) -> None:
    """Print what writing the feed anew costs after one change, beside the bare join of stored fragments."""
    join = median(lambda: "".join(f for (f,) in Event.select(Event.fragment).order_by(Event.starts_at).tuples()))

    def anew() -> None:
        bump(keeping.STAMP)
        rendering.written(feeds.everything())

    anew()
    whole = median(anew)
    print(f"\n{events:,} events: bare join {join:.1f} ms, feed written anew {whole:.1f} ms ({whole / join:.1f} ×)")


def median(work: Callable[[], object]) -> float:
    """Give the median of some tries in milliseconds."""
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
