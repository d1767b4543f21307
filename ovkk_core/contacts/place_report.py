"""What an import of places did, row by row where a row was not used; kept, so that nothing is lost."""

from dataclasses import asdict, dataclass

from ovkk_core.contacts.models import PlaceImport
from ovkk_core.errors import NotFoundError
from ovkk_core.history import actor
from ovkk_core.web import as_csv

OWN_COLUMNS = ("regel", "reden", "oorspronkelijke regel")  # what rejected_csv adds; a repaired file may keep them


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not used: its line in the file (the header is line 1), its text, its cells and the reason."""

    line: int
    text: str
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did; ``number`` finds it again with :func:`report_of`."""

    columns: tuple[str, ...]
    created: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedRow, ...]
    ignored_columns: tuple[str, ...]
    new_municipalities: tuple[str, ...]
    number: int = 0


def keep(report: ImportReport) -> int:
    """Store the report; give its number."""
    stored = PlaceImport.create(
        actor=actor(), rejected_count=len(report.rejected), report=asdict(report), created=report.created
    )
    return int(stored.id)


def report_of(number: int) -> ImportReport:
    """Give a kept report; raise :class:`NotFoundError` when there is none with this number."""
    stored = PlaceImport.get_or_none(id=number)
    if stored is None:
        raise NotFoundError("Dit verslag bestaat niet. Kies er een uit de lijst.")
    values = dict(stored.report)
    lists = {name: tuple(values[name]) for name in ("columns", "ignored_columns", "new_municipalities")}
    rows = tuple(RejectedRow(**{**row, "cells": tuple(row["cells"])}) for row in values["rejected"])
    return ImportReport(**{**values, **lists, "rejected": rows, "number": number})


def rejected_csv(report: ImportReport) -> bytes:
    """Give the rejected rows as CSV with the line, the reason and the text of each; import it again once repaired."""
    width = len(report.columns)
    rows = ((*_filled(row.cells, width), row.line, row.reason, row.text) for row in report.rejected)
    return as_csv([*report.columns, *OWN_COLUMNS], rows)


def _filled(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
