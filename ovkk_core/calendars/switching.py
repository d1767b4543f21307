"""What switching a plugin means for agenda and feeds."""

from ovkk_core.calendars import feeds, keeping, selecting
from ovkk_core.hookspecs import Impact
from ovkk_core.registry import bump


def impact(plugin: str) -> list[Impact]:
    """Say what the public will miss when ``plugin`` is switched off; data and UIDs stay."""
    events = selecting.future_of(plugin)
    found = [
        Impact(events, "geplande activiteit op de agenda" if events == 1 else "geplande activiteiten op de agenda")
    ]
    if any(feed.key == plugin for feed in feeds.of_plugins()):
        found.append(Impact(1, f"kalender waarop mensen zich abonneren (/kalender/{plugin}.ics)"))
    return [item for item in found if item.count]


def rewrite_feeds() -> None:
    """Make every process write the feeds anew at the next poll."""
    bump(keeping.STAMP)
