"""How far it is to the next stop, and how long that takes: an estimate to plan with, not a route planner."""

import math
from dataclasses import dataclass
from typing import Protocol

from plugins.dorpenschouw.models import Leg

EARTH_KM = 6371.0
DETOUR = 1.3  # roads are about this much longer than the great circle
KM_PER_HOUR = {Leg.COACH: 50.0, Leg.FOOT: 4.5}


class Place(Protocol):
    """Something with a position in degrees (WGS 84), or None where it is not known."""

    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Travel:
    """The way to a stop: estimated ``kilometres`` by road and the ``minutes`` to allow for them."""

    leg: Leg
    kilometres: float
    minutes: int


def travel(origin: Place | None, target: Place | None, leg: Leg) -> Travel | None:
    """Estimate the way between two places; None when either place is unknown. Minutes are rounded up."""
    crow = _great_circle(origin, target)
    if crow is None:
        return None
    kilometres = crow * DETOUR
    return Travel(leg, round(kilometres, 1), math.ceil(round(kilometres / KM_PER_HOUR[leg] * 60, 6)))


def _great_circle(origin: Place | None, target: Place | None) -> float | None:
    """Give the kilometres between two places by the haversine formula."""
    if origin is None or target is None:
        return None
    degrees = (origin.latitude, origin.longitude, target.latitude, target.longitude)
    if None in degrees:
        return None
    north, east, north2, east2 = (math.radians(d) for d in degrees if d is not None)
    half = math.sin((north2 - north) / 2) ** 2
    half += math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
