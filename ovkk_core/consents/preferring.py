"""What people want to read about."""

from collections.abc import Iterable

from ovkk_core.clock import now
from ovkk_core.consents.models import Preference
from ovkk_core.contacts import Municipality, Person
from ovkk_core.database import lock, transaction
from ovkk_core.registry import setting

THEMES = "consents.themes"


def themes() -> list[str]:
    """Give the themes to choose from, as the association wrote them (setting ``consents.themes``)."""
    return list(dict.fromkeys(word for part in setting(THEMES).split(",") if (word := part.strip())))


def preference_of(person: Person) -> Preference:
    """Give what ``person`` chose; who never did gets an unsaved one without choices, which means everything."""
    return Preference.get_or_none(person=person) or Preference(person=person, themes=[], municipalities=[])


def save_preference(person: Person, chosen: Iterable[str], municipalities: Iterable[int]) -> Preference:
    """Store what ``person`` wants to read about; themes and municipalities that do not exist are left out."""
    known = set(themes())
    ids = [int(number) for number in municipalities]
    places = Municipality.select(Municipality.id).where(Municipality.id.in_(ids)).order_by(Municipality.id)
    with transaction():
        lock("consents.preference")
        kept = preference_of(person)
        kept.themes = [theme for theme in dict.fromkeys(chosen) if theme in known]
        kept.municipalities = [number for (number,) in places.tuples()]
        kept.changed_at = now()
        kept.save()
    return kept
