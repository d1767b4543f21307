"""Who a new row may be the double of: asks the index of contacts, and the rows of the file before it."""

from collections.abc import Iterable
from typing import Any

from ovkk_core.contacts import Details, DuplicateIndex, Match, organisation_index, person_index


class Likely:
    """Both indexes; rows are in them as minus their line."""

    def __init__(self) -> None:
        self._persons, self._organisations = person_index(), organisation_index()

    def persons(self, line: int, person: dict[str, Any], villages: Iterable[str]) -> list[list[Any]]:
        """Give who the person of a new row may be, and put the row in the index."""
        first = person.get("nickname") or person.get("given_name") or person.get("initials") or ""
        parts = (first, person.get("name_prefix"), person.get("family_name"))
        return _asked(self._persons, _details(line, " ".join(filter(None, parts)), person, villages))

    def organisations(self, line: int, body: dict[str, Any], villages: Iterable[str]) -> list[list[Any]]:
        """Give which organisation that of a new row may be, and put the row in the index."""
        return _asked(self._organisations, _details(line, body["name"], body, villages))


def _asked(index: DuplicateIndex, details: Details) -> list[list[Any]]:
    found = index.like(details)
    index.add(details)
    return [_packed(match) for match in found]


def _packed(match: Match) -> list[Any]:
    return [match.kind.value, match.id, match.score, list(match.reasons)]


def _details(line: int, name: str, record: dict[str, Any], villages: Iterable[str]) -> Details:
    city = record.get("city")
    return Details(
        id=-line,
        name=name,
        email=record.get("email", ""),
        phone=record.get("phone", ""),
        postcode=record.get("postcode", ""),
        villages=(*villages, *((city,) if city else ())),
        kvk_number=record.get("kvk_number", ""),
    )
