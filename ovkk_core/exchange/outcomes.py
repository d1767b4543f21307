"""What the dry run says of each row, as it is kept in the chunks of a batch."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l


class Verdict(Enum):
    """What a row will do, in the order of how much attention it asks."""

    WRONG = "w"
    CONFLICT = "k"
    DUPLICATE = "d"
    CHANGE = "c"
    NEW = "n"
    SAME = "s"


TITLES = {
    Verdict.NEW: _l("new"),
    Verdict.CHANGE: _l("change"),
    Verdict.CONFLICT: _l("conflict"),
    Verdict.DUPLICATE: _l("possible duplicate"),
    Verdict.WRONG: _l("mistake"),
    Verdict.SAME: _l("unchanged"),
}
USED = frozenset({Verdict.NEW, Verdict.CHANGE})


@dataclass(slots=True)
class Deed:
    """What a row does to one record. A negative ``ref`` is the so-manieth new one of the batch (-1 the first).

    ``new`` is set in the row that makes it; ``changes`` is field → [before, after].
    """

    ref: int
    new: bool = False
    changes: dict[str, list[Any]] = field(default_factory=dict)

    def packed(self) -> list[Any]:
        """Give it as JSON."""
        return [self.ref, self.new, self.changes]


@dataclass(slots=True)
class Outcome:
    """The verdict on one row, the reasons in Dutch, what it says (entity → field → value), and what it would do.

    ``deeds`` are those of person, organisation and position, None where the row has none; a row that can in no way
    be used has no deeds at all. ``matches`` are [kind, id or minus a line, score, reasons] of look-alikes.
    """

    line: int
    verdict: Verdict
    notes: list[str] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[Deed | None] = field(default_factory=list)
    matches: list[list[Any]] = field(default_factory=list)

    def packed(self) -> list[Any]:
        """Give it as JSON."""
        deeds = [deed and deed.packed() for deed in self.deeds]
        return [self.line, self.verdict.value, self.notes, self.facts, deeds, self.matches]


def unpacked(kept: list[Any]) -> Outcome:
    """Give the outcome that was kept."""
    line, verdict, notes, facts, deeds, matches = kept
    return Outcome(line, Verdict(verdict), notes, facts, [deed and Deed(*deed) for deed in deeds], matches)
