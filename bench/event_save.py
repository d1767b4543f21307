"""Measures saving one event in an agenda of 10,000 with 200 feeds, beside saving a row."""

import tempfile
from pathlib import Path

from bench import loading, measuring
from ovkk_core.agreements.models import FeedAgreement
from ovkk_core.agreements.selection import feed_of
from ovkk_core.calendars import Event, feeds, rendering, save_event
from ovkk_core.database import transaction

EVENTS, FEEDS, TRIES = 10_000, 200, 25
GOAL = "≤ 10 ms more than saving a row, however many events and feeds"


def main() -> None:
    """Print both, and the same in a small agenda without feeds."""
    for events, count in ((100, 0), (EVENTS, FEEDS)):
        with tempfile.TemporaryDirectory() as name, loading.installation(Path(name), events):
            if count:
                write_all(count)
            row, saved = measuring.Timing(), measuring.Timing()
            event = Event.select().order_by(Event.id.desc()).get()
            for number in range(TRIES):
                with row.once(), transaction():
                    Event.update(organiser=f"{number}").where(Event.id == event.id).execute()
                event.title = f"Anders {number}"
                with saved.once():
                    save_event(event)
            print(f"\n{events:,} events, {count} feeds\n  saving a row   {row}\n  saving an event{saved}")
            print(f"  {saved.median - row.median:.1f} ms more")
    print(f"  goal: {GOAL}")


def write_all(count: int) -> None:
    """Agree on the feeds and write each once, as if somebody had asked."""
    loading.feeds(count)
    rendering.written(feeds.everything())
    for agreement in FeedAgreement.select():
        rendering.written(feed_of(agreement))


if __name__ == "__main__":
    main()
