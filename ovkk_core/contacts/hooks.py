"""This room's hook implementations."""

from collections.abc import Iterable

from flask_admin.base import BaseView

from ovkk_core.contacts import admin, demo
from ovkk_core.contacts.choices import PERMISSIONS, SETTINGS
from ovkk_core.hookspecs import Permission, SettingSpec, hookimpl


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    return admin.views()


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    return SETTINGS


@hookimpl
def load_demo() -> None:
    demo.load()
