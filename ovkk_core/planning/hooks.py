"""This room's hook implementations."""

from collections.abc import Iterable

from flask_admin.base import BaseView

from ovkk_core.hookspecs import Permission, SettingSpec, hookimpl
from ovkk_core.planning import admin, declarations


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the year planner and the page to choose a date."""
    return admin.pages()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look and who may ask people for a date."""
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association say when it usually meets."""
    return declarations.SETTINGS
