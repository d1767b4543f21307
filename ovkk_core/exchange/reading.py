"""Reads a file as people send them, CSV, Excel or vCard, into columns and lines; what is damaged is set apart."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ovkk_core.errors import BadInputError
from ovkk_core.exchange import cards, workbooks

LARGEST = 50_000_000  # bytes
MOST_ROWS = 200_000
MOST_COLUMNS = 100
LONGEST_LINE = 100_000
MOST_LINES = 20  # that one row may run over; more means that a quote was never closed
SEPARATORS = ";,\t|"
OLD_FILES = {b"\xd0\xcf\x11\xe0": "een oud Excel-bestand (.xls)", b"%PDF": "een PDF"}
HOW_TO_SAVE = "Kies in uw rekenblad 'Opslaan als' en dan 'Excel-werkmap (.xlsx)' of 'CSV UTF-8'."
LookedAt = tuple[int, list[str], str]  # line, cells, damage


@dataclass(frozen=True)
class Sheet:
    """The headings, and the lines below: (number in the file, cells, what is damaged or "")."""

    columns: list[str]
    lines: Iterable[LookedAt]


def read_file(content: bytes) -> Sheet:
    """Read whatever it is by its first bytes; raises :class:`BadInputError` when it is no table at all."""
    if len(content) > LARGEST:
        raise BadInputError(f"Het bestand is groter dan {LARGEST // 1_000_000} MB. Verdeel het over meer bestanden.")
    for start, what in OLD_FILES.items():
        if content.startswith(start):
            raise BadInputError(f"Dit is {what}; dat kunnen wij niet lezen. {HOW_TO_SAVE}")
    if content.startswith(b"PK\x03\x04"):
        return _sheet(workbooks.read_rows(content, MOST_ROWS, MOST_COLUMNS))
    encoding = encoding_of(content)
    if content[:400].decode(encoding, "replace").lstrip("\ufeff\r\n ").upper().startswith("BEGIN:VCARD"):
        return Sheet(cards.COLUMNS, _limited(cards.read_cards(content.decode(encoding, "replace"))))
    return _sheet(_csv_rows(content, encoding))


def encoding_of(content: bytes) -> str:
    """Give the encoding: UTF-16 with a mark, UTF-8, else Windows-1252; accents right as UTF-8 are no accident."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in content:
        raise BadInputError(f"Dit is geen tekstbestand. {HOW_TO_SAVE}")
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "windows-1252" if content.decode("utf-8-sig", "ignore").isascii() else "utf-8-sig"
    return "utf-8-sig"


def _csv_rows(content: bytes, encoding: str) -> Iterator[LookedAt]:
    """Give rows with their line; one whose quote is never closed costs only its own line."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
    first = next((line for line in text if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    text.seek(0)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        start = lines.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, _NeverClosedError):
            yield (
                start,
                [cell.replace('"', "") for cell in lines.back().split(separator)],
                "een aanhalingsteken klopt niet",
            )
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if row and (len(row) > 1 or row[0].strip()):
            yield start, row, ""


class _NeverClosedError(Exception):
    """A row runs over so many lines that a quote in it was never closed."""


class _Lines:
    """The lines of a text, numbered; after a row that cannot be right it goes on at the line after its first."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: list[str] = []
        self._row: list[str] = []
        self._number = 0

    def begin(self) -> int:
        """Begin a row; give the number of the line that comes."""
        self._row = []
        return self._number + 1

    def back(self) -> str:
        """Give the first line of the row, and go back to the one after it."""
        first = self._row[0]
        self._again = self._row[1:] + self._again
        self._number -= len(self._row) - 1
        return first.rstrip("\r\n")

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self._row) == MOST_LINES:
            raise _NeverClosedError
        try:
            line = self._again.pop(0) if self._again else next(self._text)[:LONGEST_LINE]
        except StopIteration:
            if self._row and sum(one.count('"') for one in self._row) % 2:
                raise _NeverClosedError from None
            raise
        self._number += 1
        self._row.append(line)
        return line


def _sheet(rows: Iterator[LookedAt]) -> Sheet:
    found = next((row for row in rows if any(cell.strip() for cell in row[1])), None)
    if found is None:
        raise BadInputError("Het bestand is leeg. De eerste regel moet de namen van de kolommen hebben.")
    columns = [cell.strip()[:200] for cell in found[1]]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        raise BadInputError(f"Het bestand heeft meer dan {MOST_COLUMNS} kolommen. Haal weg wat niet nodig is.")
    return Sheet(columns, _limited(_fitted(rows, len(columns))))


def _fitted(rows: Iterator[LookedAt], width: int) -> Iterator[LookedAt]:
    """Give the rows that are not empty as wide as the headings; cells too many, unless empty, make a row damaged."""
    for line, cells, damage in rows:
        if not damage and not any(cells):
            continue  # spreadsheets leave such rows at the end
        if len(cells) == width or damage:
            yield line, cells + [""] * (width - len(cells)), damage
        elif any(cell.strip() for cell in cells[width:]):
            yield line, cells, f"de regel heeft {len(cells)} kolommen in plaats van {width}"
        elif any(cell.strip() for cell in cells):
            yield line, cells[:width] + [""] * (width - len(cells)), ""


def _limited(rows: Iterable[LookedAt]) -> Iterator[LookedAt]:
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise BadInputError(f"Het bestand heeft meer dan {MOST_ROWS} rijen. Verdeel het over meer bestanden.")
        yield row
