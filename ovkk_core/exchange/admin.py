"""The screens to import contacts and to export them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ovkk_core.exchange.export_page import ExportPage
from ovkk_core.exchange.import_page import ImportPage

CATEGORY = _l("Files to read in and out")


def pages() -> list[Any]:
    """Give a fresh instance of every screen."""
    return [
        ImportPage(_l("Import contacts"), endpoint="exchange_import", url="/beheer/inlezen/", category=CATEGORY),
        ExportPage(_l("Export contacts"), endpoint="exchange_export", url="/beheer/exporteren/", category=CATEGORY),
    ]
