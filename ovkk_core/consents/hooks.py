"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable

from ovkk_core.consents import declarations
from ovkk_core.consents.purposes import PURPOSES
from ovkk_core.hookspecs import Permission, Purpose, SettingSpec, hookimpl


@hookimpl
def register_purposes() -> Iterable[Purpose]:
    """Declare what the association itself writes to people for."""
    return PURPOSES


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may see and change consents."""
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association choose its themes."""
    return declarations.SETTINGS
