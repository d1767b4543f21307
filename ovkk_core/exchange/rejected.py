"""The rows that were not used, as a file to repair and bring in again."""

from collections.abc import Iterator

from ovkk_core.exchange.batches import OWN_COLUMNS, outcomes
from ovkk_core.exchange.deciding import accepted
from ovkk_core.exchange.matching import names_of_matches
from ovkk_core.exchange.models import ImportBatch
from ovkk_core.exchange.outcomes import Outcome, Verdict
from ovkk_core.web import as_csv

HELD_UP = (Verdict.WRONG, Verdict.CONFLICT, Verdict.DUPLICATE)


def rejected_file(batch: ImportBatch) -> bytes:
    """Give the rows that are not stored as CSV: their cells, the line, the reason and whom they resemble."""
    return as_csv([*batch.columns, *OWN_COLUMNS], _rows(batch))


def _rows(batch: ImportBatch) -> Iterator[list[str]]:
    width = len(batch.columns)
    for outcome, cells in outcomes(batch):
        choice = batch.choices.get(str(outcome.line), "")
        if outcome.verdict in HELD_UP and not accepted(outcome, choice):
            filled = [*cells[:width], *[""] * (width - len(cells))]
            yield [*filled, str(outcome.line), "; ".join(outcome.notes) or _why(outcome), _resembles(outcome)]


def _why(outcome: Outcome) -> str:
    return "mogelijk dubbel" if outcome.verdict is Verdict.DUPLICATE else "niet gebruikt"


def _resembles(outcome: Outcome) -> str:
    return "; ".join(f"{match.name}: {', '.join(match.reasons)}" for match in names_of_matches([outcome])[outcome.line])
