"""This room's hook implementations."""

from collections.abc import Iterable

from flask import Blueprint
from flask_admin.base import BaseView
from flask_babel import gettext as _

from ovkk_core.dossiers import pages
from ovkk_core.dossiers.views import blueprint
from ovkk_core.hookspecs import NavigationItem, hookimpl


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the public pages of villages and municipalities."""
    return [blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the dossiers."""
    return [pages.page()]


@hookimpl
def navigation_items() -> Iterable[NavigationItem]:
    """Give the villages."""
    return [NavigationItem(_("Villages"), "/dorpen", 10)]
