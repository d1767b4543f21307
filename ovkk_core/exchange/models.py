"""The tables of import and export: batches with the rows of their file, what columns meant before, whole exports."""

from enum import Enum

import peewee

from ovkk_core.clock import AMSTERDAM, now
from ovkk_core.database import BaseModel, JsonField, LineField, StateField, UtcDateTimeField


class BatchState(Enum):
    """How far an import is. What is not ``DONE`` has touched no contact."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    STORING = "storing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportBatch(BaseModel):
    """One file on its way to the contacts. ``mapping`` is the name of a field per column, "" for none.

    ``at`` is the moment that every record of it bears once stored; ``made`` is table → [first id, last id].
    ``seen`` is what the contacts were when the rows were checked (``watching.py``); ``stage`` tells how far a job is.
    """

    file_name = LineField()
    state = StateField(BatchState, default=BatchState.MAPPING, index=True)
    actor = LineField()
    created_at = UtcDateTimeField(default=now)
    at = UtcDateTimeField(null=True)
    columns = JsonField(default=list)
    mapping = JsonField(default=list)
    remembered = peewee.BooleanField(default=False)
    replace = peewee.BooleanField(default=True)
    search_duplicates = peewee.BooleanField(default=True)
    rows = peewee.IntegerField(default=0)
    stage = peewee.IntegerField(default=0)
    counts = JsonField(default=dict)
    choices = JsonField(default=dict)
    seen = LineField(default="")
    made = JsonField(default=dict)
    report = JsonField(default=dict)
    problem = LineField(default="", max_length=500)

    @property
    def source(self) -> str:
        """Where its records come from, in words that history shows; the same for all of them."""
        on = f" op {self.at.astimezone(AMSTERDAM):%d-%m-%Y}" if self.at else ""
        return f"ingelezen uit {self.file_name}{on} (inleesbeurt {self.id})"


class ImportChunk(BaseModel):
    """Some rows of a file: ``lines`` are [line, cells, damage]; ``outcomes`` are as in ``outcomes.py``."""

    batch = peewee.ForeignKeyField(ImportBatch, backref="chunks", on_delete="CASCADE")
    number = peewee.IntegerField()
    lines = JsonField()
    outcomes = JsonField(default=list)
    counts = JsonField(default=dict)

    class Meta:
        indexes = ((("batch", "number"), True),)


class ColumnMemory(BaseModel):
    """What the columns of a file with these headings were the last time; ``headings`` is a digest of them."""

    headings = peewee.CharField(max_length=64, unique=True)
    mapping = JsonField()
    at = UtcDateTimeField(default=now)


class WholeExport(BaseModel):
    """A whole installation in one file, ready or on its way; the file lies in the files folder under ``key``.

    With ``what`` it is a file of contacts in a ``form``, large enough to wait for, and only for who asked.
    """

    key = peewee.CharField(max_length=64, unique=True)
    what = LineField(default="")
    form = LineField(default="zip")
    actor = LineField()
    created_at = UtcDateTimeField(default=now)
    ready_at = UtcDateTimeField(null=True)
    size = peewee.BigIntegerField(default=0)
    rows = peewee.IntegerField(default=0)
