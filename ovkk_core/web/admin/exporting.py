"""Tables to download, as CSV or for Excel: allow-listed columns, neutralised cells, and a line in the audit trail."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response

from ovkk_core.clock import today
from ovkk_core.database import slug
from ovkk_core.errors import NotFoundError
from ovkk_core.web.admin import listing, reading
from ovkk_core.web.admin.cells import safe_cell
from ovkk_core.web.admin.showing import for_table, value_at

if TYPE_CHECKING:
    from ovkk_core.web.admin.view import AdminView

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML 1.0 §2.2: no part of any document
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells Excel that the file is UTF-8


def export(view: "AdminView", kind: str, arguments: Mapping[str, str]) -> Response:
    """Give everything that the list selects, as ``csv`` or ``xlsx``."""
    makers = {"csv": (as_csv, CSV), "xlsx": (as_xlsx, XLSX)}
    if kind not in makers:
        raise NotFoundError("Dit soort bestand kennen wij niet. Kies CSV of Excel.")
    names = list(view.column_export_list or view.column_list)
    titles = [str(view.get_column_name(name)) for name in names]
    rows = ([_cell(view, row, name) for name in names] for row in listing.selected(view, arguments))
    make, mimetype = makers[kind]
    content = make(titles, rows)
    reading.seen(view.model._meta.table_name, kind, "export")
    file = f"{slug(str(view.name)) or view.endpoint}-{today().isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return Response(content, content_type=mimetype, headers=headers)


def as_csv(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Give a table as CSV: UTF-8 with a mark, semicolons, every cell in quotes (SEC-16)."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(title) for title in titles])
    writer.writerows([_as_text(value) for value in row] for row in rows)
    return (BOM + file.getvalue()).encode()


def as_xlsx(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Give a table as a workbook with a fixed first row; texts are never formulas (SEC-16)."""
    from openpyxl import Workbook  # here: 12 MB that a process which never makes a workbook need not hold
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.append([safe_cell(title) for title in titles])
    for row in rows:
        sheet.append([_as_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(view: "AdminView", record: Any, name: str) -> Any:
    formatter = (view.column_formatters_export or {}).get(name)
    if formatter and formatter is not view.column_formatters.get(name):
        return formatter(view, None, record, name)
    return for_table(value_at(record, name), view.choices_of(name))


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return safe_cell(value) if isinstance(value, str) else "" if value is None else str(value)


def _as_cell(value: Any) -> Any:
    return safe_cell(UNWRITABLE.sub("", value)) if isinstance(value, str) else value
