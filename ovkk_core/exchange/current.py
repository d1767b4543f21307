"""The contacts that some rows are about, as they are now: one query for each kind."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from ovkk_core.contacts import Organisation, OrganisationVillage, Person, Position
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError
from ovkk_core.exchange.fields import ORGANISATION, PERSON, POSITION
from ovkk_core.exchange.known import sort_name
from ovkk_core.exchange.outcomes import Outcome

MODELS = {PERSON: Person, ORGANISATION: Organisation, POSITION: Position}
WORDS = {PERSON: "persoon", ORGANISATION: "organisatie", POSITION: "functie"}


class Current:
    """The records that outcomes refer to by id, with values as the database stores them."""

    def __init__(self, found: Iterable[tuple[Outcome, int]]) -> None:
        wanted: dict[str, set[int]] = {kind: set() for kind in MODELS}
        for outcome, taken in found:
            for kind, deed in zip(MODELS, outcome.deeds, strict=False):
                if deed and deed.ref > 0:
                    wanted[kind].add(deed.ref)
            if taken > 0:
                wanted[POSITION].add(taken)
        self._records = {kind: read_records(kind, ids) for kind, ids in wanted.items() if ids}
        holders = {row["person"] for row in self._records.get(POSITION, {}).values() if row["person"]}
        self._names = {p.id: str(p) for p in Person.select().where(Person.id.in_(list(holders)))} if holders else {}

    def record(self, kind: str, ref: int) -> dict[str, Any]:
        """Give a record; raises :class:`BadInputError` for a number that is nobody's."""
        found = self._records.get(kind, {}).get(ref)
        if found is None:
            raise BadInputError(f"een {WORDS[kind]} met ovkk-nummer {ref} is er niet")
        return found

    def holder(self, position: int) -> str:
        """Give who holds a position, in words."""
        row = self._records.get(POSITION, {}).get(position)
        return self._names.get(row["person"], "iemand anders") if row else "iemand anders uit dit bestand"

    def strangers(self, outcome: Outcome) -> bool:
        """Say whether the row names a person by a number of ours that seems to be somebody else's."""
        said, deed = outcome.facts[0], outcome.deeds[0]
        if deed is None or "id" not in said or deed.ref not in self._records.get(PERSON, {}):
            return False
        there = self._records[PERSON][deed.ref]
        same_family = fold(said.get("family_name", "")) == fold(there["family_name"])
        same_address = bool(said.get("email")) and said["email"] == there["email"]
        return bool(said.get("family_name")) and not (
            same_family or same_address or sort_name(said) == there["sort_key"]
        )


def read_records(kind: str, ids: set[int]) -> dict[int, dict[str, Any]]:
    """Give the records of a kind by id, with values as the database stores them."""
    model = MODELS[kind]
    rows = {row["id"]: plain_values(row) for row in model.select().where(model.id.in_(list(ids))).dicts()}
    if kind == ORGANISATION:
        links = OrganisationVillage.select(OrganisationVillage.organisation, OrganisationVillage.village)
        for body, village in links.where(OrganisationVillage.organisation.in_(list(ids))).tuples():
            rows[body].setdefault("villages", []).append(village)
        for row in rows.values():
            row["villages"] = sorted(row.get("villages", []))
    return rows


def plain_values(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row with texts for enums and days."""
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
