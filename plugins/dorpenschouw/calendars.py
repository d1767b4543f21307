"""The feed of this activity."""

from ovkk_core.hookspecs import CalendarSpec

FEED = CalendarSpec(
    title="Dorpenschouw",
    description="Rondreizen langs dorpen, met elke halte als eigen afspraak.",
    colour="seagreen",
)
