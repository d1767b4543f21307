"""A place as linked data (schema.org), so that search engines read what people read."""

from typing import Any

from ovkk_core.calendars import Entry, local
from ovkk_core.contacts import Municipality, Village
from ovkk_core.dossiers.places import PlacePage

SCHEMA = "https://schema.org"


def of_place(place: Village | Municipality, page: PlacePage, base_url: str) -> dict[str, Any]:
    """Give a village or municipality with where it lies and what is to come there."""
    if isinstance(place, Village):
        kind, path, around = "Place", "dorpen", f"Gemeente {place.municipality.name}"
    else:
        kind, path, around = "AdministrativeArea", "gemeenten", str(place.province.name)
    events = [_event(entry, base_url) for entry in page.coming if entry.address]
    return (
        {
            "@context": SCHEMA,
            "@type": kind,
            "name": place.name,
            "url": f"{base_url}/{path}/{place.slug}",
            "containedInPlace": {"@type": "AdministrativeArea", "name": around},
        }
        | ({"geo": _geo(place)} if place.latitude is not None else {})
        | ({"event": events} if events else {})
    )


def _geo(place: Village | Municipality) -> dict[str, Any]:
    return {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}


def _event(entry: Entry, base_url: str) -> dict[str, Any]:
    start, end = entry.first_day or local(entry.starts_at), entry.last_day or local(entry.ends_at)
    status = "EventCancelled" if entry.cancelled else "EventScheduled"
    return {
        "@type": "Event",
        "name": entry.title,
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "eventStatus": f"{SCHEMA}/{status}",
        "url": f"{base_url}{entry.address}",
        "location": {"@type": "Place", "name": entry.place},
    }
