"""What the public page of a village or a municipality shows: only what everybody may know (PRIV-11)."""

from dataclasses import dataclass
from math import dist
from typing import Any

import peewee

from ovkk_core.calendars import Entry, nearby
from ovkk_core.contacts import (
    ATTRIBUTION,
    Municipality,
    Organisation,
    OrganisationChannel,
    OrganisationKind,
    OrganisationVillage,
    Village,
)
from ovkk_core.hookspecs import Panel, Subject
from ovkk_core.registry import registry
from ovkk_core.web import Part, draw

COMING, PAST = 8, 6
NAMED = (Village.id, Village.name, Village.slug, Village.latitude)
STRETCH = 0.61  # how long a degree of longitude is beside one of latitude, at 52 degrees north
PIN = 0.22  # of the frame, on a screen of 320 pixels


@dataclass(frozen=True)
class Body:
    """An organisation as everybody may know it: no address of anybody, no telephone, no names of people."""

    name: str
    kind: str
    website: str
    channels: tuple[tuple[str, str], ...]
    demo: bool


@dataclass(frozen=True)
class PlacePage:
    """What a page shows. ``villages`` are those of the municipality; ``more`` says that the agenda has more."""

    bodies: list[Body]
    villages: list[Village]
    coming: list[Entry]
    past: list[Entry]
    more: bool
    panels: list[Part]


def page_of(place: Village | Municipality) -> PlacePage:
    """Give what everybody may know of a place, in a fixed number of queries."""
    municipality = place.municipality if isinstance(place, Village) else place
    coming, past = nearby(place, COMING + 1, PAST)
    return PlacePage(
        bodies=_bodies(_of(place)),
        villages=list(Village.select(*NAMED).where(Village.municipality == municipality).order_by(Village.sort_key)),
        coming=coming[:COMING],
        past=past,
        more=len(coming) > COMING,
        panels=public_panels(place),
    )


def public_panels(place: Village | Municipality) -> list[Part]:
    """Give the parts that rooms show to everybody."""
    subject = Subject("village" if isinstance(place, Village) else "municipality", place.id)
    asked: list[tuple[str, Panel]] = registry.ask("panels", subject=subject)
    return draw("panels", [(room, panel) for room, panel in asked if panel.public])


def map_of(place: Village | Municipality) -> dict[str, Any]:
    """Give the place as GeoJSON (RFC 7946): a village within its province, or the villages of the municipality."""
    known = _on_map(place)
    if isinstance(place, Village):
        return _collection([_point(one, named=one == place) for one in known], known)
    pins = {one.id for one in _apart([one for one in known if one.municipality_id == place.id])}
    return _collection([_point(one, named=one.id in pins, address=f"/dorpen/{one.slug}") for one in known])


def map_of_all() -> dict[str, Any]:
    """Give every village as a dot."""
    return _collection([_point(one, named=False) for one in _on_map()])


def _on_map(place: Village | Municipality | None = None) -> list[Village]:
    """Give the villages of which we know where they lie, in the province of ``place``."""
    columns = (Village.id, Village.name, Village.slug, Village.latitude, Village.longitude, Village.municipality)
    query = Village.select(*columns).where(Village.latitude.is_null(False), Village.longitude.is_null(False))
    if place is not None:
        of_it = place.municipality if isinstance(place, Village) else place
        query = query.join(Municipality).where(Municipality.province == of_it.province_id)
    return list(query.order_by(Village.sort_key))


def _apart(villages: list[Village]) -> list[Village]:
    """Give those that can have a pin on a small screen without one covering another (WCAG 2.5.8); the rest are dots."""
    points = {one.id: (one.longitude * STRETCH, one.latitude) for one in villages}
    span = max((max(side) - min(side) for side in zip(*points.values(), strict=True)), default=0.0)
    chosen: list[Village] = []
    for one in villages:
        if all(dist(points[one.id], points[other.id]) > span * PIN for other in chosen):
            chosen.append(one)
    return chosen


def _of(place: Village | Municipality) -> peewee.Expression:
    links = OrganisationVillage.select(OrganisationVillage.organisation)
    if isinstance(place, Village):
        return Organisation.id.in_(links.where(OrganisationVillage.village == place))
    return (Organisation.municipality == place) & (Organisation.kind == OrganisationKind.MUNICIPALITY)


def _bodies(condition: peewee.Expression) -> list[Body]:
    columns = (Organisation.id, Organisation.name, Organisation.kind, Organisation.website, Organisation.demo)
    found = list(Organisation.select(*columns).where(condition).order_by(Organisation.sort_key, Organisation.id))
    channels: dict[int, list[tuple[str, str]]] = {}
    rows = OrganisationChannel.select().where(OrganisationChannel.organisation.in_([one.id for one in found] or [0]))
    for row in rows.order_by(OrganisationChannel.id):
        if row.address.startswith(("https://", "http://")):
            channels.setdefault(row.organisation_id, []).append((str(row.kind.label), row.address))
    return [
        Body(str(one), str(one.kind.label), one.website, tuple(channels.get(one.id, ())), one.demo) for one in found
    ]


def _point(place: Village, *, named: bool = True, address: str = "") -> dict[str, Any]:
    told = {"name": place.name} | ({"url": address} if address else {}) if named else {}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(place.longitude, 5), round(place.latitude, 5)]},
        "properties": told,
    }


def _collection(features: list[dict[str, Any]], within: list[Village] | None = None) -> dict[str, Any]:
    """Give the collection; its ``bbox`` is the extent of the villages ``within`` (west, south, east, north)."""
    found: dict[str, Any] = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    if not within:
        return found
    lengths, widths = [one.longitude for one in within], [one.latitude for one in within]
    return found | {"bbox": [min(lengths), min(widths), max(lengths), max(widths)]}
