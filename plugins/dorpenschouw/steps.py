"""The steps of preparing a tour, in the order a volunteer works, and the one that comes next."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ovkk_core.calendars import EventStatus
from ovkk_core.clock import now
from plugins.dorpenschouw.models import VillageTour


@dataclass(frozen=True)
class Step:
    """One step: the screen, its title, and whether it is done; ``next`` marks the first that is not."""

    screen: str
    title: str
    done: bool
    next: bool = False


def steps(tour: VillageTour | None, stops: int, invited: int) -> list[Step]:
    """Give the steps of a tour with so many ``stops`` and ``invited`` people; None is a tour not yet made."""
    public = tour is not None and tour.event.status is EventStatus.PUBLISHED
    over = tour is not None and (tour.event.status is EventStatus.CANCELLED or tour.event.ends_at < now())
    done = [
        ("details", _("Details"), tour is not None),
        ("stops", _("Stops"), stops > 0 or over),
        ("check", _("Check and publish"), public or over),
        ("invite", _("Invite"), invited > 0 or over),
        ("print", _("Print"), over),
    ]
    first = next((screen for screen, _title, ready in done if not ready), None)
    return [Step(screen, title, ready, screen == first) for screen, title, ready in done]


def next_step(tour: VillageTour, stops: int, invited: int) -> Step | None:
    """Give the first step that is not done; None when nothing is left to do."""
    return next((step for step in steps(tour, stops, invited) if step.next), None)
