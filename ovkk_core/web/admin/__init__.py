"""The admin: secure screens over tables and pages of one's own, built on flask-admin."""

from ovkk_core.web.admin.borrowing import facts_of, history_of, restored
from ovkk_core.web.admin.cells import plain_cell, safe_cell
from ovkk_core.web.admin.exporting import as_csv, as_xlsx
from ovkk_core.web.admin.installing import add_view, install_admin
from ovkk_core.web.admin.page import AdminPage
from ovkk_core.web.admin.reading import numbers_of, seen, shows_people
from ovkk_core.web.admin.restoring import Moment
from ovkk_core.web.admin.setting_forms import SettingKind, add_setting_kind
from ovkk_core.web.admin.showing import EMPTY, in_words
from ovkk_core.web.admin.view import AdminView, RowLink

__all__ = [
    "EMPTY",
    "AdminPage",
    "AdminView",
    "Moment",
    "RowLink",
    "SettingKind",
    "add_setting_kind",
    "add_view",
    "as_csv",
    "as_xlsx",
    "facts_of",
    "history_of",
    "in_words",
    "install_admin",
    "numbers_of",
    "plain_cell",
    "restored",
    "safe_cell",
    "seen",
    "shows_people",
]
