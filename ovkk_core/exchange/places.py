"""The villages and municipalities that a file names, looked up by name."""

import re
from typing import Any

from ovkk_core.contacts import Municipality, Village
from ovkk_core.database import fold
from ovkk_core.errors import BadInputError
from ovkk_core.exchange.words import kind_by_name


class Places:
    """Every village and municipality, read once."""

    def __init__(self) -> None:
        self._municipalities: dict[str, int] = {}
        self._villages: dict[str, list[tuple[int, int]]] = {}
        self.names: dict[int, str] = {}
        for key, name, code in Municipality.select(Municipality.id, Municipality.name, Municipality.cbs_code).tuples():
            self._municipalities[fold(name)] = key
            if code:
                self._municipalities[fold(code)] = key
        for key, name, municipality in Village.select(Village.id, Village.name, Village.municipality).tuples():
            self._villages.setdefault(fold(name), []).append((key, municipality))
            self.names[key] = name

    def settle(self, organisation: dict[str, Any]) -> None:
        """Put keys for the names in ``organisation``; raises :class:`BadInputError` for places not known."""
        if "municipality" in organisation:
            organisation["municipality"] = self._municipality(organisation["municipality"])
        if "villages" in organisation:
            home = organisation.get("municipality")
            names = [name.strip() for name in re.split(r"[,;/|]", organisation["villages"]) if name.strip()]
            organisation["villages"] = sorted({self._village(name, home) for name in names})
        if "name" in organisation and "kind" not in organisation and "id" not in organisation:
            organisation["_kind"] = kind_by_name(organisation["name"])

    def _municipality(self, text: str) -> int:
        found = self._municipalities.get(re.sub(r"^gemeente ", "", fold(text)))
        if found is None:
            raise BadInputError(f"de gemeente '{text}' kennen wij niet. Kijk bij Gemeenten hoe zij heet.")
        return found

    def _village(self, text: str, municipality: int | None) -> int:
        found = self._villages.get(fold(text), [])
        here = [key for key, home in found if municipality in (None, home)] or [key for key, _ in found]
        if not here:
            raise BadInputError(f"het dorp '{text}' kennen wij niet. Voeg het eerst toe, of laat de cel leeg.")
        if len(here) > 1:
            raise BadInputError(f"'{text}' ligt in meer dan één gemeente. Vul ook de gemeente in.")
        return here[0]
