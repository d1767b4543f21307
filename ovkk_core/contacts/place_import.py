"""Brings places in from a CSV file: all rows that are right, and every other row back with its reason."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ovkk_core.contacts.models import Province
from ovkk_core.contacts.place_report import OWN_COLUMNS, ImportReport, RejectedRow, keep
from ovkk_core.contacts.place_rows import OPTIONAL, REQUIRED, PlaceRow, place_row
from ovkk_core.contacts.place_shelf import Outcome, Shelf
from ovkk_core.contacts.tables import Line, Table, read_table
from ovkk_core.database import lock, slug, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import acting, actor, audit
from ovkk_core.registry import setting

LARGEST = 2_000_000  # bytes; the places of the whole country are half a million
MOST_ROWS = 5_000


def import_places(file: BinaryIO | Path) -> ImportReport:
    """Create and update villages and municipalities from CSV, in one transaction; give what was done.

    UTF-8, UTF-16 with a mark or Windows-1252; separated by comma, semicolon or tab. A place is recognised by
    woonplaatscode and municipality, else by name and municipality; so a second import doubles nothing and leaves
    no revision of what is the same. An empty cell or absent column leaves what is stored. Slugs never change.
    The report is kept. Raises :class:`BadInputError` when the file as a whole cannot be used.
    """
    table = _without(OWN_COLUMNS, read_table(_content(file)))
    _check_columns(table)
    if len(table.lines) > MOST_ROWS:
        raise BadInputError(f"Het bestand heeft meer dan {MOST_ROWS} rijen. Verdeel het over meer bestanden.")
    with transaction(), acting(actor(), "plaatsen ingelezen"):
        lock("contacts.import_places")
        report = _stored(table)
        number = keep(report)
        audit("contacts.import", "place_import", number)
    return replace(report, number=number)


def _content(file: BinaryIO | Path) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return _content(opened)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadInputError(f"Het bestand is groter dan {LARGEST // 1_000_000} MB. Verdeel het over meer bestanden.")
    return content


def _without(columns: tuple[str, ...], table: Table) -> Table:
    """Leave out columns that are only for the reader."""
    kept = [at for at, column in enumerate(table.columns) if column.lower() not in columns]
    lines = (replace(line, cells=tuple(line.cells[at] for at in kept if at < len(line.cells))) for line in table.lines)
    return Table(tuple(table.columns[at] for at in kept), tuple(lines))


def _check_columns(table: Table) -> None:
    names = [column.lower() for column in table.columns]
    missing = [column for column in REQUIRED if column not in names]
    if missing:
        raise BadInputError(
            f"In de kopregel ontbreekt: {', '.join(missing)}. Gevonden is: {', '.join(table.columns)[:300]}. "
            "Zet op de eerste regel de namen van de kolommen."
        )
    double = [column for column in (*REQUIRED, *OPTIONAL) if names.count(column) > 1]
    if double:
        raise BadInputError(f"In de kopregel staat dubbel: {', '.join(double)}. Laat van elke kolom één over.")


def _stored(table: Table) -> ImportReport:
    rows, rejected = _checked(table)
    province, _ = Province.get_or_create(name=setting("contacts.province"))
    shelf = Shelf(province, _namesakes([row for _, row in rows]))
    counts: Counter[Outcome] = Counter()
    for line, row in rows:
        try:
            counts[shelf.put(line.number, row)] += 1
        except BadInputError as error:
            rejected.append(_rejected(line, str(error)))
    return ImportReport(
        columns=table.columns,
        created=counts[Outcome.CREATED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
        rejected=tuple(sorted(rejected, key=lambda row: row.line)),
        ignored_columns=tuple(c for c in table.columns if c and c.lower() not in (*REQUIRED, *OPTIONAL)),
        new_municipalities=tuple(shelf.new_municipalities),
    )


def _checked(table: Table) -> tuple[list[tuple[Line, PlaceRow]], list[RejectedRow]]:
    """Give the rows that say something usable, and the others with the reason."""
    names = [column.lower() for column in table.columns]
    rows, rejected = [], []
    for line in table.lines:
        try:
            if line.damage:
                raise BadInputError(line.damage)
            rows.append((line, place_row(dict(zip(names, line.cells, strict=True)))))
        except BadInputError as error:
            rejected.append(_rejected(line, str(error)))
    return rows, rejected


def _rejected(line: Line, reason: str) -> RejectedRow:
    return RejectedRow(line.number, line.text, line.cells, reason)


def _namesakes(rows: list[PlaceRow]) -> frozenset[str]:
    """Give the slugs that places in more than one municipality of the file would like."""
    homes: dict[str, set[str]] = {}
    for row in rows:
        homes.setdefault(slug(row.name), set()).add(row.municipality.casefold())
    return frozenset(wish for wish, municipalities in homes.items() if len(municipalities) > 1)
