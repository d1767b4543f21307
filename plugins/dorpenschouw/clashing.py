"""What else takes place on the day of a tour, for people from the municipalities it visits."""

from ovkk_core.clock import now
from ovkk_core.planning import EVERYBODY, Clash, audience_of_villages, clashes
from plugins.dorpenschouw.programme import Programme


def clashes_of(programme: Programme) -> list[Clash]:
    """Give what clashes with a tour that is still to come, the worst first; without stops, for everybody."""
    event = programme.tour.event
    if event.cancelled or event.ends_at < now():
        return []
    villages = [item.stop.village_id for item in programme.going]
    audience = audience_of_villages(villages) if villages else EVERYBODY
    return clashes(event.starts_at, event.ends_at, audience, without={event.id})
