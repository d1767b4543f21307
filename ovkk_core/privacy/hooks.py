"""This room's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ovkk_core.hookspecs import (
    JobSpec,
    Panel,
    Permission,
    PersonalData,
    Processing,
    RetentionRule,
    SettingSpec,
    Subject,
    hookimpl,
)
from ovkk_core.privacy import declarations, erasing, jobs, leaving, pages, person_pages, register

if TYPE_CHECKING:
    from flask_admin.base import BaseView


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the register and the periods."""
    return pages.pages()


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look and act."""
    return declarations.PERMISSIONS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association choose every period."""
    return declarations.settings()


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the cleaning of every night."""
    return jobs.JOBS


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what this room itself keeps."""
    return register.PROCESSING


@hookimpl
def personal_data(person_id: int) -> Iterable[PersonalData]:
    """Give where a person stands in texts."""
    return register.held(person_id)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Let contacts go that nobody needs."""
    return leaving.RULES


@hookimpl
def on_person_erased(person_id: int) -> None:
    """Keep nothing but the number, which stands in the list of who was erased."""
    erasing.forget_reasons(person_id)


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    """Lead from a person to what the person may ask of us."""
    return person_pages.panels(subject)
