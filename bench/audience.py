"""Measures counting and sampling an audience of five conditions at 100,000 persons, beside a bare SQL count."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import peewee

from bench import loading
from ovkk_core.audiences import Audience, count, sample
from ovkk_core.contacts import (
    Language,
    Municipality,
    Organisation,
    OrganisationKind,
    OrganisationVillage,
    Person,
    Position,
    PositionFunction,
    Province,
    Village,
)
from ovkk_core.database import db, transaction

SIZES = (1_000, 10_000, 100_000)
PER_ORGANISATION = 5
MUNICIPALITIES, VILLAGES = 340, 2_500
TRIES = 15
BATCH = 500
KINDS = (OrganisationKind.VILLAGE_COUNCIL, OrganisationKind.COMMUNITY_CENTRE, OrganisationKind.INITIATIVE_GROUP)
FUNCTIONS = list(PositionFunction)[:PER_ORGANISATION]
WIDE = [f"gemeente-{number}" for number in range(40)]
RULES: dict[str, list[dict[str, Any]]] = {
    "secretaries and chairs of councils in 40 municipalities, small villages, Dutch": [
        {"condition": "audiences.function", "values": ["secretary", "chair"]},
        {"condition": "audiences.kind", "values": ["village_council"]},
        {"condition": "audiences.municipality", "values": WIDE},
        {"condition": "audiences.language", "values": ["nl"]},
        {"how": "none", "parts": [{"condition": "audiences.size", "values": ["5000", ""]}]},
    ],
    "the same of the whole country": [
        {"condition": "audiences.function", "values": ["secretary", "chair"]},
        {"condition": "audiences.kind", "values": ["village_council"]},
        {"condition": "audiences.holder", "values": ["held"]},
        {"condition": "audiences.language", "values": ["nl"]},
        {"how": "none", "parts": [{"condition": "audiences.size", "values": ["5000", ""]}]},
    ],
}


def main() -> None:
    """Print milliseconds for each rule at each size."""
    for persons in SIZES:
        with tempfile.TemporaryDirectory() as name, loading.fresh(Path(name)) as app, app.test_request_context():
            fill(persons)
            for title, parts in RULES.items():
                measure(persons, title, Audience(rule={"how": "all", "parts": parts}))


def measure(persons: int, title: str, audience: Audience) -> None:
    """Print what counting and looking cost, beside counting every position by hand."""
    bare = median(
        lambda: db.execute_sql("SELECT COUNT(*) FROM contacts_position WHERE function = 'secretary'").fetchone()
    )
    both = median(lambda: (count(audience), sample(audience, 10)))
    counting = median(lambda: count(audience))
    print(
        f"{persons:>7,} persons: {title}: {count(audience):,} members; count and ten samples {both:.1f} ms, "
        f"count alone {counting:.1f} ms; bare count {bare:.1f} ms"
    )


def fill(persons: int) -> None:
    """Store places, and organisations with five positions each, past the rules: only their number matters here."""
    choose = random.Random(1)  # noqa: S311 - the same contacts in every run
    organisations = persons // PER_ORGANISATION
    with transaction():
        province = Province.create(name="Nederland")
        insert(
            Municipality,
            (
                {"id": n + 1, "name": f"Gemeente {n}", "slug": f"gemeente-{n}", "province": province.id}
                for n in range(MUNICIPALITIES)
            ),
        )
        insert(
            Village,
            (
                {
                    "id": n + 1,
                    "name": f"Dorp {n}",
                    "slug": f"dorp-{n}",
                    "municipality": n % MUNICIPALITIES + 1,
                    "population": choose.randint(100, 9000),
                }
                for n in range(VILLAGES)
            ),
        )
        insert(
            Organisation,
            (
                {
                    "id": n + 1,
                    "name": f"Organisatie {n}",
                    "slug": f"organisatie-{n}",
                    "kind": choose.choice(KINDS),
                    "municipality": n % VILLAGES % MUNICIPALITIES + 1,
                    "sort_key": f"organisatie {n}",
                }
                for n in range(organisations)
            ),
        )
        insert(
            OrganisationVillage, ({"organisation": n + 1, "village": n % VILLAGES + 1} for n in range(organisations))
        )
        insert(
            Person,
            (
                {
                    "id": n + 1,
                    "given_name": "Jan",
                    "family_name": f"Jansen {n}",
                    "email": f"jan{n}@persoon.test",
                    "language": Language.NL,
                    "sort_key": f"jansen {n}",
                }
                for n in range(persons)
            ),
        )
        insert(
            Position,
            (
                {
                    "person": n + 1,
                    "organisation": n // PER_ORGANISATION + 1,
                    "function": FUNCTIONS[n % PER_ORGANISATION],
                }
                for n in range(persons)
            ),
        )


def insert(model: type[peewee.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Store rows in batches."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        model.insert_many(batch).execute()


def median(work: Callable[[], object]) -> float:
    """Give the median of some tries in milliseconds."""
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
