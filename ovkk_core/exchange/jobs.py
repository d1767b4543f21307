"""The work of import and export."""

from collections.abc import Callable
from datetime import timedelta

from ovkk_core.clock import now
from ovkk_core.errors import OvkkError
from ovkk_core.exchange import archives
from ovkk_core.exchange.dry_run import finish_check
from ovkk_core.exchange.models import BatchState, ImportBatch, ImportChunk
from ovkk_core.exchange.storing import finish_storing
from ovkk_core.exchange.undoing import finish_undo
from ovkk_core.hookspecs import JobSpec

KEEP_ROWS = timedelta(days=30)
BACK = {
    BatchState.CHECKING: BatchState.MAPPING,
    BatchState.STORING: BatchState.CHECKED,
    BatchState.UNDOING: BatchState.DONE,
}


def check(batch: int, who: str) -> None:
    """Say what each row would do."""
    _work(batch, finish_check)


def store(batch: int, who: str) -> None:
    """Store the rows."""
    _work(batch, lambda found: finish_storing(found, who))


def undo(batch: int, who: str) -> None:
    """Take a batch back."""
    _work(batch, lambda found: finish_undo(found, who))


def _work(number: int, work: Callable[[ImportBatch], None]) -> None:
    """Do it, and show an expected failure on the screen of the batch, one step back."""
    batch = ImportBatch.get_or_none(ImportBatch.id == number)
    if batch is None:
        return
    try:
        work(batch)
    except OvkkError as error:
        kept = {"state": BACK.get(batch.state, batch.state), "problem": str(error)[:500]}
        ImportBatch.update(kept).where(ImportBatch.id == number).execute()


def forget_rows() -> None:
    """Delete the rows of files after thirty days (PRIV-7); the batch itself stays, as the source of its contacts."""
    old = ImportBatch.select(ImportBatch.id).where(ImportBatch.created_at < now() - KEEP_ROWS)
    ImportChunk.delete().where(ImportChunk.batch.in_(old)).execute()
    archives.forget_old()


JOBS = [
    JobSpec("exchange.check", "Ingelezen rijen nakijken", check),
    JobSpec("exchange.store", "Ingelezen rijen opslaan", store),
    JobSpec("exchange.undo", "Inlezen ongedaan maken", undo),
    JobSpec("exchange.whole", "Alles exporteren", archives.make),
    JobSpec("exchange.forget", "Rijen van ingelezen bestanden na dertig dagen verwijderen", forget_rows, "20 3 * * *"),
]
