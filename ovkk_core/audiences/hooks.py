"""This room's hook implementations."""

from collections.abc import Iterable

from flask_admin.base import BaseView

from ovkk_core.audiences import admin, freezing, making, privacy, standard
from ovkk_core.audiences.core_conditions import CONDITIONS
from ovkk_core.audiences.declarations import PERMISSIONS
from ovkk_core.hookspecs import (
    AudienceCondition,
    JobSpec,
    Permission,
    PersonalData,
    Processing,
    RetentionRule,
    hookimpl,
)


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    return admin.views()


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    return (*making.JOBS, *freezing.JOBS)


@hookimpl
def register_audience_conditions() -> Iterable[AudienceCondition]:
    return CONDITIONS


@hookimpl
def load_demo() -> None:
    standard.seed()


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare what is kept of who was in an audience."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id, addresses)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Say what goes after how long."""
    return privacy.RULES


@hookimpl
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id, addresses)
