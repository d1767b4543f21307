"""An import on its way: a file taken in, its columns named, its rows checked, and what people decide about them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ovkk_core.clock import now
from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.exchange.fields import BY_KEY, guess, headings_digest
from ovkk_core.exchange.models import BatchState, ColumnMemory, ImportBatch, ImportChunk
from ovkk_core.exchange.outcomes import Outcome, unpacked
from ovkk_core.exchange.reading import LookedAt, read_file
from ovkk_core.history import actor, audit
from ovkk_core.jobs import enqueue

CHUNK = 2_000  # rows; each chunk is committed, and shown as progress
OWN_COLUMNS = ("regel", "reden", "lijkt op")  # what the file of rejected rows adds; a repaired file may keep them
BUSY = frozenset({BatchState.CHECKING, BatchState.STORING, BatchState.UNDOING})
IDENTITY = {"person.full_name", "person.family_name", "person.given_name", "person.nickname", "organisation.name"}


def take_file(name: str, content: bytes) -> ImportBatch:
    """Keep the rows of a file and guess what its columns are; no contact is touched.

    Raises :class:`BadInputError` when the file as a whole cannot be used.
    """
    sheet = read_file(content)
    if not sheet.columns:
        raise BadInputError("Op de eerste regel staan geen namen van kolommen. Voeg die toe.")
    with transaction():
        batch = ImportBatch.create(file_name=_plain_name(name), actor=actor(), columns=sheet.columns)
        batch.rows = _store_lines(batch, iter(sheet.lines))
        if not batch.rows:
            raise BadInputError("Onder de kopregel staan geen rijen. Kies een ander bestand.")
        known = ColumnMemory.get_or_none(ColumnMemory.headings == _digest(sheet.columns))
        batch.remembered = known is not None
        batch.mapping = _remembered(sheet.columns, known.mapping) if known else guess(_others(sheet.columns))
        batch.save()
        audit("exchange.upload", "import_batch", batch.id)
    return batch


def batch_by_id(number: int) -> ImportBatch:
    """Give a batch; raises :class:`NotFoundError` when there is none with this number."""
    batch = ImportBatch.get_or_none(ImportBatch.id == number)
    if batch is None:
        raise NotFoundError("Deze inleesbeurt bestaat niet (meer). Kies er een uit de lijst.")
    return batch


def name_columns(batch: ImportBatch, mapping: Sequence[str], *, replace: bool, search: bool) -> None:
    """Remember what each column is, and have the rows checked by the worker.

    Raises :class:`BadInputError` when two columns are the same field, or nothing says who the rows are about.
    """
    mapping = [key if key in BY_KEY else "" for key in mapping]
    chosen = [key for key in mapping if key]
    double = sorted({BY_KEY[key].title for key in chosen if chosen.count(key) > 1})
    if double:
        raise BadInputError(f"Twee kolommen zijn allebei '{', '.join(double)}'. Kies voor een daarvan iets anders.")
    if not IDENTITY & set(chosen):
        raise BadInputError("Kies in welke kolom de naam staat: van de persoon of van de organisatie.")
    _refuse_unless(batch, BatchState.MAPPING, BatchState.CHECKED)
    with transaction():
        digest = _digest(batch.columns)
        memory = ColumnMemory.get_or_none(ColumnMemory.headings == digest) or ColumnMemory(headings=digest)
        memory.mapping = {column: key for column, key in zip(batch.columns, mapping, strict=True) if key}
        memory.at = now()
        memory.save()
        batch.mapping, batch.replace, batch.search_duplicates = mapping, replace, search
        _start(batch, BatchState.CHECKING, "exchange.check")


def choose(batch: ImportBatch, choices: Mapping[int, str]) -> None:
    """Keep what somebody decided, by line: ""  to leave it out, else one of ``deciding.choices_for``."""
    _refuse_unless(batch, BatchState.CHECKED)
    kept = dict(batch.choices)
    for line, choice in choices.items():
        kept[str(line)] = choice
    batch.choices = {line: choice for line, choice in kept.items() if choice}
    batch.save()


def carry_out(batch: ImportBatch) -> None:
    """Have the worker store the rows."""
    _refuse_unless(batch, BatchState.CHECKED)
    with transaction():
        audit("exchange.import", "import_batch", batch.id)
        _start(batch, BatchState.STORING, "exchange.store")


def undo(batch: ImportBatch) -> None:
    """Have the worker take everything back that was not changed since."""
    _refuse_unless(batch, BatchState.DONE)
    with transaction():
        audit("exchange.undo", "import_batch", batch.id)
        _start(batch, BatchState.UNDOING, "exchange.undo")


def throw_away(batch: ImportBatch) -> None:
    """Forget a file that was not stored."""
    _refuse_unless(batch, BatchState.MAPPING, BatchState.CHECKED)
    with transaction():
        ImportChunk.delete().where(ImportChunk.batch == batch).execute()
        audit("exchange.throw_away", "import_batch", batch.id)
        batch.delete_instance()


def outcomes(batch: ImportBatch, verdict: str = "", skip: int = 0) -> Iterator[tuple[Outcome, list[str]]]:
    """Give (outcome, cells as in the file) of the rows with a verdict, or of all, in the order of the file."""
    for chunk in ImportChunk.select().where(ImportChunk.batch == batch).order_by(ImportChunk.number).iterator():
        count = chunk.counts.get(verdict, 0) if verdict else len(chunk.outcomes)
        if count <= skip:
            skip -= count
            continue
        pairs = zip(chunk.outcomes, chunk.lines, strict=True)
        wanted = ((kept, line[1]) for kept, line in pairs if verdict in ("", kept[1]))
        for kept, cells in islice(wanted, skip, None):
            yield unpacked(kept), cells
        skip = 0


def _store_lines(batch: ImportBatch, lines: Iterator[LookedAt]) -> int:
    """Keep the lines in chunks; give how many there are."""
    rows = 0
    for number, chunk in enumerate(iter(lambda: list(islice(lines, CHUNK)), [])):
        ImportChunk.create(batch=batch, number=number, lines=chunk)
        rows += len(chunk)
    return rows


def _start(batch: ImportBatch, state: BatchState, job: str) -> None:
    _set(batch, state=state, stage=0, problem="")
    enqueue(job, batch=batch.id, who=actor())


def _set(batch: ImportBatch, **values: object) -> None:
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save()


def _refuse_unless(batch: ImportBatch, *states: BatchState) -> None:
    if batch.state not in states:
        raise BadInputError("Dat kan nu niet (meer) met dit bestand. Bekijk hieronder hoe ver het is.")


def _digest(columns: Sequence[str]) -> str:
    return headings_digest([column for column in _others(columns) if column])


def _others(columns: Sequence[str]) -> list[str]:
    """Give the headings without our own additions."""
    return ["" if column.casefold() in OWN_COLUMNS else column for column in columns]


def _remembered(columns: Sequence[str], known: Mapping[str, str]) -> list[str]:
    keys = [known.get(column, "") for column in columns]
    return [key if key in BY_KEY and key not in keys[:at] else "" for at, key in enumerate(keys)]


def _plain_name(name: str) -> str:
    """Give the name of a file without folders and without what does not print."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in bare if c.isprintable())[:150].strip() or "bestand"
