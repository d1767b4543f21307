"""Looks up dossiers by name: persons, organisations, villages and municipalities together."""

from typing import Any

from ovkk_core.contacts import Municipality, Person, Village
from ovkk_core.database import fold
from ovkk_core.dossiers.finding import alike_places
from ovkk_core.dossiers.subjects import KINDS, Kind

MOST = 15
LONGEST = 100


def look(words: str) -> list[tuple[Kind, list[tuple[int, str]]]]:
    """Give what has every word in its name, by kind as (id, name); of villages also what is spelt almost so."""
    wanted = fold(words[:LONGEST]).split()
    groups = [(kind, _named(kind.model, wanted)) for kind in KINDS.values()]
    return [(kind, found or (_alike(words) if kind.model is Village else [])) for kind, found in groups]


def _named(model: type[Any], wanted: list[str]) -> list[tuple[int, str]]:
    query = Village.select(Village, Municipality).join(Municipality) if model is Village else model.select()
    for word in wanted:
        query = query.where(model.sort_key.contains(word))
    return [(one.id, _words(one)) for one in query.order_by(model.sort_key, model.id).limit(MOST)]


def _words(one: Any) -> str:
    if isinstance(one, Person):
        return str(one.list_name)
    return f"{one.name} ({one.municipality.name})" if isinstance(one, Village) else str(one)


def _alike(words: str) -> list[tuple[int, str]]:
    found = {line.slug: line for line in alike_places(words)}
    rows = Village.select(Village.id, Village.slug).where(Village.slug.in_(list(found))) if found else []
    return [(row.id, f"{found[row.slug].name} ({found[row.slug].municipality})") for row in rows]
