"""Which rows of a batch are stored, as the dry run says and people decided."""

from typing import Any

from ovkk_core.contacts import Position
from ovkk_core.exchange.current import read_records
from ovkk_core.exchange.fields import ORGANISATION, PERSON
from ovkk_core.exchange.judging import DERIVED
from ovkk_core.exchange.outcomes import USED, Deed, Outcome, Verdict

ALL_THE_SAME = "new"
JOIN = "to"
LEFT_OUT = "niet ingelezen"


def accepted(outcome: Outcome, choice: str) -> bool:
    """Say whether a row is stored; ``choice`` is what somebody decided, "" for nothing."""
    return outcome.verdict in USED or bool(choice and outcome.deeds)


def choices_for(outcome: Outcome) -> list[str]:
    """Give what may be chosen: to store it all the same, or to join one of the contacts that it resembles."""
    if not outcome.deeds or outcome.verdict not in (Verdict.DUPLICATE, Verdict.CONFLICT):
        return []
    joins = [f"{JOIN}:{kind}:{key}" for kind, key, _, _ in outcome.matches if key > 0]
    return [ALL_THE_SAME, *joins]


def joined(outcome: Outcome, choice: str) -> None:
    """Let the row change the contact that ``choice`` names, instead of adding one; gone contacts are left alone."""
    _, kind, key = choice.split(":")
    at = {PERSON: 0, ORGANISATION: 1}[kind]
    deed = outcome.deeds[at]
    record = read_records(kind, {int(key)}).get(int(key))
    if deed is None or record is None:
        return
    outcome.deeds[at] = Deed(int(key), changes=_changes(outcome.facts[at], record))
    if _holds_already(outcome):
        outcome.deeds[2] = None


def _changes(facts: dict[str, Any], record: dict[str, Any]) -> dict[str, list[Any]]:
    wanted = {name: value for name, value in facts.items() if name not in DERIVED}
    if "villages" in wanted:
        wanted["villages"] = sorted({*record["villages"], *wanted["villages"]})
    return {name: [record.get(name), value] for name, value in wanted.items() if record.get(name) != value}


def _holds_already(outcome: Outcome) -> bool:
    person, body, position = outcome.deeds
    if not (person and body and position and position.new and person.ref > 0 and body.ref > 0):
        return False
    held = (Position.person == person.ref) & (Position.organisation == body.ref)
    return bool(Position.select().where(held, Position.function == outcome.facts[2]["function"]).exists())
