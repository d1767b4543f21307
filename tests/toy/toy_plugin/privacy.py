"""What the toy plugin keeps of people: toys of the kind "van <id>" are somebody's."""

from collections.abc import Iterator
from datetime import datetime

from ovkk_core.history import forget_history, row_in_words
from ovkk_core.hookspecs import PersonalData, Processing, RetentionRule
from toy_plugin.models import Toy

PROCESSING = [
    Processing(
        name="toy.toys",
        title="Speelgoed van mensen",
        purpose="Weten van wie het speelgoed is",
        basis="consent",
        people="Wie speelgoed heeft",
        data="Wat voor speelgoed",
        recipients="Niemand",
        term="12 maanden",
        source="De persoon zelf",
        tables=frozenset({"toy_plugin_toy"}),
    )
]
LABELS = {"Speelgoed": "title"}


def held(person_id: int, addresses: frozenset[str]) -> Iterator[PersonalData]:
    """Give the toys of a person."""
    rows = Toy.select().where(Toy.kind == f"van {person_id}").order_by(Toy.id)
    yield PersonalData("Speelgoed", tuple(row_in_words(toy, LABELS) for toy in rows))


def erase(person_id: int, addresses: frozenset[str]) -> None:
    """Delete the toys of a person with their history, and write down what was told."""
    mine = [toy.id for toy in Toy.select(Toy.id).where(Toy.kind == f"van {person_id}")]
    Toy.delete().where(Toy.id.in_(mine)).execute()
    forget_history(Toy, mine)
    Toy.create(title=f"gewist {person_id}", kind="gehoord")


def old(before: datetime) -> object:
    """Give the toys that are worn out, however old."""
    return Toy.select().where(Toy.kind == "versleten")


def delete_old(before: datetime) -> int:
    """Delete the toys that are worn out; give how many."""
    count: int = Toy.delete().where(Toy.kind == "versleten").execute()
    return count


RULES = [
    RetentionRule(
        name="toy.worn",
        title="Versleten speelgoed",
        keep=3,
        after="na het laatste spelen",
        basis="Kapot is kapot.",
        find=old,
        run=delete_old,
        show=lambda toy: toy.title,
    )
]
