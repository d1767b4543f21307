"""The filters of the agenda, as a form and as links alike."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ovkk_core.calendars import meant, selecting
from ovkk_core.calendars.choosing import Choice


@dataclass(frozen=True)
class Option:
    """Something to choose: its value in the form, its words, and the address that chooses it."""

    value: str
    words: str
    address: str


@dataclass(frozen=True)
class Filter:
    """A filter with its options; the first is to leave nothing out. ``chosen`` is the value of the present one."""

    name: str
    label: str
    chosen: str
    options: tuple[Option, ...]

    @property
    def words(self) -> str:
        """The words of what is chosen; "" when nothing is left out."""
        return next((o.words for o in self.options if o.value == self.chosen), self.chosen) if self.chosen else ""


def filters_of(choice: Choice) -> list[Filter]:
    """Give the filters that make a difference, with what ``choice`` chose."""
    kinds = selecting.kinds()
    places = [(str(place.slug), str(place.name), place) for place in selecting.municipalities()]
    activities = [(name, title, name) for name, title in kinds.activities]
    themes = [(theme, theme, theme) for theme in kinds.themes]
    place = str(choice.municipality.slug) if choice.municipality else ""
    audiences = [(str(one.slug), str(one.name), one) for one in meant.named_audiences(selecting.shown())]
    whose = str(choice.audience.slug) if choice.audience else ""
    given = [
        Filter("gemeente", _("Municipality"), place, _options(choice, "municipality", _("All municipalities"), places)),
        Filter("doelgroep", _("For whom"), whose, _options(choice, "audience", _("Everybody"), audiences)),
        Filter("activiteit", _("Activity"), choice.owner, _options(choice, "owner", _("All activities"), activities)),
        Filter("thema", _("Theme"), choice.theme, _options(choice, "theme", _("All themes"), themes)),
    ]
    return [found for found in given if found.chosen or len(found.options) > 1]


def _options(choice: Choice, field: str, everything: str, known: list[tuple[str, str, Any]]) -> tuple[Option, ...]:
    none = None if field in {"municipality", "audience"} else ""
    options = [("", everything, none), *known]
    return tuple(Option(value, words, choice.address(**{field: meant})) for value, words, meant in options)
