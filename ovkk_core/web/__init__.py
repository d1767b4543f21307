"""The public theme, page and form helpers, and the secure admin base."""

from ovkk_core.web.admin import (
    AdminPage,
    AdminView,
    RowLink,
    SettingKind,
    add_setting_kind,
    as_csv,
    as_xlsx,
    install_admin,
    plain_cell,
    safe_cell,
)
from ovkk_core.web.blocks import Part, draw
from ovkk_core.web.counted import CountedLog
from ovkk_core.web.days import clock, day, short_day, span
from ovkk_core.web.forms import Form, flash_done
from ovkk_core.web.framing import ENCLOSED, FRAMED, policy_with_frame, with_policy
from ovkk_core.web.guarding import csp_nonce
from ovkk_core.web.installing import install
from ovkk_core.web.kept import kept
from ovkk_core.web.languages import in_language, language
from ovkk_core.web.limiting import limiter, network
from ovkk_core.web.logs import log_as_json
from ovkk_core.web.protection import csrf, from_anywhere, in_the_open
from ovkk_core.web.requests import masked_path, request_id, use_request_log
from ovkk_core.web.staticfiles import static_url
from ovkk_core.web.views import ALIVE

__all__ = [
    "ALIVE",
    "ENCLOSED",
    "FRAMED",
    "AdminPage",
    "AdminView",
    "CountedLog",
    "Form",
    "Part",
    "RowLink",
    "SettingKind",
    "add_setting_kind",
    "as_csv",
    "as_xlsx",
    "clock",
    "csp_nonce",
    "csrf",
    "day",
    "draw",
    "flash_done",
    "from_anywhere",
    "in_language",
    "in_the_open",
    "install",
    "install_admin",
    "kept",
    "language",
    "limiter",
    "log_as_json",
    "masked_path",
    "network",
    "plain_cell",
    "policy_with_frame",
    "request_id",
    "safe_cell",
    "short_day",
    "span",
    "static_url",
    "use_request_log",
    "with_policy",
]
