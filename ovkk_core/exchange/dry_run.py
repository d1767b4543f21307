"""Checks the rows of a batch and keeps what each would do; touches no contact."""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache

from ovkk_core.database import transaction
from ovkk_core.exchange.checking import RowReader
from ovkk_core.exchange.judging import Judge
from ovkk_core.exchange.known import Known
from ovkk_core.exchange.likely import Likely
from ovkk_core.exchange.models import BatchState, ImportBatch, ImportChunk
from ovkk_core.exchange.outcomes import Outcome, unpacked
from ovkk_core.exchange.places import Places
from ovkk_core.exchange.watching import state_of_contacts, undisturbed

KEPT = 4  # earlier chunks in memory


@undisturbed()
def check(batch: ImportBatch) -> None:
    """Say of every row what it would do; show progress in ``batch.stage``. Harmless to run again."""
    seen = state_of_contacts()
    shelf = _Shelf(batch)
    judge, known = _judge(batch, shelf)
    counts: Counter[str] = Counter()
    done = 0
    for key in shelf.keys:
        chunk = ImportChunk.get_by_id(key)
        shelf.firsts.append(chunk.lines[0][0])
        outcomes = judge.judged(chunk.lines)
        found = Counter(outcome.verdict.value for outcome in outcomes)
        with transaction():
            kept = {"outcomes": [outcome.packed() for outcome in outcomes], "counts": dict(found)}
            ImportChunk.update(kept).where(ImportChunk.id == key).execute()
            done += len(outcomes)
            ImportBatch.update(stage=done).where(ImportBatch.id == batch.id).execute()
        counts += found
    for name, value in {"seen": seen, "counts": dict(counts), "stage": done, "report": {"added": known.added}}.items():
        setattr(batch, name, value)
    batch.save()


def finish_check(batch: ImportBatch) -> None:
    """Check the rows when that is what the batch waits for."""
    if batch.state is BatchState.CHECKING:
        check(batch)
        batch.state = BatchState.CHECKED
        batch.save()


def _judge(batch: ImportBatch, shelf: "_Shelf") -> tuple[Judge, Known]:
    places = Places()
    known = Known(organisations=any(key.startswith("organisation.") for key in batch.mapping))
    judge = Judge(
        RowReader(batch.mapping, batch.columns, places),
        places,
        known,
        Likely() if batch.search_duplicates else None,
        replace=batch.replace,
        earlier=shelf.outcome,
    )
    return judge, known


class _Shelf:
    """The chunks of a batch, and the way back to the outcome of an earlier line."""

    def __init__(self, batch: ImportBatch) -> None:
        rows = ImportChunk.select(ImportChunk.id, ImportChunk.number).where(ImportChunk.batch == batch)
        self.keys = [row.id for row in rows.order_by(ImportChunk.number)]
        self.firsts: list[int] = []  # the first line of each chunk so far
        self._outcomes = lru_cache(KEPT)(self._read)

    def outcome(self, line: int) -> Outcome:
        """Give what was said of a line in a chunk that was judged before."""
        return self._outcomes(self.keys[bisect_right(self.firsts, line) - 1])[line]

    def _read(self, key: int) -> dict[int, Outcome]:
        return {kept[0]: unpacked(kept) for kept in ImportChunk.get_by_id(key).outcomes}
