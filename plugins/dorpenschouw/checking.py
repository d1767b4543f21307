"""What a tour still lacks: what stops it from being published, and what is only wise to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from plugins.dorpenschouw.models import Known, Leg
from plugins.dorpenschouw.programme import Programme, ProgrammeItem


@dataclass(frozen=True)
class Finding:
    """Something that is missing, the screen to repair it on, and whether it stops publishing."""

    message: str
    screen: str
    stop_id: int | None = None
    blocking: bool = False


def findings(programme: Programme) -> list[Finding]:
    """Give what is missing, the blocking ones first."""
    found = [*_about_tour(programme), *(f for item in programme.going for f in _about_stop(item))]
    return sorted(found, key=lambda finding: not finding.blocking)


def _about_tour(programme: Programme) -> Iterator[Finding]:
    tour = programme.tour
    if not programme.going:
        yield Finding(_("There are no stops yet."), "stops", blocking=True)
    if not tour.event.description:
        yield Finding(_("The introduction is empty: tell in three sentences what this tour is about."), "details")
    if not tour.boarding_point:
        yield Finding(_("The boarding point is empty: guests do not know where the coach leaves."), "details")
    if not tour.contact:
        yield Finding(_("There is no contact for the day itself."), "details")
    if programme.going and all(item.stop.toilet is not Known.YES for item in programme.going):
        yield Finding(_("No stop is known to have a toilet."), "stops")


def _about_stop(item: ProgrammeItem) -> Iterator[Finding]:
    stop, title = item.stop, item.stop.event.title
    if item.too_short and item.way:
        message = _(
            "The way to “%(title)s” takes about %(needed)s minutes, the plan leaves %(planned)s.",
            title=title,
            needed=item.way.minutes,
            planned=item.planned_minutes,
        )
        yield Finding(message, "stop", stop.id)
    if stop.village.latitude is None:
        yield Finding(_("“%(title)s” is not on the map: the village has no coordinates.", title=title), "stop", stop.id)
    if stop.host is None:
        yield Finding(_("“%(title)s” has no host yet.", title=title), "stop", stop.id)
    if not stop.address:
        yield Finding(_("“%(title)s” has no address yet.", title=title), "stop", stop.id)
    if stop.step_free is Known.UNKNOWN:
        yield Finding(_("It is not known whether “%(title)s” has step-free access.", title=title), "stop", stop.id)
    if stop.leg is Leg.FOOT and not stop.rain_alternative:
        yield Finding(_("“%(title)s” is reached on foot and has no plan for rain.", title=title), "stop", stop.id)
