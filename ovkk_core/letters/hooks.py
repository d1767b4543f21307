"""This room's hook implementations."""

from collections.abc import Iterable

from flask_admin.base import BaseView
from flask_babel import lazy_gettext as _l

from ovkk_core.hookspecs import Permission, hookimpl
from ovkk_core.letters.choices import PERMISSIONS
from ovkk_core.letters.notice_page import NoticePage


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screen on which a sheet for the notice board is made."""
    name, menu = _l("Notice-board sheet"), _l("Mail")
    return [NoticePage(name, category=menu, endpoint="letters_notice", url="/beheer/prikbordblad/")]
