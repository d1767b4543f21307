"""Reads the first sheet of an Excel workbook (.xlsx), row by row and within limits: no zip may fill the memory."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from ovkk_core.errors import BadInputError

LARGEST_UNPACKED = 400_000_000  # bytes, all parts together
MOST_PARTS = 1_000
PIECE = 1_000_000
NOT_READABLE = "Dit bestand is geen Excel-werkmap (.xlsx), of is beschadigd. Sla het opnieuw op, of als 'CSV UTF-8'."


def read_rows(content: bytes, most_rows: int, most_columns: int) -> Iterator[tuple[int, list[str], str]]:
    """Give (row number, cells as text, "") of the first sheet; formulas give the value that was stored with them.

    Raises :class:`BadInputError` for what is no workbook, or unpacks to more than the limit.
    """
    from openpyxl import load_workbook  # here: 12 MB that a process which never reads a workbook need not hold
    from openpyxl.utils.exceptions import InvalidFileException

    _refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError, zipfile.BadZipFile) as error:
        raise BadInputError(NOT_READABLE) from error
    try:
        if not book.worksheets:
            raise BadInputError(NOT_READABLE)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be anything
        # two more than fit, so that too many are noticed
        rows = sheet.iter_rows(values_only=True, max_row=most_rows + 2, max_col=most_columns + 1)
        for number, values in enumerate(rows, 1):
            yield number, _shortened([_text(value) for value in values]), ""
    except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile) as error:
        raise BadInputError(NOT_READABLE) from error
    finally:
        book.close()


def _shortened(cells: list[str]) -> list[str]:
    """Leave out the empty cells at the end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _refuse_bomb(content: bytes) -> None:
    """Unpack everything once, counting: what a zip says of its sizes may be a lie."""
    too_large = BadInputError("Deze werkmap wordt uitgepakt te groot. Sla alleen het blad met de rijen op.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise too_large
            for part in parts:
                with archive.open(part) as file:  # reads no more than it says, and then checks
                    while file.read(PIECE):
                        continue
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BadInputError(NOT_READABLE) from error


def _text(value: Any) -> str:
    """Give a cell as people would type it: whole numbers without a point, days as 2026-03-07."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)
