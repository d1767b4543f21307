"""The route of a tour as GeoJSON (RFC 7946), for the map; the programme is its text equivalent."""

from typing import Any

from ovkk_core.contacts import ATTRIBUTION
from plugins.dorpenschouw.programme import Programme, ProgrammeItem


def geojson(programme: Programme) -> dict[str, Any]:
    """Give the stops that take place as points and, when there are two or more, the line through them.

    Stops of villages without coordinates are left out. Positions are longitude, latitude (RFC 7946 3.1.1).
    """
    items = [item for item in programme.going if item.stop.village.latitude is not None]
    features = [_point(item) for item in items]
    if len(items) > 1:
        line = {"type": "LineString", "coordinates": [_position(item) for item in items]}
        features.insert(0, {"type": "Feature", "geometry": line, "properties": {}})
    return {"type": "FeatureCollection", "features": features, "attribution": ATTRIBUTION}


def _point(item: ProgrammeItem) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _position(item)},
        "properties": {
            "name": item.stop.village.name,
            "number": item.number,
            "text": f"{item.hours} uur: {item.stop.event.title}",
        },
    }


def _position(item: ProgrammeItem) -> list[float]:
    village = item.stop.village
    return [round(village.longitude, 6), round(village.latitude, 6)]
