"""Names for the contacts and rows that rows resemble."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ovkk_core.contacts import Organisation, Person
from ovkk_core.exchange.fields import ORGANISATION, PERSON
from ovkk_core.exchange.outcomes import Outcome


@dataclass(frozen=True)
class Resemblance:
    """A contact (``key`` its id) or an earlier row (``key`` 0) that a row resembles, and why."""

    kind: str
    key: int
    name: str
    reasons: Sequence[str]


def names_of_matches(rows: Iterable[Outcome]) -> dict[int, list[Resemblance]]:
    """Give line → whom each row resembles, in two queries."""
    rows = list(rows)
    names: dict[tuple[str, int], str] = {}
    for kind, model in ((PERSON, Person), (ORGANISATION, Organisation)):
        ids = {key for row in rows for of, key, _, _ in row.matches if of == kind and key > 0}
        if ids:
            names |= {(kind, one.id): str(one) for one in model.select().where(model.id.in_(list(ids)))}
    return {
        row.line: [
            Resemblance(kind, max(key, 0), names.get((kind, key), f"nummer {key}") if key > 0 else f"regel {-key}", why)
            for kind, key, _, why in row.matches
        ]
        for row in rows
    }
