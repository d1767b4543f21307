"""This room's hook implementations."""

from collections.abc import Iterable

from flask_admin.base import BaseView

from ovkk_core.audiences import admin, standard
from ovkk_core.audiences.core_conditions import CONDITIONS
from ovkk_core.audiences.declarations import PERMISSIONS
from ovkk_core.hookspecs import AudienceCondition, Permission, hookimpl


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    return admin.views()


@hookimpl
def register_audience_conditions() -> Iterable[AudienceCondition]:
    return CONDITIONS


@hookimpl
def load_demo() -> None:
    standard.seed()
