"""Finds villages: by letter, by municipality, by a name that may be misspelt, and by an address they once had."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from ovkk_core.contacts import Municipality, Province, Village
from ovkk_core.database import fold
from ovkk_core.errors import NotFoundError
from ovkk_core.history import Change, Revision

MOST_AT_ONCE = 400
MOST_FOUND = 12
ALIKE = 70  # of a hundred: "Vilstern" for Vilsteren, not "Dalen" for Dalfsen
LONGEST = 100


@dataclass(frozen=True)
class Line:
    """A village in the index."""

    name: str
    slug: str
    sort_key: str
    municipality: str

    @property
    def letter(self) -> str:
        """The letter that it stands under, ``#`` when its name begins with something else."""
        first = self.sort_key[:1].upper()
        return first if first.isalpha() else "#"


@dataclass(frozen=True)
class Index:
    """What the index shows: lines under their letters, every letter there is, and how many villages there are."""

    groups: list[tuple[str, list[Line]]]
    letters: list[str]
    count: int


def index(municipality: Municipality | None = None, letter: str = "") -> Index:
    """Give the villages (of ``municipality``) under ``letter``; all of them unless they are too many for a page."""
    query = _lines()
    if municipality is not None:
        query = query.where(Village.municipality == municipality)
    lines = [Line(*row) for row in query.order_by(Village.sort_key, Village.id).tuples()]
    letters = list(dict.fromkeys(line.letter for line in lines))
    if letter not in letters:
        letter = letters[0] if len(lines) > MOST_AT_ONCE else ""
    groups = [(one, [line for line in lines if line.letter == one]) for one in letters if letter in {"", one}]
    return Index(groups, letters, len(lines))


def alike_places(words: str, most: int = MOST_FOUND) -> list[Line]:
    """Give the villages whose name is, holds or resembles ``words``, the best first; typing errors are forgiven."""
    wanted = fold(words[:LONGEST])
    if not wanted:
        return []
    lines = [Line(*row) for row in _lines().order_by(Village.sort_key, Village.id).tuples()]
    names = [fold(line.name) for line in lines]
    found: Sequence[Any] = process.extract(wanted, names, scorer=_likeness, score_cutoff=ALIKE, limit=most)
    return [lines[number] for _name, _score, number in found]


def village_at(slug: str) -> Village:
    """Give the village at this address, with its municipality and province; raises ``NotFoundError``."""
    query = Village.select(Village, Municipality, Province).join(Municipality).join(Province)
    return _found(query.where(Village.slug == slug).first())


def municipality_at(slug: str) -> Municipality:
    """Give the municipality at this address, with its province; raises ``NotFoundError``."""
    query = Municipality.select(Municipality, Province).join(Province)
    return _found(query.where(Municipality.slug == slug).first())


def moved(model: type[Any], slug: str) -> str:
    """Give the present slug of what once had ``slug``; "" when nothing had, or when it is gone."""
    once = Revision.changes.cast("TEXT").contains(json.dumps(slug))
    rows = Revision.select().where(Revision.table_name == model._meta.table_name, Revision.change == Change.CHANGED)
    for revision in rows.where(once).order_by(Revision.id.desc()):
        if revision.changes.get("slug", [""])[0] == slug:
            now = model.get_or_none(model.id == int(revision.object_id))
            if now is not None:
                return str(now.slug)
    return ""


def municipalities() -> Iterable[Municipality]:
    """Give every municipality by name."""
    columns = (Municipality.id, Municipality.name, Municipality.slug)
    return list(Municipality.select(*columns).order_by(Municipality.sort_key))


def _likeness(wanted: str, name: str, **_: Any) -> float:
    """Give from 0 to 100 how well a name answers what was typed; its beginning counts for more than its middle."""
    if name == wanted:
        return 100
    if name.startswith(wanted):
        return 98
    if len(wanted) > 2 and wanted in name:
        return 95
    return max(fuzz.ratio(wanted, name), fuzz.token_sort_ratio(wanted, name)) * 0.94


def _lines() -> Any:
    return Village.select(Village.name, Village.slug, Village.sort_key, Municipality.name).join(Municipality)


def _found(place: Any) -> Any:
    if place is None:
        raise NotFoundError("Deze plaats kennen wij niet. Zoek haar in de lijst van dorpen.")
    return place
