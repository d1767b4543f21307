"""The conditions that there are: those of core and those of plugins, with their choices and their words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import peewee
from flask_babel import gettext as _

from ovkk_core.audiences.rules import Leaf
from ovkk_core.errors import BadInputError, OvkkError
from ovkk_core.hookspecs import HOOK_SECONDS, AudienceCondition
from ovkk_core.registry import registry, within_connected

HOOK = "register_audience_conditions"
MOST = 2**31 - 1


class ConditionAwayError(OvkkError):
    """An audience asks something of a component that is off, gone or broken; nobody can say whom it has now."""

    status = 409


@dataclass(frozen=True)
class Condition:
    """A declared condition with the plugin that answers for it."""

    plugin: str
    declared: AudienceCondition

    @property
    def name(self) -> str:
        """Its name."""
        return self.declared.name

    @property
    def title(self) -> str:
        """Its words on the screen."""
        return str(self.declared.title)

    @property
    def numbers(self) -> bool:
        """Whether it asks for numbers, from and up to and including."""
        return self.declared.choices is None

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """Give the words of every value there is to choose, in order; read once."""
        asked: Callable[..., Any] | None = self.declared.choices
        return {} if asked is None else self._asked(lambda: {str(value): str(words) for value, words in asked()})

    def where(self, leaf: Leaf) -> Any:
        """Give the peewee expression; raise :class:`ConditionAwayError` when the plugin fails to."""
        found = self._asked(self.declared.where, leaf.values)
        if isinstance(found, peewee.ColumnBase):
            return found
        raise self._away(f"gaf een {type(found).__name__} in plaats van een voorwaarde van peewee")

    def phrase(self, leaf: Leaf) -> str:
        """Say what was chosen, to go after "everybody" or to stand instead of it."""
        words = leaf.values if self.numbers else tuple(self.words(leaf.values))
        return str(self._asked(self.declared.phrase, words))

    def words(self, values: Iterable[str]) -> list[str]:
        """Give the words of the values, in the order of the choices; also of those that exist no longer."""
        gone = [_("something that no longer exists (%(what)s)", what=v) for v in values if v not in self.choices]
        return [words for value, words in self.choices.items() if value in set(values)] + gone

    def mistake(self, leaf: Leaf) -> str:
        """Say what is wrong with what was chosen; "" when nothing is."""
        if not leaf.filled:
            return _("Fill in at least one number.") if self.numbers else _("Choose at least one.")
        return _mistake_in_numbers(leaf.values) if self.numbers else ""

    def _asked(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if registry.get(self.plugin).builtin:
            return function(*arguments)
        outcome = within_connected(HOOK_SECONDS, function, *arguments)
        if outcome.reason:
            raise self._away(outcome.reason)
        return outcome.value

    def _away(self, reason: str) -> ConditionAwayError:
        registry.fault(registry.get(self.plugin), HOOK, reason)
        return ConditionAwayError(
            f"De voorwaarde '{self.title}' werkt nu niet. Kijk op de pagina Onderdelen wat er aan de hand is."
        )


class Conditions(Mapping[str, Condition]):
    """Every condition of a component that is on, by name; make one for each question, for it reads choices once."""

    def __init__(self) -> None:
        self._found = {
            declared.name: Condition(plugin, declared)
            for plugin, declared in registry.collect(HOOK)
            if registry.is_on(plugin)
        }

    def __getitem__(self, name: str) -> Condition:
        if name not in self._found:
            raise ConditionAwayError(
                f"Deze doelgroep gebruikt de voorwaarde '{name}' van een onderdeel dat uit staat of weg is. "
                "Zet het onderdeel aan, of haal de voorwaarde weg."
            )
        return self._found[name]

    def __iter__(self) -> Any:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found


def limits(values: tuple[str, ...]) -> tuple[int | None, int | None]:
    """Give the numbers of a condition that asks for them; raise ``BadInputError`` for what is none."""
    if wrong := _mistake_in_numbers(values):
        raise BadInputError(wrong)
    low, high = (int(value) if value else None for value in values)
    return low, high


def _mistake_in_numbers(values: tuple[str, ...]) -> str:
    typed = [value for value in values if value]
    if len(values) != 2 or not all(v.isascii() and v.isdecimal() and int(v[:11]) <= MOST for v in typed):
        return _("Type whole numbers in digits, such as 5000.")
    if len(typed) == 2 and int(typed[0]) > int(typed[1]):
        return _("The first number is higher than the second.")
    return ""
