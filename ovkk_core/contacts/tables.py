"""Reads a table out of bytes as people send them: any separator, any usual encoding, damaged lines set apart."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ovkk_core.errors import BadInputError

SEPARATORS = (",", ";", "\t")
MOST_LINES = 10  # that one cell in quotes may run over; more means that a quote was never closed
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
OTHER_FILES = {
    b"PK\x03\x04": "een Excel- of zipbestand",
    b"\xd0\xcf\x11\xe0": "een oud Excel-bestand",
    b"%PDF": "een PDF",
}
HOW_TO_SAVE = "Kies in uw rekenblad 'Opslaan als' en dan 'CSV UTF-8'."


@dataclass(frozen=True)
class Line:
    """One row as it stood in the file: where it starts (1 is the header), its text, its cells, and what is wrong."""

    number: int
    text: str
    cells: tuple[str, ...]
    damage: str = ""


@dataclass(frozen=True)
class Table:
    """The names of the columns as written, and the rows below them; empty lines are left out."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes) -> Table:
    """Read CSV; raise :class:`BadInputError` when it is no table at all."""
    texts = _decoded(content).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((number for number, text in enumerate(texts) if text.strip()), None)
    if start is None:
        raise BadInputError("Het bestand is leeg. Kies een CSV-bestand met een kopregel.")
    separator = max(SEPARATORS, key=texts[start].count)
    header = _line(start + 1, texts[start], separator)
    columns = tuple(cell.strip() for cell in header.cells)
    lines = (_fitting(line, columns) for line in _lines(texts, start + 1, separator, len(columns)))
    return Table(columns, tuple(line for line in lines if line.text.strip()))


def _decoded(content: bytes) -> str:
    """Give the text of UTF-8, UTF-16 with a mark, or else Windows-1252; what is damaged becomes U+FFFD."""
    for start, what in OTHER_FILES.items():
        if content.startswith(start):
            raise BadInputError(f"Dit is {what} en geen CSV. {HOW_TO_SAVE}")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise BadInputError(f"Dit is geen tekstbestand. {HOW_TO_SAVE}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        damaged = content.decode("utf-8-sig", "ignore")
    if not damaged.isascii():  # accents that are right as UTF-8 do not happen by chance
        return content.decode("utf-8-sig", "replace")
    return content.decode("windows-1252", "replace")


def _lines(texts: Sequence[str], start: int, separator: str, width: int) -> Iterator[Line]:
    """Give the rows; one whose quote is never closed costs only its own line."""
    at = start
    while at < len(texts):
        line, end = _line(at + 1, texts[at], separator), at + 1
        if line.damage:
            longer = (_line(at + 1, "\n".join(texts[at : at + n]), separator) for n in range(2, MOST_LINES + 1))
            line = next((one for one in longer if not one.damage and len(one.cells) == width), line)
            end = at + 1 + line.text.count("\n")
        yield line
        at = end


def _line(number: int, text: str, separator: str) -> Line:
    if text.count('"') % 2:
        cells = tuple(text.replace('"', "").split(separator))
        return Line(number, text, cells, "een aanhalingsteken is niet gesloten")
    try:
        rows = list(csv.reader([text], delimiter=separator))
    except csv.Error:
        return Line(number, text, (), "de regel is niet te lezen")
    return Line(number, text, tuple(rows[0]) if rows else ())


def _fitting(line: Line, columns: tuple[str, ...]) -> Line:
    if line.damage or len(line.cells) == len(columns):
        return line
    damage = f"de regel heeft {len(line.cells)} kolommen in plaats van {len(columns)}"
    return Line(line.number, line.text, line.cells, damage)
