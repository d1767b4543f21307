"""What the dry run found, in words for the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ovkk_core.contacts import (
    FormOfAddress,
    Language,
    LegalForm,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionFunction,
    Village,
    shown_phone,
)
from ovkk_core.exchange.deciding import ALL_THE_SAME, accepted, choices_for
from ovkk_core.exchange.fields import ENTITIES, label
from ovkk_core.exchange.judging import KINDS
from ovkk_core.exchange.matching import Resemblance, names_of_matches
from ovkk_core.exchange.models import ImportBatch
from ovkk_core.exchange.outcomes import TITLES, Outcome, Verdict

SETS: dict[str, Any] = {
    "function": PositionFunction,
    "kind": OrganisationKind,
    "legal_form": LegalForm,
    "form_of_address": FormOfAddress,
    "language": Language,
}
BADGES = {Verdict.NEW: "good", Verdict.CHANGE: "good", Verdict.SAME: "quiet", Verdict.WRONG: "bad"}


@dataclass(frozen=True)
class Change:
    """One field of one record that a row changes."""

    record: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One row of the file, with all there is to say about it."""

    line: int
    title: Any
    badge: str
    text: str
    notes: Sequence[str]
    changes: Sequence[Change]
    matches: Sequence[Resemblance]
    choices: Sequence[tuple[str, str]]
    choice: str
    stored: bool


@dataclass(frozen=True)
class Kept:
    """A record that an undo left where it is."""

    name: str
    screen: str
    key: int
    reason: str


def shown_rows(found: Sequence[tuple[Outcome, list[str]]], batch: ImportBatch) -> list[Row]:
    """Give rows ready to show, with a constant number of queries."""
    outcomes = [outcome for outcome, _cells in found]
    matches = names_of_matches(outcomes)
    places = _places(outcomes)
    rows = []
    for outcome, cells in found:
        choice = batch.choices.get(str(outcome.line), "")
        rows.append(
            Row(
                line=outcome.line,
                title=TITLES[outcome.verdict],
                badge=BADGES.get(outcome.verdict, "warn"),
                text=" · ".join(cell for cell in cells if cell)[:200],
                notes=outcome.notes,
                changes=_changes(outcome, places),
                matches=matches[outcome.line],
                choices=[(key, _choice_words(key, matches[outcome.line])) for key in choices_for(outcome)],
                choice=choice,
                stored=accepted(outcome, choice),
            )
        )
    return rows


def kept_after_undo(batch: ImportBatch) -> list[Kept]:
    """Give what an undo left, with names."""
    found = []
    for model, screen in ((Person, "person"), (Organisation, "organisation"), (Position, "position")):
        rows = {key: why for table, key, why in batch.report.get("kept", ()) if table == model._meta.table_name}
        names = {record.id: record for record in model.select().where(model.id.in_(list(rows)))} if rows else {}
        for key, why in rows.items():
            if key in names:
                name = _position_words(names[key]) if model is Position else str(names[key])
                found.append(Kept(name, f"contacts_{screen}", key, why))
    return found


def _position_words(position: Position) -> str:
    return f"{position.function.label}, {position.organisation}"


def _choice_words(key: str, matches: Sequence[Resemblance]) -> str:
    if key == ALL_THE_SAME:
        return _("store it all the same")
    _join, kind, number = key.split(":")
    name = next((match.name for match in matches if (match.kind, match.key) == (kind, int(number))), number)
    return _("it is %(name)s: update that one", name=name)


def _changes(outcome: Outcome, places: dict[tuple[str, int], str]) -> list[Change]:
    found = []
    for kind, deed in zip(KINDS, outcome.deeds, strict=False):
        for name, (before, after) in deed.changes.items() if deed and deed.ref > 0 else ():
            old, new = (_words(name, value, places) for value in (before, after))
            found.append(Change(str(ENTITIES[kind]), label(kind, name), old, new))
    return found


def _words(name: str, value: Any, places: dict[tuple[str, int], str]) -> str:
    if value in (None, "", []):
        return "–"
    if name in SETS:
        return str(SETS[name](value).label)
    if name == "municipality":
        return places.get((name, value), str(value))
    if name == "villages":
        return ", ".join(places.get((name, key), str(key)) for key in value)
    if name == "person":
        return places.get((name, value), _("the person of this row"))
    if name in ("starts_on", "ends_on"):
        return f"{date.fromisoformat(value):%d-%m-%Y}"
    return shown_phone(value) if name == "phone" else str(value)


def _places(outcomes: Sequence[Outcome]) -> dict[tuple[str, int], str]:
    """Give the names of the villages, municipalities and persons in changes."""
    wanted: dict[str, set[int]] = {"villages": set(), "municipality": set(), "person": set()}
    for outcome in outcomes:
        for deed in filter(None, outcome.deeds):
            for name in wanted.keys() & deed.changes.keys():
                for value in deed.changes[name]:
                    wanted[name] |= set(value if isinstance(value, list) else filter(None, [value]))
    models = {"villages": Village, "municipality": Municipality, "person": Person}
    return {
        (name, record.id): str(record)
        for name, ids in wanted.items()
        if ids
        for record in models[name].select().where(models[name].id.in_(list(ids)))
    }
