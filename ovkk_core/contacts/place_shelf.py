"""The places that are known, while a file of places is put beside them."""

from collections.abc import Mapping
from enum import Enum

from ovkk_core.contacts.kinds import VillageKind
from ovkk_core.contacts.models import Municipality, Province, Village
from ovkk_core.contacts.place_rows import PlaceRow
from ovkk_core.contacts.slugs import unused_slug
from ovkk_core.database import fold, slug
from ovkk_core.errors import BadInputError


class Outcome(Enum):
    """What became of a row that could be used."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Shelf:
    """Every known municipality and village, read once, and kept up to date by :meth:`put`.

    ``namesakes`` are slugs that several rows of the file would like: then all of them get the longer one.
    """

    def __init__(self, province: Province, namesakes: frozenset[str]) -> None:
        self.province = province
        self.namesakes = namesakes
        self.new_municipalities: list[str] = []
        self._lines: dict[int, int] = {}  # village → the line that named it
        self._by_code: dict[str, Municipality] = {}
        self._by_name: dict[str, Municipality] = {}
        self._villages: dict[tuple[str, int], Village] = {}
        self._officials: dict[tuple[str, int], Village] = {}
        for municipality in Municipality.select():
            self._know_municipality(municipality)
        for village in Village.select():
            self._know(village)

    def put(self, line: int, row: PlaceRow) -> Outcome:
        """Create or update the village of ``row``; raise :class:`BadInputError` with the reason of refusal."""
        municipality = self._municipality(row)
        village = self._village(row, municipality)
        if village is not None and village.id in self._lines:
            raise BadInputError(f"deze plaats staat ook op regel {self._lines[village.id]}; laat er één staan")
        outcome = Outcome.CREATED if village is None else _update(village, row)
        village = village or self._create(row, municipality)
        self._know(village)
        self._lines[village.id] = line
        return outcome

    def _municipality(self, row: PlaceRow) -> Municipality:
        coded = self._by_code.get(row.cbs_code or "")
        named = self._by_name.get(fold(row.municipality))
        if coded is not None and fold(coded.name) != fold(row.municipality):
            raise BadInputError(f"{row.cbs_code} is de code van {coded.name}, niet van {row.municipality}")
        if coded is None and named is not None and row.cbs_code:
            if named.cbs_code:
                raise BadInputError(f"{named.name} heeft code {named.cbs_code}, niet {row.cbs_code}")
            _changed(named, {"cbs_code": row.cbs_code})
            self._know_municipality(named)
        return coded or named or self._create_municipality(row)

    def _village(self, row: PlaceRow, municipality: Municipality) -> Village | None:
        named = self._villages.get((fold(row.name), municipality.id))
        official = self._officials.get((row.bag_code or "", municipality.id))
        if official is not None and named is not None and named.id != official.id:
            raise BadInputError(f"woonplaatscode {row.bag_code} is van {official.name}, en {named.name} bestaat ook")
        if official is None and named is not None and row.bag_code and named.bag_code:
            raise BadInputError(f"{named.name} heeft woonplaatscode {named.bag_code}, niet {row.bag_code}")
        return official or named

    def _create_municipality(self, row: PlaceRow) -> Municipality:
        made = Municipality.create(name=row.municipality, province=self.province, cbs_code=row.cbs_code)
        self.new_municipalities.append(made.name)
        self._know_municipality(made)
        return made

    def _create(self, row: PlaceRow, municipality: Municipality) -> Village:
        wishes = [row.name, f"{row.name} {municipality.name}"]
        kind = VillageKind.WOONPLAATS if row.bag_code else VillageKind.DORP
        return Village.create(
            municipality=municipality,
            slug=unused_slug(Village, *wishes[slug(row.name) in self.namesakes :]),
            **{"kind": kind, **_said(row)},
        )

    def _know_municipality(self, municipality: Municipality) -> None:
        if municipality.cbs_code:
            self._by_code[municipality.cbs_code] = municipality
        if municipality.province_id == self.province.id:
            self._by_name[fold(municipality.name)] = municipality

    def _know(self, village: Village) -> None:
        self._villages[fold(village.name), village.municipality_id] = village
        if village.bag_code:
            self._officials[village.bag_code, village.municipality_id] = village


def _said(row: PlaceRow) -> dict[str, object]:
    """Give the fields of a village that the file says something about."""
    fields = ("name", "kind", "bag_code", "population", "population_note", "latitude", "longitude")
    return {name: getattr(row, name) for name in fields if getattr(row, name) is not None}


def _update(village: Village, row: PlaceRow) -> Outcome:
    return Outcome.UPDATED if _changed(village, _said(row)) else Outcome.UNCHANGED


def _changed(record: Municipality | Village, values: Mapping[str, object]) -> bool:
    """Save what differs in ``record``; say whether anything did."""
    changes = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in changes.items():
        setattr(record, name, value)
    if changes:
        record.save()
    return bool(changes)
