"""This room's hook implementations."""

from collections.abc import Iterable

from flask import Blueprint

from ovkk_core.hookspecs import Health, JobSpec, Permission, Processing, SettingSpec, hookimpl
from ovkk_core.web import demo, limiting, privacy, wellbeing
from ovkk_core.web.admin.permissions import PERMISSIONS
from ovkk_core.web.choices import SETTINGS
from ovkk_core.web.views import blueprint


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the home page, the statements and what machines ask."""
    return [blueprint]


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association say who it is."""
    return SETTINGS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Forget who tried what how often."""
    return [JobSpec("web.forget_tries", "Oude tellingen van pogingen wissen", limiting.forget_expired, "17 * * * *")]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Name the rights that the admin's own screens ask for."""
    return PERMISSIONS


@hookimpl
def health_checks() -> Iterable[Health]:
    """Say whether the style and the texts are there."""
    return wellbeing.checks()


@hookimpl
def load_demo() -> None:
    """Introduce the association of the demonstration."""
    demo.introduce()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare that nothing is kept of people."""
    return privacy.PROCESSING
