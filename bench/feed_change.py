"""Measures what writing a feed anew costs after one change, beside the bare join of its stored fragments."""

import tempfile
import time
from pathlib import Path

from bench import loading, measuring, radicale
from ovkk_core.calendars import Event, feeds, rendering, save_event

GOALS = {1000: "≤ 6 ms", 10_000: "≤ 70 ms, ≤ 3 × the bare join"}
TRIES = 15


def main() -> None:
    """Print it for 1,000 and 10,000 events, and what Radicale takes for 1,000 after one of its files changed."""
    for events, goal in GOALS.items():
        with tempfile.TemporaryDirectory() as name, loading.installation(Path(name), events):
            join, anew = rebuild()
            print(f"\n{events:,} events, one changed\n  bare join of fragments {join}\n  feed written anew      {anew}")
            times = f"{anew.median / join.median:.1f} × the join, by CPU {anew.median_cpu / join.median_cpu:.1f} ×"
            print(f"  ours is {times}")
            if events == min(GOALS):
                print(f"  Radicale               {peer(Path(name) / 'radicale'):8.1f} ms, by HTTP")
            print(f"  goal: {goal}")


def rebuild() -> tuple[measuring.Timing, measuring.Timing]:
    """Time the join and the writing, in turns; the change itself is not timed."""
    join, anew = measuring.Timing(), measuring.Timing()
    event = Event.select().order_by(Event.id.desc()).get()
    for number in range(TRIES):
        event.title = f"Anders {number}"
        save_event(event)
        with anew.once():
            rendering.written(feeds.everything())
        with join.once():
            "".join(text for (text,) in Event.select(Event.fragment).order_by(Event.starts_at).tuples())
    return join, anew


def peer(folder: Path) -> float:
    """Give how many milliseconds Radicale takes for the whole calendar after one event in it changed; the median."""
    radicale.lay_down(folder)
    file = next((folder / radicale.COLLECTION).glob("*.ics"))
    text = file.read_text()
    took = []
    with measuring.server(radicale.contestant(folder), {}):
        measuring.fetch(radicale.ADDRESS)
        for number in range(5):
            file.write_text(text.replace("SUMMARY:", f"SUMMARY:{number} "))
            began = time.perf_counter()
            measuring.fetch(radicale.ADDRESS)
            took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[len(took) // 2]


if __name__ == "__main__":
    main()
