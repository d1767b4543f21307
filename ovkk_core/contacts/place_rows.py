"""Checks one row of a places file: what it says, or why it cannot be used."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ovkk_core.contacts.kinds import VillageKind
from ovkk_core.contacts.tables import UNREADABLE
from ovkk_core.errors import BadInputError
from ovkk_core.web import plain_cell

REQUIRED = ("name", "municipality")
OPTIONAL = ("latitude", "longitude", "population", "population_note", "kind", "woonplaatscode", "gemeentecode")
NETHERLANDS = {"latitude": (50.7, 53.6), "longitude": (3.3, 7.3)}
LONGEST = {"name": 100, "municipality": 100, "population_note": 500}
MOST_PEOPLE = 2_000_000


@dataclass(frozen=True)
class PlaceRow:
    """One place as the file has it; None is what the file does not say."""

    name: str
    municipality: str
    cbs_code: str | None
    bag_code: str | None
    kind: VillageKind | None
    population: int | None
    population_note: str | None
    latitude: float | None
    longitude: float | None


def place_row(cells: Mapping[str, str]) -> PlaceRow:
    """Give the place of ``cells`` (column → text); raise :class:`BadInputError` with the reason of refusal."""
    texts = {column: _text(column, cells[column]) for column in (*REQUIRED, *OPTIONAL) if column in cells}
    latitude, longitude = _coordinate(texts, "latitude"), _coordinate(texts, "longitude")
    if (latitude is None) != (longitude is None):
        raise BadInputError("van de coördinaten ontbreekt er een; vul beide in of geen van beide")
    return PlaceRow(
        name=_name(texts, "name"),
        municipality=_name(texts, "municipality"),
        cbs_code=_code(texts, "gemeentecode", "GM"),
        bag_code=_code(texts, "woonplaatscode", ""),
        kind=_kind(texts.get("kind", "")),
        population=_population(texts.get("population", "")),
        population_note=texts.get("population_note") or None,
        latitude=latitude,
        longitude=longitude,
    )


def _text(column: str, cell: str) -> str:
    text = unicodedata.normalize("NFC", plain_cell(cell.strip())).strip()
    if UNREADABLE in text:
        raise BadInputError(f"in '{column}' is een letter onleesbaar; sla het bestand op als 'CSV UTF-8'")
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in text):
        raise BadInputError(f"in '{column}' staat een regeleinde of onzichtbaar teken; typ de tekst opnieuw")
    if len(text) > LONGEST.get(column, 50):
        raise BadInputError(f"'{column}' is te lang: hoogstens {LONGEST.get(column, 50)} tekens")
    if column in LONGEST and unicodedata.normalize("NFKC", text)[:1] in {"=", "+", "-", "@"}:
        raise BadInputError(f"'{column}' lijkt een formule: '{text[:40]}'; schrijf gewone tekst")
    return text


def _name(texts: Mapping[str, str], column: str) -> str:
    text = texts[column]
    if not text:
        raise BadInputError(f"'{column}' is leeg; vul een naam in")
    if not re.fullmatch(r"['’\w][\w .,()/'’-]*", text) or not any(c.isalpha() for c in text):
        raise BadInputError(f"'{text[:40]}' is geen naam van een plaats of gemeente; gebruik gewone letters")
    return text


def _code(texts: Mapping[str, str], column: str, start: str) -> str | None:
    """Give a code of CBS as letters and four digits; a spreadsheet may have taken off zeros."""
    text = texts.get(column, "").upper()
    if not text:
        return None
    digits = text.removeprefix(start)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 4):
        raise BadInputError(f"'{column}' is '{text}', maar moet zijn zoals {start}0148")
    return f"{start}{digits:0>4}"


def _kind(text: str) -> VillageKind | None:
    kinds = {kind.value: kind for kind in VillageKind}
    if text and text.lower() not in kinds:
        raise BadInputError(f"'kind' is '{text}', maar moet een van deze zijn: {', '.join(kinds)}")
    return kinds.get(text.lower())


def _population(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise BadInputError(f"'population' is '{text}', maar moet een heel getal zijn, zonder punten of spaties")
    if int(text) > MOST_PEOPLE:
        raise BadInputError(f"'population' is {text}; zo groot is geen plaats in Nederland")
    return int(text)


def _coordinate(texts: Mapping[str, str], column: str) -> float | None:
    text = texts.get(column, "").replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,15})?", text):
        raise BadInputError(f"'{column}' is '{text}', maar moet een getal in graden zijn, zoals 52.5103")
    lowest, highest = NETHERLANDS[column]
    if not lowest <= float(text) <= highest:
        raise BadInputError(f"'{column}' is {text}; dat ligt buiten Nederland ({lowest} tot {highest})")
    return float(text)
