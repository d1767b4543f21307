"""Says of each row what it would do: compares it with the records it is about, and with earlier rows."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ovkk_core.consents import suppressed_among
from ovkk_core.errors import BadInputError
from ovkk_core.exchange.checking import Facts, RowReader
from ovkk_core.exchange.current import Current
from ovkk_core.exchange.fields import ORGANISATION, PERSON, POSITION, label
from ovkk_core.exchange.finding import Finder
from ovkk_core.exchange.known import Known
from ovkk_core.exchange.likely import Likely
from ovkk_core.exchange.outcomes import Deed, Outcome, Verdict
from ovkk_core.exchange.places import Places

DERIVED = frozenset({"id", "_kind", "_sort"})  # what a row knows beside the fields that it says
KINDS = (PERSON, ORGANISATION, POSITION)
Line = tuple[int, Sequence[str], str]  # number, cells, damage
Earlier = Callable[[int], Outcome]


class Judge:
    """Judges the rows of one file, chunk by chunk in the order of the file. ``earlier`` gives a row judged before."""

    def __init__(
        self, reader: RowReader, places: Places, known: Known, likely: Likely | None, *, replace: bool, earlier: Earlier
    ) -> None:
        self._reader, self._places, self._known, self._likely = reader, places, known, likely
        self._finder = Finder(known)
        self._replace, self._earlier = replace, earlier
        self._prints = {kind: array("q") for kind in KINDS}  # of what each record that is added is said to be
        self._pending: dict[tuple[str, int], dict[str, Any]] = {}
        self._matches: dict[tuple[str, int], list[list[Any]]] = {}
        self._here: dict[int, Outcome] = {}

    def judged(self, lines: Iterable[Line]) -> list[Outcome]:
        """Give the outcome of each row of a chunk, in order."""
        lines = list(lines)
        found = [self._found(line[0], facts) for line, facts in zip(lines, self._reader.read(lines), strict=True)]
        refused = _refused_addresses(outcome for outcome, _ in found)
        compared = [(outcome, taken) for outcome, taken in found if outcome.verdict is Verdict.SAME or taken]
        current = Current(compared)
        self._here = {outcome.line: outcome for outcome, _ in found}
        for outcome, taken in found if refused or self._matches else compared:
            if outcome.deeds:
                try:
                    self._compare(outcome, current)
                    self._warn(outcome, current, taken, refused)
                except BadInputError as error:
                    outcome.verdict, outcome.deeds = Verdict.CONFLICT, []
                    outcome.notes.append(str(error))
        return [outcome for outcome, _ in found]

    def _found(self, line: int, facts: Facts | str) -> tuple[Outcome, int]:
        if isinstance(facts, str):
            return Outcome(line, Verdict.WRONG, [facts]), 0
        outcome = Outcome(line, Verdict.SAME, [], list(facts))
        try:
            outcome.deeds, taken = self._finder.deeds(line, facts)
        except BadInputError as error:
            outcome.verdict, taken = Verdict.CONFLICT, 0
            outcome.notes.append(str(error))
        else:
            self._remember(outcome)
            if self._likely:
                self._search(outcome, facts, self._likely)
            if all(deed is None or deed.new for deed in outcome.deeds):
                outcome.verdict = Verdict.NEW
        return outcome, taken

    def _remember(self, outcome: Outcome) -> None:
        for at, deed in enumerate(outcome.deeds):
            if deed and deed.new:
                prints = self._prints[KINDS[at]]
                while len(prints) < -deed.ref:
                    prints.append(0)
                prints[-deed.ref - 1] = _print(outcome.facts[at])

    def _search(self, outcome: Outcome, facts: Facts, likely: Likely) -> None:
        """Look for doubles of what is new, and remember them for later rows about the same record."""
        person, body, _ = outcome.deeds
        villages = [self._places.names[key] for key in facts.organisation.get("villages", ())]
        for kind, deed in ((PERSON, person), (ORGANISATION, body)):
            if deed is None or deed.ref > 0:
                continue
            if deed.new:
                asked = likely.persons if kind == PERSON else likely.organisations
                matches = asked(outcome.line, facts.person if kind == PERSON else facts.organisation, villages)
                if matches:
                    self._matches[kind, deed.ref] = matches
            outcome.matches += self._matches.get((kind, deed.ref), [])

    def _compare(self, outcome: Outcome, current: Current) -> None:
        """Fill in what changes, and set the verdict that follows."""
        for kind, facts, deed in zip(KINDS, outcome.facts, outcome.deeds, strict=True):
            if deed is None or deed.new:
                continue
            before = current.record(kind, deed.ref) if deed.ref > 0 else self._before(kind, deed.ref, facts)
            if before is not None:
                self._changes(kind, deed, facts, before, outcome.notes)
        deeds = [deed for deed in outcome.deeds if deed]
        changed = any(deed.changes for deed in deeds if deed.ref > 0)
        new = any(deed.new or deed.changes for deed in deeds)
        outcome.verdict = Verdict.CHANGE if changed else Verdict.NEW if new else Verdict.SAME

    def _before(self, kind: str, ref: int, facts: dict[str, Any]) -> dict[str, Any] | None:
        """Give what earlier rows said of a record that one of them adds; None when this row says just the same."""
        prints = self._prints[kind]
        if -ref <= len(prints) and prints[-ref - 1] == _print(facts):
            return None
        register = getattr(self._known, f"{kind}s")
        line = register.lines[-ref - 1]
        first = self._here.get(line) or self._earlier(line)
        return dict(first.facts[KINDS.index(kind)])

    def _changes(self, kind: str, deed: Deed, facts: dict[str, Any], before: dict[str, Any], notes: list[str]) -> None:
        said = self._pending.get((kind, deed.ref), {})
        kept = []
        for name, value in facts.items():
            if name in DERIVED:
                continue
            old = said.get(name, before.get(name))
            if name == "villages":
                value = sorted({*(old or ()), *value})
            if value == old:
                continue
            if old not in (None, "", []) and name != "villages":
                if name in said or deed.ref < 0:
                    what = label(kind, name)
                    raise BadInputError(f"een eerdere regel zegt iets anders over {what}: '{old}', niet '{value}'")
                if not self._replace:
                    kept.append(label(kind, name))
                    continue
            deed.changes[name] = [before.get(name), value]
        if deed.changes:
            self._pending[kind, deed.ref] = said | {name: after for name, (_, after) in deed.changes.items()}
        if kept:
            notes.append(f"blijft zoals het is: {', '.join(kept)}")

    def _warn(self, outcome: Outcome, current: Current, taken: int, refused: set[str]) -> None:
        """Hold up a row that somebody has to look at."""
        if current.strangers(outcome):
            outcome.verdict = Verdict.CONFLICT
            outcome.notes.append("het ovkk-nummer is van een ander contact; naam noch mailadres is gelijk")
        if taken:
            outcome.verdict = Verdict.CONFLICT
            outcome.notes.append(f"deze functie heeft nu {current.holder(taken)}; beëindig die eerst")
        if outcome.matches and outcome.verdict is not Verdict.CONFLICT:
            outcome.verdict = Verdict.DUPLICATE
        pairs = zip(outcome.facts, outcome.deeds, strict=True)
        if refused and refused & {facts.get("email") for facts, deed in pairs if _gets(deed)}:
            raise BadInputError("dit mailadres wil geen post meer van ons; wij nemen het niet opnieuw op (PRIV-12)")


def _print(facts: dict[str, Any]) -> int:
    return hash(repr(facts) if "villages" in facts else tuple(facts.items()))


def _gets(deed: Deed | None) -> bool:
    """Say whether a record gets an address by this row."""
    return deed is not None and (deed.new or "email" in deed.changes)


def _refused_addresses(outcomes: Iterable[Outcome]) -> set[str]:
    """Give the addresses of these rows that are on the list of those who want no mail."""
    return suppressed_among(facts["email"] for outcome in outcomes for facts in outcome.facts if "email" in facts)
