"""The places of the agenda's map, numbered as in the list beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ovkk_core.calendars.entries import Entry
from ovkk_core.contacts import ATTRIBUTION


@dataclass(frozen=True)
class Spot:
    """A place with what is to be there, soonest first; one pin for all of it, so that no pin hides another."""

    number: int
    name: str
    latitude: float
    longitude: float
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        """Its place in the list."""
        return f"plaats-{self.number}"

    @property
    def by_title(self) -> list[tuple[str, list[Entry]]]:
        """Its entries, those of one title together."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.title, []).append(entry)
        return list(found.items())


def spots(entries: Iterable[Entry]) -> tuple[list[Spot], list[Entry]]:
    """Give the places of ``entries`` in the order of what comes first, and the entries of which none is known."""
    there: dict[tuple[float, float], list[Entry]] = {}
    nowhere = []
    for entry in entries:
        if entry.latitude is None or entry.longitude is None:
            nowhere.append(entry)
        else:
            there.setdefault((entry.latitude, entry.longitude), []).append(entry)
    return [
        Spot(number, found[0].place or found[0].title, *point, tuple(found))
        for number, (point, found) in enumerate(there.items(), 1)
    ], nowhere


def pins(places: Iterable[Spot]) -> dict[str, Any]:
    """Give the places as GeoJSON (RFC 7946), longitude first; each leads to its place in the list."""
    return {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
                "properties": {
                    "number": spot.number,
                    "name": spot.name,
                    "text": " · ".join(dict.fromkeys(entry.title for entry in spot.entries)),
                    "url": f"#{spot.anchor}",
                },
            }
            for spot in places
        ],
    }
