"""The year at a glance, warnings about clashing dates, and choosing a date together."""

from ovkk_core.planning.audience import EVERYBODY, Audience, audience_of, audience_of_villages
from ovkk_core.planning.clashing import Clash, Weight, clashes
from ovkk_core.planning.evenings import FreeEvening, free_evenings

__all__ = [
    "EVERYBODY",
    "Audience",
    "Clash",
    "FreeEvening",
    "Weight",
    "audience_of",
    "audience_of_villages",
    "clashes",
    "free_evenings",
]
