"""Cells of exported tables that no spreadsheet takes for a formula (SEC-16)."""

import re

# What a spreadsheet may read as a formula: also full-width, after blanks, quotes or separators, and after the
# apostrophe that we put there ourselves, so that taking it off again never mistakes somebody else's.
_FORMULA = re.compile(r"[\s\"';,]*[=+\-@＝＋－＠﹢﹣﹦﹫\t\r\n]")


def safe_cell(value: str) -> str:
    """Give ``value`` with an apostrophe in front when a spreadsheet could run it; :func:`plain_cell` undoes it."""
    return f"'{value}" if _FORMULA.match(value) else value


def plain_cell(cell: str) -> str:
    """Give the value that :func:`safe_cell` made ``cell`` of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
